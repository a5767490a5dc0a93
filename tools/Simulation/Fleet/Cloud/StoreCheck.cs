using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>Holds what the cloud answers against what the devices took.</summary>
/// <param name="cloud">The cloud.</param>
/// <param name="tally">Counts what is compared.</param>
internal sealed class StoreCheck(IFleetBackend cloud, Tally tally)
{
    private readonly HashSet<(string DeviceId, uint BootId, uint Sequence)> _letters = [];
    private bool _isWhole;

    /// <summary>Reads the dead letters.</summary>
    public async Task ReadLettersAsync()
    {
        _isWhole = await cloud.DeadLetters.CountDroppedAsync() == 0;
        string? after = null;
        while (await cloud.DeadLetters.ListAsync(PageLimits.MaxRecords, after) is { Count: > 0 } letters)
        {
            foreach (var letter in letters)
            {
                ViolationException.Unless(FrameReader.TryRead(letter.Letter.Data.Span, out var frame, out _), () => $"a dead letter of {letter.Letter.DeviceId} is no frame");
                _letters.UnionWith(frame!.Records.Select(record => (record.DeviceId, record.BootId, record.Sequence)));
            }

            after = letters[^1].Id;
        }
    }

    /// <summary>Checks one device: each record that is said to be stored is, once, as it was, what was refused is a dead letter, and the latest state is the newest.</summary>
    public async Task RunAsync(DeviceAccounts device)
    {
        var stored = await ReadAsync(device.Id);
        var byName = new Dictionary<(uint BootId, uint Sequence), TelemetryRecord>();
        foreach (var (record, _) in stored)
        {
            ViolationException.Unless(byName.TryAdd((record.BootId, record.Sequence), record), () => $"record {record.Sequence} of boot {record.BootId:x} of {device.Id} is stored twice");
            device.Book(record.BootId).Check(record);
        }

        foreach (var book in device.Boots) CheckBoot(device.Id, book, byName);
        await CheckLatestAsync(device, stored);
    }

    private async Task<List<StoredRecord>> ReadAsync(string deviceId)
    {
        var stored = new List<StoredRecord>();
        RecordPosition? after = null;
        do
        {
            var page = await cloud.Store.QueryAsync(new RecordQuery(deviceId) { Limit = PageLimits.MaxRecords, After = after });
            stored.AddRange(page.Records);
            after = page.Next;
        }
        while (after is not null);
        return stored;
    }

    private void CheckBoot(string deviceId, BootBook book, Dictionary<(uint BootId, uint Sequence), TelemetryRecord> stored)
    {
        var (lastUtcMs, lastUptimeMs) = (long.MinValue, long.MinValue);
        for (var sequence = 0; sequence < book.Count; sequence++)
        {
            string Name() => $"record {sequence} of boot {book.BootId:x} of {deviceId}";
            var fate = book.Fate(sequence);
            if ((fate & RecordFate.Refused) != 0 && _isWhole)
                ViolationException.Unless(_letters.Contains((deviceId, book.BootId, (uint)sequence)), () => $"{Name()} was refused, and is no dead letter");
            if (!stored.TryGetValue((book.BootId, (uint)sequence), out var record))
            {
                ViolationException.Unless((fate & RecordFate.Stored) == 0, () => $"{Name()} is said to be stored, and is not");
                continue;
            }

            var datedMs = book.DatedMs(sequence);
            ViolationException.Unless(
                datedMs is null || (record.ClockSynced && record.TimeMs == datedMs), () => $"{Name()} came dated {datedMs}, and is stored as {record.TimeMs}");

            // A date that the store found itself is the anchor's, wherever the device's own clock went since.
            if (datedMs is null && record.ClockSynced) continue;
            ref var last = ref datedMs is null ? ref lastUptimeMs : ref lastUtcMs;
            var before = last;
            ViolationException.Unless(record.TimeMs >= before, () => $"{Name()}: time goes back, from {before} to {record.TimeMs}");
            last = record.TimeMs;
        }
    }

    private async Task CheckLatestAsync(DeviceAccounts device, List<StoredRecord> stored)
    {
        var found = await cloud.Store.FindDeviceAsync(device.Id);
        ViolationException.Unless(found is not null || stored.Count == 0, () => $"{device.Id} has records, and is not known");
        if (found is null) return;
        foreach (var kind in stored.GroupBy(record => record.Record.Kind))
        {
            var newest = Newest(kind);
            var latest = found.Latest.SingleOrDefault(record => record.Record.Kind == kind.Key);
            tally.Count("latest states compared");
            if (latest?.Position == newest.Position) continue;
            ViolationException.Unless(
                device.Boots.Count > cloud.DatedBoots && device.Book(newest.Record.BootId).DatedMs((int)newest.Record.Sequence) is null,
                () => $"{device.Id}, kind {kind.Key}: the newest is {newest.Position}, the latest state says {latest?.Position}");
            tally.Count("latest states that lack a date which came after eight more boots");
        }
    }

    // Of two dated ones the later; where one has no date, the one with the higher boot and sequence number.
    private static StoredRecord Newest(IEnumerable<StoredRecord> records)
    {
        var all = records.ToList();
        var dated = all.Where(record => record.Record.ClockSynced).MaxBy(record => (record.Record.TimeMs, record.Record.BootId, record.Record.Sequence));
        var undated = all.Where(record => !record.Record.ClockSynced).MaxBy(record => (record.Record.BootId, record.Record.Sequence));
        return new[] { dated, undated }.OfType<StoredRecord>().MaxBy(record => (record.Record.BootId, record.Record.Sequence))!;
    }
}

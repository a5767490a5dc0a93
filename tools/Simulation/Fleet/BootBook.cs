using System.Runtime.InteropServices;
using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Fleet;

/// <summary>All that is known of the records of one boot: what each says, when it was taken, and what became of it.</summary>
internal sealed class BootBook(string deviceId, uint bootId)
{
    private readonly List<Entry> _records = [];

    /// <summary>The boot.</summary>
    public uint BootId => bootId;

    /// <summary>Records taken.</summary>
    public int Count => _records.Count;

    /// <summary>The first record that is in no frame of the ring yet.</summary>
    public int SealedEnd { get; set; }

    /// <summary>UTC minus uptime at the least, ms, of all that its clock was ever told.</summary>
    public long LeastOffsetMs { get; set; } = long.MaxValue;

    /// <summary>The same at the most.</summary>
    public long MostOffsetMs { get; set; } = long.MinValue;

    /// <summary>What a record of the payload says.</summary>
    public static long ValueOf(uint bootId, uint sequence) =>
        (long)((((ulong)bootId << 32) | sequence) * 0x9E3779B97F4A7C15 >> 40) + 1;

    /// <summary>Notes a record that was taken; those before it that nobody noted are the core's own.</summary>
    public void Add(uint sequence, long value, long uptimeMs, long atMs)
    {
        while (_records.Count < sequence) Put(0, uptimeMs, atMs);
        Put(value, uptimeMs, atMs);
    }

    /// <summary>Notes that so many records were taken in all.</summary>
    public void FillTo(uint count, long uptimeMs, long atMs)
    {
        while (_records.Count < count) Put(0, uptimeMs, atMs);
    }

    /// <summary>When a record was taken, on the fleet's clock.</summary>
    public long AtMs(int sequence) => _records[sequence].AtMs;

    /// <summary>What became of a record.</summary>
    public RecordFate Fate(int sequence) => _records[sequence].Fate;

    /// <summary>Notes what became of a record.</summary>
    public void Mark(int sequence, RecordFate fate) => At(sequence).Fate |= fate;

    /// <summary>The date with which a record came to the store, ms since 1970-01-01 UTC; null as long as it came without.</summary>
    public long? DatedMs(int sequence) => _records[sequence].DatedMs;

    /// <summary>Notes that a record is in the store. Where a store's key, or its index, follows the date, one that comes again with another is there twice.</summary>
    /// <exception cref="ViolationException">It is another than the one that was taken, or that came before.</exception>
    public void Store(TelemetryRecord record)
    {
        Check(record);
        ref var entry = ref At((int)record.Sequence);
        var says = new HashCode();
        says.Add((record.Kind, record.Mask, record.Severity, record.Text));
        foreach (var value in record.Values.Span) says.Add(value);
        var (hash, known) = (says.ToHashCode(), entry);
        ref var timeMs = ref record.ClockSynced ? ref entry.DatedMs : ref entry.UndatedMs;
        ViolationException.Unless(
            (known.Fate & RecordFate.Stored) == 0 || (known.Says == hash && (timeMs ?? record.TimeMs) == record.TimeMs),
            () => $"record {record.Sequence} of boot {bootId:x} of {deviceId} comes to the store again as another, of {record.TimeMs}");
        (timeMs, entry.Says) = (record.TimeMs, hash);
        entry.Fate |= RecordFate.Stored;
    }

    /// <summary>Holds a record that the cloud has against the one that was taken.</summary>
    /// <exception cref="ViolationException">It is another.</exception>
    public void Check(TelemetryRecord record)
    {
        string Name() => $"record {record.Sequence} of boot {bootId:x} of {deviceId}";
        ViolationException.Unless(record.Sequence < _records.Count, () => $"{Name()} was never taken");
        var (value, uptimeMs) = (_records[(int)record.Sequence].Value, _records[(int)record.Sequence].UptimeMs);
        if (value == 0)
        {
            ViolationException.Unless(record.Kind is RecordKind.Event or RecordKind.Text, () => $"{Name()} is of kind {record.Kind}, not the core's own");
        }
        else
        {
            ViolationException.Unless(
                record.Kind == FleetPayload.KindOf(value) && record.TryGet(0, out var first) && record.TryGet(1, out var second) && (first | (second << 12)) == value,
                () => $"{Name()} does not say what it was told");
        }

        // The core's own are noted a step late.
        var slackMs = value == 0 ? FleetDevice.LongestPauseMs : 0;
        ViolationException.Unless(
            record.ClockSynced
                ? record.TimeMs >= uptimeMs - slackMs + LeastOffsetMs && record.TimeMs <= uptimeMs + MostOffsetMs
                : record.TimeMs <= uptimeMs && record.TimeMs >= uptimeMs - slackMs,
            () => $"{Name()}, taken {uptimeMs} ms after its boot, is of {record.TimeMs}, with offsets from {LeastOffsetMs} to {MostOffsetMs}");
    }

    private ref Entry At(int sequence) => ref CollectionsMarshal.AsSpan(_records)[sequence];

    private void Put(long value, long uptimeMs, long atMs) => _records.Add(new Entry { Value = value, UptimeMs = uptimeMs, AtMs = atMs });

    /// <summary>One record.</summary>
    private struct Entry
    {
        public long Value;
        public long UptimeMs;
        public long AtMs;
        public long? DatedMs;
        public long? UndatedMs;
        public int Says;
        public RecordFate Fate;
    }
}

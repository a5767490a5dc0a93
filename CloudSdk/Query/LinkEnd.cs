using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Query;

/// <summary>One device of a video link.</summary>
/// <param name="Identity">The device.</param>
/// <param name="Stored">What the store knows of it; null when no record came from it.</param>
/// <param name="Events">Its events, newest first; those of an earlier boot do not count, since a device starts with no alarm.</param>
internal sealed record LinkEnd(DeviceIdentity Identity, StoredDevice? Stored, IReadOnlyList<StoredRecord> Events)
{
    /// <summary>The boot that its newest record is of; null when there is none.</summary>
    public uint? Boot { get; } = BootOf(Stored);

    /// <summary>
    /// By the code of an event that raises an alarm and that no other has ended: the records that came after it and may close it, oldest first.
    /// </summary>
    public IReadOnlyDictionary<int, IReadOnlyList<StoredRecord>> Later { get; init; } = new Dictionary<int, IReadOnlyList<StoredRecord>>();

    /// <summary>Its newest record of a kind, or null.</summary>
    public StoredRecord? Latest(byte kind) => Stored?.Latest.FirstOrDefault(record => record.Record.Kind == kind);

    /// <summary>Its newest event of this boot with one of these codes, or null.</summary>
    public StoredRecord? Event(params ReadOnlySpan<int> codes)
    {
        foreach (var record in Events)
        {
            if (record.Record.BootId == Boot && LinkFields.Value(record, EventCodes.CodeField) is >= 0 and <= int.MaxValue and { } code
                && codes.Contains((int)code))
            {
                return record;
            }
        }

        return null;
    }

    /// <summary>The newest event of this boot that raises an alarm, if no later one ended it; else null.</summary>
    public StoredRecord? Raised(LinkLatch latch)
    {
        var told = latch.Ending is { } ending ? Event(latch.Raising, ending) : Event(latch.Raising);
        var isRaising = LinkFields.Value(told, EventCodes.CodeField) == latch.Raising
            && !(latch.EndsWithNormal && LinkFields.Value(told, EventCodes.Value2Field) == LinkFields.NormalTemperature);
        return isRaising ? told : null;
    }

    // The store's "newer": of two dated records the later, else the one with the higher boot. A record of an earlier boot that never gets a date
    // is ordered by when it came, which may be long after.
    private static uint? BootOf(StoredDevice? stored)
    {
        var dated = stored?.Latest.Where(record => record.Record.ClockSynced)
            .MaxBy(record => (record.Record.TimeMs, record.Record.BootId, record.Record.Sequence));
        var undated = stored?.Latest.Where(record => !record.Record.ClockSynced).MaxBy(record => (record.Record.BootId, record.Record.Sequence));
        if (dated is null || undated is null)
            return (dated ?? undated)?.Record.BootId;
        return Math.Max(dated.Record.BootId, undated.Record.BootId);
    }
}

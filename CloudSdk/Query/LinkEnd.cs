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
    public uint? Boot { get; } = Stored?.Latest.MaxBy(record => (record.EffectiveMs, record.Record.BootId, record.Record.Sequence))?.Record.BootId;

    /// <summary>Its newest record of a kind, or null.</summary>
    public StoredRecord? Latest(byte kind) => Stored?.Latest.FirstOrDefault(record => record.Record.Kind == kind);

    /// <summary>Its newest event of this boot with one of these codes, or null.</summary>
    public StoredRecord? Event(params ReadOnlySpan<int> codes)
    {
        foreach (var record in Events)
        {
            if (record.Record.BootId == Boot && record.Record.TryGet(EventCodes.CodeField, out var code)
                && code is >= 0 and <= int.MaxValue && codes.Contains((int)code))
            {
                return record;
            }
        }

        return null;
    }
}

using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Search;

/// <summary>What dates the records of a boot that came without a date.</summary>
/// <param name="Sequence">Sequence number of the event that told it; the lowest of a boot counts.</param>
/// <param name="OffsetMs">UTC minus uptime.</param>
internal sealed record BootAnchor(uint Sequence, long OffsetMs)
{
    /// <summary>Returns what a record anchors its boot to, or null when it is no such event or one that cannot be right.</summary>
    public static BootAnchor? Of(ProjectedRecord projected) =>
        BootClock.IsAnchor(projected.Record, projected.ReceivedAt.ToUnixTimeMilliseconds(), out var offset)
            ? new BootAnchor(projected.Record.Sequence, offset)
            : null;

    /// <summary>Returns the better of two: the first of the boot is the nearest to the records that need one.</summary>
    public static BootAnchor? Better(BootAnchor? one, BootAnchor? other) =>
        one is null || (other is not null && other.Sequence < one.Sequence) ? other : one;
}

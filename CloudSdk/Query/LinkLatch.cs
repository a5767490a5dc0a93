using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Query;

/// <summary>An alarm that an event raises and that stays until something ends it.</summary>
/// <param name="Raising">Code of the event that raises it.</param>
/// <param name="Ending">Code of the event that ends it; null when it is the same one.</param>
/// <param name="Kind">Kind of the records that show its end, for the case that the ending event was lost with an overwritten ring.</param>
internal sealed record LinkLatch(int Raising, int? Ending, byte Kind)
{
    public static readonly LinkLatch TransmitterTooClose = new(
        EventCodes.TransmitterTooClose, EventCodes.TransmitterTooCloseEnded, RecordKind.VideoLink);

    public static readonly LinkLatch Interference = new(EventCodes.Interference, EventCodes.InterferenceEnded, RecordKind.VideoLink);

    public static readonly LinkLatch TransmitterHot = new(EventCodes.TransmitterHot, null, RecordKind.Transmitter);

    public static readonly LinkLatch ReceiverHot = new(EventCodes.ReceiverHot, null, RecordKind.Receiver);

    public static readonly IReadOnlyList<LinkLatch> All = [TransmitterTooClose, Interference, TransmitterHot, ReceiverHot];

    /// <summary>Whether the raising event ends it too, by telling a normal temperature.</summary>
    public bool EndsWithNormal => Ending is null;
}

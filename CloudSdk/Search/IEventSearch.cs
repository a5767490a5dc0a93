using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Search;

/// <summary>
/// Finds events and texts across the fleet. Thread safe. It takes any record and keeps those two kinds; it dates them as
/// <see cref="ITelemetryStore"/> does.
/// </summary>
public interface IEventSearch : IRecordSink
{
    /// <summary>Returns a page of events and texts, descending by (effective time, device, boot, sequence).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    /// <exception cref="ArgumentException">The text is longer than <see cref="EventQuery.MaxTextLength"/>.</exception>
    ValueTask<RecordPage> SearchAsync(EventQuery query, CancellationToken cancellationToken = default);
}

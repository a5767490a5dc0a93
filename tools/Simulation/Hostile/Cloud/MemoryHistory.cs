using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.Simulation.Hostile.Cloud;

/// <summary>A store and a search that hold one record of every device, and remember what they were asked.</summary>
internal sealed class MemoryHistory : ITelemetryStore, IEventSearch
{
    private static readonly StoredRecord Record = new(Samples.Numeric(1, 1, Samples.Now.ToUnixTimeMilliseconds(), 1, 2, 3), Samples.Now);

    /// <summary>What was asked last of the store; null for nothing.</summary>
    public RecordQuery? Records { get; private set; }

    /// <summary>What was asked last of the search; null for nothing.</summary>
    public EventQuery? Events { get; private set; }

    /// <summary>Forgets what was asked.</summary>
    public void Clear() => (Records, Events) = (null, null);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredDevice>> ListDevicesAsync(CancellationToken cancellationToken = default) => new((IReadOnlyList<StoredDevice>)[]);

    /// <inheritdoc/>
    public ValueTask<StoredDevice?> FindDeviceAsync(string deviceId, CancellationToken cancellationToken = default) => new((StoredDevice?)null);

    /// <inheritdoc/>
    public ValueTask<RecordPage> QueryAsync(RecordQuery query, CancellationToken cancellationToken = default)
    {
        Records = query;
        return new(new RecordPage([Record], new RecordPosition(Record.Record.TimeMs, query.DeviceId, 1, 1)));
    }

    /// <inheritdoc/>
    public ValueTask<RecordPage> SearchAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        Events = query;
        return new(new RecordPage([Record], new RecordPosition(Record.Record.TimeMs, Samples.Device, 1, 1)));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}

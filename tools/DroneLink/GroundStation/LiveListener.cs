using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.GroundStation;

/// <summary>One event of the live feed.</summary>
/// <param name="Name">record, status or lagged.</param>
/// <param name="Data">One line of JSON.</param>
public sealed record LiveEvent(string Name, string Data);

/// <summary>One listener of the live feed. Read by one reader; offered to from any thread.</summary>
public sealed class LiveListener : IDisposable
{
    private readonly string? _deviceId;
    private readonly byte? _kind;
    private readonly Action<LiveListener> _remove;
    private readonly Channel<LiveEvent> _queue;
    private long _lost;

    internal LiveListener(string? deviceId, byte? kind, int capacity, Action<LiveListener> remove)
    {
        _deviceId = deviceId;
        _kind = kind;
        _remove = remove;
        var options = new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _queue = Channel.CreateBounded<LiveEvent>(options, _ => Interlocked.Increment(ref _lost));
    }

    /// <summary>Waits for an event; false when the listener was disposed.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _queue.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes the next event. If some were lost before it, an event <c>lagged</c> with their number comes first.</summary>
    public bool TryTake([NotNullWhen(true)] out LiveEvent? next)
    {
        var lost = Interlocked.Exchange(ref _lost, 0);
        if (lost > 0)
        {
            next = new LiveEvent("lagged", $$"""{"lost":{{lost}}}""");
            return true;
        }

        return _queue.Reader.TryRead(out next);
    }

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        _remove(this);
        _queue.Writer.TryComplete();
    }

    internal bool Wants(TelemetryRecord record) => Wants(record.DeviceId) && (_kind is null || _kind == record.Kind);

    internal bool Wants(string deviceId) => _deviceId is null || _deviceId == deviceId;

    internal void Offer(LiveEvent next) => _queue.Writer.TryWrite(next);
}

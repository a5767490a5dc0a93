using System.Diagnostics;

namespace DroneLink.Load.Devices;

/// <summary>Counts what all devices do. Thread safe.</summary>
internal sealed class LoadMeter
{
    private readonly Lock _lock = new();
    private List<double> _latenciesMs = [];
    private LoadCounts _counts = new();

    /// <summary>Notes records that were taken.</summary>
    public void Offered(int records) => Change(counts => counts with { Offered = counts.Offered + records });

    /// <summary>Notes a frame that was acknowledged.</summary>
    public void Acknowledged(LoadFrame frame, int records)
    {
        var ms = Stopwatch.GetElapsedTime(frame.OfferedAt).TotalMilliseconds;
        lock (_lock)
        {
            _latenciesMs.Add(ms);
            _counts = _counts with { Acknowledged = _counts.Acknowledged + records };
        }
    }

    /// <summary>Notes an answer that asked for patience.</summary>
    public void Throttled() => Change(counts => counts with { Throttled = counts.Throttled + 1 });

    /// <summary>Notes a connection that ended or did not come about, or a request without an answer.</summary>
    public void Disconnected() => Change(counts => counts with { Disconnected = counts.Disconnected + 1 });

    /// <summary>Notes records that a device had no room for.</summary>
    public void Overwritten(int records) => Change(counts => counts with { Overwritten = counts.Overwritten + records });

    /// <summary>Takes what was counted since the last time.</summary>
    public (LoadCounts Counts, IReadOnlyList<double> LatenciesMs) Take()
    {
        lock (_lock)
        {
            var taken = (_counts, _latenciesMs);
            _counts = new();
            _latenciesMs = [];
            taken._latenciesMs.Sort();
            return taken;
        }
    }

    private void Change(Func<LoadCounts, LoadCounts> change)
    {
        lock (_lock) _counts = change(_counts);
    }
}

using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.GroundStation;

/// <summary>
/// Remembers the names of the last records that went by, so that a repeated one is noticed. Bounded: a repetition after more than
/// <see cref="Capacity"/> others passes for new, which costs a listener a record shown twice. Thread safe.
/// </summary>
internal sealed class RecentRecords
{
    /// <summary>Names remembered.</summary>
    public const int Capacity = 65_536;

    private readonly Lock _gate = new();
    private readonly HashSet<(string DeviceId, uint BootId, uint Sequence)> _names = [];
    private readonly Queue<(string DeviceId, uint BootId, uint Sequence)> _order = new();

    /// <summary>Returns false when the record went by already.</summary>
    public bool TryAdd(TelemetryRecord record)
    {
        var name = (record.DeviceId, record.BootId, record.Sequence);
        lock (_gate)
        {
            if (!_names.Add(name)) return false;
            _order.Enqueue(name);
            if (_order.Count > Capacity) _names.Remove(_order.Dequeue());
            return true;
        }
    }
}

using System.Runtime.InteropServices;
using DroneLink.CloudSdk.Projection;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>
/// Records that wait for a network. Where there are more than may pass, of records that tell how something is (all but events and texts) the
/// newest of each device and kind is enough; events and texts wait for their turn. When it is full that is done first, and then the
/// oldest goes. Never waits. Thread safe.
/// </summary>
/// <param name="capacity">Records at the most, 1 or more.</param>
public sealed class RecordBacklog(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string DeviceId, byte Kind), int> _states = [];
    private List<ProjectedRecord> _waiting = [];
    private int _repeated;
    private long _thinned;
    private long _dropped;

    /// <summary>Records that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    /// <summary>States given up for a newer one of the same device and kind.</summary>
    public long Thinned => Interlocked.Read(ref _thinned);

    /// <summary>Records given up because it was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds a record.</summary>
    public void Add(ProjectedRecord record)
    {
        lock (_gate)
        {
            Note(record, 1);
            _waiting.Add(record);
            if (_waiting.Count > capacity && _repeated > 0) Thin();
            if (_waiting.Count <= capacity) return;
            Note(_waiting[0], -1);
            _waiting.RemoveAt(0);
            _dropped++;
        }
    }

    /// <summary>Takes records, in the order in which they came; of more than may pass, events and texts before the others.</summary>
    /// <param name="permits">How many may pass now, 1 or more.</param>
    /// <param name="most">How many are wanted at the most, 1 or more.</param>
    public List<ProjectedRecord> Take(int permits, int most)
    {
        lock (_gate)
        {
            if (_waiting.Count > permits && _repeated > 0) Thin();
            var isShort = _waiting.Count > permits;
            var count = Math.Min(_waiting.Count, Math.Min(permits, most));
            var taken = isShort
                ? _waiting.OrderBy(record => RecordFilter.IsEvent(record.Record.Kind) ? 0 : 1).Take(count)
                    .ToHashSet(ReferenceEqualityComparer.Instance)
                : null;
            List<ProjectedRecord> result = [.. taken is null ? _waiting.Take(count) : _waiting.Where(taken.Contains)];
            if (taken is null) _waiting.RemoveRange(0, count);
            else _waiting.RemoveAll(taken.Contains);
            foreach (var record in result) Note(record, -1);
            return result;
        }
    }

    // The newest takes the place of the first, so that each device and kind comes to its turn.
    private void Thin()
    {
        var kept = new List<ProjectedRecord>(_waiting.Count - _repeated);
        var places = new Dictionary<(string, byte), int>();
        foreach (var record in _waiting)
        {
            if (RecordFilter.IsEvent(record.Record.Kind))
            {
                kept.Add(record);
                continue;
            }

            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, (record.Record.DeviceId, record.Record.Kind), out var exists);
            if (exists)
            {
                kept[place] = record;
                continue;
            }

            place = kept.Count;
            kept.Add(record);
        }

        _thinned += _waiting.Count - kept.Count;
        _waiting = kept;
        _repeated = 0;
        foreach (var key in _states.Keys) _states[key] = 1;
    }

    private void Note(ProjectedRecord record, int change)
    {
        if (RecordFilter.IsEvent(record.Record.Kind)) return;
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_states, (record.Record.DeviceId, record.Record.Kind), out _);
        if (change > 0 ? count > 0 : count > 1) _repeated += change;
        count += change;
        if (count == 0) _states.Remove((record.Record.DeviceId, record.Record.Kind));
    }
}

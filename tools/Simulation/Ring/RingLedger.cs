using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Ring;

/// <summary>
/// What was recorded and what became of it: recorded = acknowledged + waiting + overwritten + lost with the power. The model writes down here what it
/// knows by its own account; what the ring says of itself is held against it.
/// </summary>
internal sealed class RingLedger
{
    private readonly List<RingFrame> _recorded;
    private readonly List<FrameFate> _fates;

    /// <summary>Creates an empty one.</summary>
    public RingLedger()
    {
        _recorded = [];
        _fates = [];
        Waiting = [];
    }

    private RingLedger(RingLedger other)
    {
        _recorded = [.. other._recorded];
        _fates = [.. other._fates];
        Waiting = [.. other.Waiting];
    }

    /// <summary>The frames that the ring must have, in their order.</summary>
    public List<RingFrame> Waiting { get; set; }

    /// <summary>Frames that were recorded.</summary>
    public int Count => _recorded.Count;

    /// <summary>Returns a copy that goes its own way.</summary>
    public RingLedger Copy() => new(this);

    /// <summary>Returns a frame that was recorded.</summary>
    public RingFrame Recorded(uint id)
    {
        ViolationException.Unless(id < _recorded.Count, "the ring has a frame that was never recorded");
        return _recorded[(int)id];
    }

    /// <summary>Notes a new frame.</summary>
    public void Record(RingFrame frame)
    {
        _recorded.Add(frame);
        _fates.Add(FrameFate.Waiting);
        Waiting.Add(frame);
    }

    /// <summary>Returns where a frame is.</summary>
    public FrameFate FateOf(RingFrame frame) => _fates[(int)frame.Id];

    /// <summary>Notes where frames are.</summary>
    public void Set(IEnumerable<RingFrame> frames, FrameFate fate)
    {
        foreach (var frame in frames) _fates[(int)frame.Id] = fate;
    }

    /// <summary>Returns the records of the frames that are in one place.</summary>
    public long Sum(FrameFate fate)
    {
        var sum = 0L;
        for (var i = 0; i < _fates.Count; i++) sum += _fates[i] == fate ? _recorded[i].Records : 0;
        return sum;
    }

    /// <summary>Returns the records of some frames.</summary>
    public static long Sum(List<RingFrame> frames)
    {
        var sum = 0L;
        foreach (var frame in frames) sum += frame.Records;
        return sum;
    }

    /// <summary>Returns the frames of a sequence that are not in another; both in their order.</summary>
    public static List<RingFrame> Missing(List<RingFrame> expected, List<RingFrame> there)
    {
        var missing = new List<RingFrame>();
        var at = 0;
        foreach (var frame in expected)
        {
            while (at < there.Count && there[at].Id < frame.Id) at++;
            if (at == there.Count || there[at].Id != frame.Id) missing.Add(frame);
        }

        return missing;
    }
}

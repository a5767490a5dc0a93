namespace DroneLink.Simulation.Fleet;

/// <summary>The one clock of a fleet, and all that is to happen on it. It stands still while something happens.</summary>
/// <param name="startUtcMs">UTC at its start, ms since 1970-01-01.</param>
internal sealed class FleetClock(long startUtcMs) : TimeProvider
{
    private readonly PriorityQueue<Action, (long AtMs, long Order)> _due = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;
    private volatile Exception? _escape;

    /// <summary>ms since its start.</summary>
    public long NowMs { get; private set; }

    /// <summary>UTC now, ms since 1970-01-01.</summary>
    public long UtcMs => startUtcMs + NowMs;

    /// <summary>When the next thing happens.</summary>
    public long NextMs => _due.TryPeek(out _, out var place) ? place.AtMs : long.MaxValue;

    public override long TimestampFrequency => 1000;

    /// <summary>Holds the fleet to the thread that it began on.</summary>
    /// <exception cref="InvalidOperationException">Something goes on on another.</exception>
    public void CheckThread()
    {
        if (Environment.CurrentManagedThreadId == _thread) return;
        _escape = new InvalidOperationException("a fleet lives on one thread, or its story is not the same twice");
        throw _escape;
    }

    /// <summary>Lets something happen later; what is due at the same time happens in the order in which it was asked for.</summary>
    public void After(long ms, Action action)
    {
        CheckThread();
        _due.Enqueue(action, (NowMs + Math.Max(0, ms), _order++));
    }

    /// <summary>Lets time go by, and happen what is due meanwhile.</summary>
    public void AdvanceTo(long ms)
    {
        // Whoever went to another thread may have taken it for trouble of its own.
        if (_escape is not null) throw _escape;
        while (_due.TryPeek(out _, out var place) && place.AtMs <= ms)
        {
            NowMs = Math.Max(NowMs, place.AtMs);
            _due.Dequeue()();
        }

        NowMs = Math.Max(NowMs, ms);
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(UtcMs);

    public override long GetTimestamp() => NowMs;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FleetTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>A timer that fires once a change at the most, which is all that waits and deadlines need.</summary>
    private sealed class FleetTimer(FleetClock clock, TimerCallback callback, object? state) : ITimer
    {
        private int _changes;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero) throw new NotSupportedException("a periodic timer");
            var change = ++_changes;
            if (dueTime == Timeout.InfiniteTimeSpan) return true;
            clock.After((long)Math.Ceiling(dueTime.TotalMilliseconds), () =>
            {
                if (change == _changes) callback(state);
            });
            return true;
        }

        public void Dispose() => _changes++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}

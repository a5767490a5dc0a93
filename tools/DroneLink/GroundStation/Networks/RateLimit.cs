namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>
/// Lets so many pass in any one second, never more; below one a second, one in as long as it takes. Not thread safe: one caller at a time.
/// </summary>
/// <param name="perSecond">How many, above 0.</param>
/// <param name="time">The clock.</param>
public sealed class RateLimit(double perSecond, TimeProvider time)
{
    private readonly Queue<(long At, int Count)> _passed = new();
    private readonly int _permits = (int)Math.Max(1, Math.Floor(perSecond));
    private int _used;

    private TimeSpan Window => TimeSpan.FromSeconds(_permits / perSecond);

    /// <summary>How many may pass now.</summary>
    public int Free
    {
        get
        {
            while (_passed.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= Window)
            {
                _used -= oldest.Count;
                _passed.Dequeue();
            }

            return _permits - _used;
        }
    }

    /// <summary>Lets some pass, all or none.</summary>
    public bool TryTake(int count)
    {
        if (count > Free) return false;
        _passed.Enqueue((time.GetTimestamp(), count));
        _used += count;
        return true;
    }

    /// <summary>How long until one may pass; zero when one may now.</summary>
    public TimeSpan Wait() => Free > 0 ? TimeSpan.Zero : Window - time.GetElapsedTime(_passed.Peek().At);
}

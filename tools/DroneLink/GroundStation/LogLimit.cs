namespace DroneLink.Tool.GroundStation;

/// <summary>
/// Lets at most <see cref="LinesPerWindow"/> lines of a log pass in <see cref="Window"/>: whoever knocks all night, or a disk that is
/// full, must not fill the log. Thread safe.
/// </summary>
public sealed class LogLimit(TimeProvider time)
{
    /// <summary>Lines at the most in one window.</summary>
    public const int LinesPerWindow = 20;

    /// <summary>Length of a window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long _windowStart = time.GetTimestamp();
    private int _lines;
    private long _suppressed;

    /// <summary>Asks whether a line may be written now.</summary>
    /// <param name="suppressed">How many were not, since the last one that was.</param>
    public bool TryPass(out long suppressed)
    {
        suppressed = 0;
        lock (_gate)
        {
            if (time.GetElapsedTime(_windowStart) >= Window)
            {
                _windowStart = time.GetTimestamp();
                _lines = 0;
            }

            if (_lines >= LinesPerWindow)
            {
                _suppressed++;
                return false;
            }

            _lines++;
            suppressed = _suppressed;
            _suppressed = 0;
            return true;
        }
    }
}

namespace DroneLink.Load;

/// <summary>Time that goes by so many times as fast as it does, from now on. Its timers keep to the real one.</summary>
internal sealed class HurryingTime(int factor) : TimeProvider
{
    private readonly long _began = System.GetTimestamp();
    private readonly DateTimeOffset _start = System.GetUtcNow();

    public override long GetTimestamp() => _began + ((System.GetTimestamp() - _began) * factor);

    public override DateTimeOffset GetUtcNow() => _start + (System.GetElapsedTime(_began) * factor);
}

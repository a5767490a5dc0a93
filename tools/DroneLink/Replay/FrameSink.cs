using DroneLink.Host.Replay;

namespace DroneLink.Tool.Replay;

/// <summary>Where a replay's frames go.</summary>
internal abstract class FrameSink : IFrameSink, IDisposable
{
    public abstract int Accept(ReadOnlySpan<byte> body, int frames);

    public abstract void Dispose();
}

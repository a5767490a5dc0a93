namespace DroneLink.Host.Replay;

/// <summary>Takes what a replayed device posts.</summary>
public interface IFrameSink
{
    /// <summary>Takes a body of frames, <c>u16 length, frame</c> each.</summary>
    /// <param name="body">The body.</param>
    /// <param name="frames">Frames in it.</param>
    /// <returns>How many of them were rejected for ever.</returns>
    /// <exception cref="IOException">They could not be stored; the message says why and what to do.</exception>
    int Accept(ReadOnlySpan<byte> body, int frames);
}

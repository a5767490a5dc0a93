namespace DroneLink.Tool.Replay;

/// <summary>Appends bodies to a stream, as they would be posted. Owns it.</summary>
internal sealed class StreamFrameSink(Stream stream) : FrameSink
{
    public override int Accept(ReadOnlySpan<byte> body, int frames)
    {
        stream.Write(body);
        return 0;
    }

    public override void Dispose() => stream.Dispose();
}

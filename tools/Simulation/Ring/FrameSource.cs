using DroneLink.Firmware.Telemetry;

namespace DroneLink.Simulation.Ring;

/// <summary>Makes frames, each different from every other, so that one that is made up, repeated, moved or mixed up shows.</summary>
/// <param name="largest">Bytes of a frame, about, at the most.</param>
internal sealed class FrameSource(int largest)
{
    private readonly FrameBuilder _builder = new("model"u8.ToArray(), 7);

    /// <summary>Makes a frame.</summary>
    public RingFrame Make(Random random, uint id)
    {
        _builder.Start(id);
        var records = 0;
        var goal = random.Next(largest);
        do
        {
            var text = new byte[random.Next(Math.Clamp(goal - _builder.Length, 0, 200) + 1)];
            Array.Fill(text, (byte)('a' + random.Next(26)));
            if (!_builder.TryAddText(6, text, 0, text.Length, id)) break;
            records++;
        }
        while (_builder.Length < goal);

        _builder.Seal(false, id);
        return new RingFrame(id, _builder.Buffer.AsSpan(_builder.SealedOffset, _builder.SealedLength).ToArray(), records);
    }
}

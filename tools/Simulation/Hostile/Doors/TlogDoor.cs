using DroneLink.Host.Simulation;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A recorded flight: every byte is of a frame with its time, or of what is torn off.</summary>
internal sealed class TlogDoor : Door
{
    private long _bytes;
    private int _torn;

    /// <inheritdoc/>
    public override string Name => "tlog";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        [.. new MavlinkDoor().Examples.Take(4).SelectMany(frame => new byte[8].Concat(frame))],
        [.. new MavlinkDoor().Examples.TakeLast(4).Take(2).SelectMany(frame => new byte[8].Concat(frame))],
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } = [[0xFE], [0xFD, 255], [0xFD, 255, 1], new byte[8]];

    /// <inheritdoc/>
    public override int BytesPerByte => 0;

    /// <inheritdoc/>
    public override int FreeBytes => 256;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        var reader = new TlogReader(input);
        var frames = 0;
        _bytes = 0;
        while (reader.TryRead())
        {
            _bytes += 8 + reader.Frame.Length;
            frames++;
        }

        _torn = reader.TornBytes;
        return new Outcome(frames > 0, (frames * 2) + (_torn > 0 ? 1 : 0));
    }

    /// <inheritdoc/>
    public override void Check(byte[] input) => ViolationException.Unless(_bytes + _torn == input.Length, () => $"{_bytes} and {_torn} of {input.Length} bytes");
}

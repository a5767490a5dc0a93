using DroneLink.Drivers.Tramp;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A video transmitter's Tramp: every answer stands in the input with a right sum, and what is taken of it is within its ranges.</summary>
internal sealed class TrampDoor : Door
{
    private readonly byte[] _answer = new byte[TrampFrame.Bytes];
    private readonly List<byte[]> _answers = [];
    private TrampState _state = null!;

    /// <inheritdoc/>
    public override string Name => "tramp";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        Answer((byte)'r', 0x88, 0x13, 0x70, 0x17, 0x58, 0x02), Answer((byte)'v', 0xA8, 0x16, 0x58, 0x02, 1, 0, 0x58, 0x02), Answer((byte)'s', 0, 0, 0, 0, 45, 0),
        [.. Answer((byte)'r'), .. Answer((byte)'r', 0x88, 0x13, 0x70, 0x17, 0x58, 0x02)],
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } = [[0x0F], [0x0F, (byte)'v'], [0x0F, (byte)'r'], [0], Answer((byte)'s')];

    /// <inheritdoc/>
    public override int FreeBytes => 4096;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        for (var at = 0; at + TrampFrame.Bytes <= input.Length; at++)
        {
            if (input[at] != 0x0F) continue;
            (input[at + 14], input[at + 15]) = (Sum(input[at..]), 0);
            at += TrampFrame.Bytes - 1;
        }
    }

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        var parser = new TrampParser();
        _state = new TrampState();
        _answers.Clear();
        var taken = 0;
        for (var at = 0; at < input.Length;)
        {
            at += parser.Feed(input, at, Math.Min(31, input.Length - at));
            while (parser.TryRead(_answer))
            {
                _answers.Add([.. _answer]);
                taken += _state.TryTake(_answer) ? 1 : 0;
            }
        }

        return new Outcome(_answers.Count > 0, (_answers.Count * 64) + (taken * 8) + (_state.HasLimits ? 4 : 0) + (_state.HasState ? 2 : 0) + (parser.Echoes > 0 ? 1 : 0));
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        foreach (var answer in _answers)
        {
            ViolationException.Unless(answer[14] == Sum(answer) && answer[15] == 0 && input.AsSpan().IndexOf(answer) >= 0, () => $"answer {Convert.ToHexString(answer)} was never sent");
        }

        ViolationException.Unless(!_state.HasLimits || (_state.LowestMhz is >= 5000 and <= 6200 && _state.HighestMhz >= _state.LowestMhz && _state.HighestMhz <= 6200), "limits that are none");
        ViolationException.Unless(!_state.HasState || _state.FrequencyMhz is >= 5000 and <= 6200, "a frequency that is none");
        ViolationException.Unless(_state.PowerMw is >= 0 and <= 10_000 && _state.Celsius is >= -40 and <= 150, "a power or temperature that is none");
    }

    private static byte[] Answer(byte command, params byte[] values)
    {
        var frame = new byte[TrampFrame.Bytes];
        (frame[0], frame[1]) = (0x0F, command);
        values.CopyTo(frame, 2);
        frame[14] = Sum(frame);
        return frame;
    }

    private static byte Sum(ReadOnlySpan<byte> frame)
    {
        var sum = 0;
        foreach (var value in frame[1..14]) sum += value;
        return (byte)sum;
    }
}

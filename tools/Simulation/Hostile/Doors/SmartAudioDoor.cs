using DroneLink.Drivers.SmartAudio;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A video transmitter's SmartAudio: every reply stands in the input with a right CRC, and settings are within their ranges.</summary>
internal sealed class SmartAudioDoor : Door
{
    private static readonly byte[] Request = [0xAA, 0x55, 0x03, 0x00, 0x9F];

    private readonly SmartAudioReply _reply = new();
    private readonly List<(int Command, byte[] Payload)> _replies = [];
    private SmartAudioSettings _settings = null!;
    private int _taken;

    /// <inheritdoc/>
    public override string Name => "smartaudio";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        Reply(0x01, 6, 0, 0, 0x00, 0x16, 0xE9), Reply(0x09, 6, 3, 1, 0x1A, 0x16, 0xE9), Reply(0x11, 13, 3, 0, 0x1A, 0x16, 0xE9, 14, 4, 14, 20, 26, 30, 36),
        Reply(0x02, 3, 2, 1), Reply(0x04, 4, 0x16, 0xE9, 1), [.. Request, 0, .. Reply(0x09, 6, 3, 1, 0x1A, 0x16, 0xE9)],
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } = [[0xAA], [0xAA, 0x55], [0xAA, 0x55, 0x11], [0], Request];

    /// <inheritdoc/>
    public override int FreeBytes => 4096;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        for (var at = 0; at + 4 <= input.Length; at++)
        {
            if (input[at] != 0xAA || input[at + 1] != 0x55) continue;
            var check = at + 4 + input[at + 3] - 1;
            if (check < at + 4 || check >= input.Length) continue;
            input[check] = Crc(input[(at + 2)..check]);
            at = check;
        }
    }

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        var parser = new SmartAudioParser();
        _settings = new SmartAudioSettings();
        _replies.Clear();
        _taken = 0;
        parser.Expect(Request, Request.Length);
        for (var at = 0; at < input.Length;)
        {
            at += parser.Feed(input, at, Math.Min(31, input.Length - at));
            while (parser.TryRead(_reply))
            {
                _replies.Add((_reply.Command, _reply.Payload.AsSpan(0, _reply.Count).ToArray()));
                _taken += _settings.TryTake(_reply) ? 1 : 0;
            }
        }

        return new Outcome(_replies.Count > 0, (_replies.Count * 64) + (_taken * 16) + ((int)_settings.Version * 4) + (_settings.LevelCount > 0 ? 2 : 0) + (parser.Echoes > 0 ? 1 : 0));
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        foreach (var (command, payload) in _replies)
        {
            byte[][] possible = [.. new[] { payload.Length + 1, payload.Length }.Select(length => (byte[])[0xAA, 0x55, (byte)command, (byte)length, .. payload])];
            ViolationException.Unless(
                possible.Any(frame => input.AsSpan().IndexOf([.. frame, Crc(frame.AsSpan(2))]) >= 0), () => $"reply {command:X2} {Convert.ToHexString(payload)} was never sent");
        }

        ViolationException.Unless(_taken == 0 || _settings.LevelCount is >= 0 and <= SmartAudioSettings.MaxLevels, "levels without end");
        ViolationException.Unless(_settings.FrequencyMhz is 0 or (>= 5000 and <= 6200), () => $"a frequency of {_settings.FrequencyMhz} MHz");
        for (var i = 0; i < _settings.LevelCount; i++) ViolationException.Unless(_settings.GetLevelDbm(i) is > 0 and <= 36, "a level that is none");
    }

    private static byte[] Reply(byte command, byte length, params byte[] payload)
    {
        byte[] frame = [0xAA, 0x55, command, length, .. payload];
        return [.. frame, Crc(frame.AsSpan(2))];
    }

    // CRC-8 with 0xD5 by long division of the whole message, apart from the code that is tested.
    private static byte Crc(ReadOnlySpan<byte> bytes)
    {
        var rest = 0;
        for (var bit = 0; bit < (bytes.Length + 1) * 8; bit++)
        {
            var next = bit / 8 < bytes.Length ? (bytes[bit / 8] >> (7 - (bit % 8))) & 1 : 0;
            rest = (rest << 1) | next;
            if ((rest & 0x100) != 0) rest ^= 0x1D5;
        }

        return (byte)rest;
    }
}

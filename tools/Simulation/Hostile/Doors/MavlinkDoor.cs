using System.Text;
using DroneLink.Drivers.Mavlink;
using DroneLink.Host.Simulation;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>The autopilot's bytes: every byte is counted once, every message has a right CRC somewhere in the input, and no text is longer than it may be.</summary>
internal sealed class MavlinkDoor : Door
{
    private readonly MavlinkMessage _message = new();
    private readonly StatusTextReading _text = new();
    private readonly AttitudeReading _attitude = new();
    private readonly GlobalPositionIntReading _position = new();
    private readonly GpsRawIntReading _gps = new();
    private readonly BatteryStatusReading _battery = new();
    private MavlinkParser _parser = null!;
    private int _texts;

    /// <inheritdoc/>
    public override string Name => "mavlink";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = Make();

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } = [[0xFE], [0xFD], [0xFD, 0, 1], [0xFE, 255], [0xFD, 255, 0xFF]];

    // The parser and the assembler of each input.
    /// <inheritdoc/>
    public override int BytesPerByte => 0;

    /// <inheritdoc/>
    public override int FreeBytes => 8192;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        for (var at = 0; at < input.Length;)
        {
            var (header, end, extra) = FrameAt(input, at);
            if (header == 0)
            {
                at++;
                continue;
            }

            var crc = Crc(input[(at + 1)..(end - 2)], extra);
            (input[end - 2], input[end - 1]) = ((byte)crc, (byte)(crc >> 8));
            at = end;
        }
    }

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _parser = new MavlinkParser();
        var assembler = new StatusTextAssembler();
        _texts = 0;
        for (var at = 0; at < input.Length;)
        {
            // As a serial port gives them.
            at += _parser.Feed(input, at, Math.Min(97, input.Length - at));
            Read(assembler);
        }

        _parser.EndBurst();
        Read(assembler);
        return new Outcome(_parser.Messages > 0, ((int)_parser.Messages * 64) + ((int)_parser.FalseStarts * 8) + (_texts * 2) + (_parser.UnsupportedFrames > 0 ? 1 : 0));
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        ViolationException.Unless(_parser.PendingBytes == 0, "bytes are left after the end");
        ViolationException.Unless(_parser.SkippedBytes <= input.Length, "more is skipped than there was");
        var right = 0;
        for (var at = 0; at < input.Length; at++)
        {
            var (header, end, extra) = FrameAt(input, at);
            if (header == 0) continue;
            var crc = Crc(input.AsSpan(at + 1, end - at - 3), extra);
            right += input[end - 2] == (byte)crc && input[end - 1] == crc >> 8 ? 1 : 0;
        }

        ViolationException.Unless(_parser.Messages + _parser.UnsupportedFrames <= right, () => $"{_parser.Messages} messages, and {right} right CRCs");
    }

    private void Read(StatusTextAssembler assembler)
    {
        while (_parser.TryRead(_message))
        {
            _attitude.TryRead(_message);
            _position.TryRead(_message);
            _gps.TryRead(_message);
            _battery.TryRead(_message);
            if (_text.TryRead(_message)) assembler.Take(_text, 0);
            while (assembler.TryTake(0))
            {
                ViolationException.Unless(assembler.TextBytes is >= 0 and <= StatusTextAssembler.MaxTextBytes, "a text without end");
                _texts++;
            }
        }
    }

    // Where a frame of a known message would end behind its CRC; 0 for none.
    private static (int Header, int End, int Extra) FrameAt(ReadOnlySpan<byte> input, int at)
    {
        var header = input[at] switch { 0xFE => 6, 0xFD => 10, _ => 0 };
        if (header == 0 || at + header + 2 > input.Length) return default;
        var end = at + header + input[at + 1] + 2;
        var id = header == 6 ? input[at + 5] : input[at + 7] | (input[at + 8] << 8) | (input[at + 9] << 16);
        var extra = MavlinkCrc.GetExtra(id);
        return end > input.Length || extra == MavlinkCrc.UnknownExtra ? default : (header, end, extra);
    }

    // X.25 bit by bit, apart from the code that is tested.
    private static int Crc(ReadOnlySpan<byte> bytes, int extra)
    {
        var crc = 0xFFFF;
        for (var i = 0; i <= bytes.Length; i++)
        {
            crc ^= i < bytes.Length ? bytes[i] : extra;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x8408 : crc >> 1;
        }

        return crc;
    }

    private static byte[][] Make()
    {
        var all = new List<byte[]>();
        var encoder = new Encoder(all);
        encoder.Say();
        byte[] v1 = [0xFE, 9, 3, 1, 1, 0, 0, 0, 0, 0, 2, 3, 0x51, 4, 3, 0, 0];
        var crc = Crc(v1.AsSpan(1, v1.Length - 3), 50);
        (v1[^2], v1[^1]) = ((byte)crc, (byte)(crc >> 8));
        byte[] signed = [.. all[0], .. new byte[13]];
        signed[2] = 1;
        crc = Crc(signed.AsSpan(1, signed.Length - 16), 50);
        (signed[^15], signed[^14]) = ((byte)crc, (byte)(crc >> 8));
        return [.. all, v1, signed, [.. all.SelectMany(frame => frame)], Encoding.ASCII.GetBytes("ArduPilot V4 boot\r\n").Concat(all[2]).ToArray()];
    }

    private sealed class Encoder(List<byte[]> all) : Host.Mavlink.MavlinkMessageWriter(1, 1)
    {
        public void Say()
        {
            Heartbeat(2, 3, 81, 5, 4);
            SysStatus(500, 15_800, 1_200, 77, 0);
            GpsRawInt(1, 3, 475_000_000, 85_000_000, 430_000, 120, 1_000, 9_000, 14);
            StatusText(4, "PreArm: a text that is longer than fifty bytes goes into several parts, each one a message of its own");
        }

        protected override void Send(ReadOnlySpan<byte> frame) => all.Add(frame.ToArray());
    }
}

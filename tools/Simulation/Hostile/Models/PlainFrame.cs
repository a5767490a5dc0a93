using System.Text;
using DroneLink.CloudSdk.Wire;
using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Simulation.Hostile.Models;

/// <summary>
/// Reads a telemetry frame in the order in which CloudSdk/Wire/README.md says it, with nothing of CloudSdk but the names of the errors and the number of fields of each kind:
/// what <see cref="FrameReader"/> says of any bytes has to be the same.
/// </summary>
internal sealed class PlainFrame
{
    private const int MinBytes = 16;
    private const int MaxBytes = 2048;
    private const int SignatureBytes = 16;
    private const int CrcBytes = 4;

    private readonly byte[] _bytes;
    private readonly Dictionary<(byte Kind, int Field), long> _last = [];
    private int _at;
    private int _end;

    private PlainFrame(byte[] bytes) => _bytes = bytes;

    /// <summary>What is wrong with it.</summary>
    public FrameError Error { get; private set; }

    /// <summary>Its device; empty when it is refused before.</summary>
    public string DeviceId { get; private set; } = "";

    /// <summary>Its boot.</summary>
    public uint BootId { get; private set; }

    /// <summary>Its first record's sequence number.</summary>
    public ulong FirstSequence { get; private set; }

    /// <summary>Its records, as far as it was read.</summary>
    public List<PlainRecord> Records { get; } = [];

    /// <summary>Reads a frame.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="key">The key of its signature; null where none is asked for, and none checked.</param>
    public static PlainFrame Read(byte[] bytes, byte[]? key)
    {
        var frame = new PlainFrame(bytes);
        frame.Error = frame.Envelope(key);
        if (frame.Error == FrameError.None) frame.Error = frame.Content();
        return frame;
    }

    private FrameError Envelope(byte[]? key)
    {
        if (_bytes.Length < MinBytes) return FrameError.Short;
        if (_bytes.Length > MaxBytes) return FrameError.TooLarge;
        if (_bytes[0] != 0xD7) return FrameError.Magic;
        if (_bytes[1] != 1) return FrameError.Version;
        _end = _bytes.Length - CrcBytes;
        if (BitConverter.ToUInt32(_bytes, _end) != Crc32.Compute(_bytes, 0, _end)) return FrameError.Crc;
        if (_bytes[2] > 3) return FrameError.Flags;
        var isSigned = _bytes[2] >= 2;
        if (key is not null && !(isSigned && _end >= SignatureBytes && Signature(key, _end - SignatureBytes).SequenceEqual(_bytes[(_end - SignatureBytes).._end])))
            return FrameError.Signature;
        if (isSigned) _end -= SignatureBytes;
        return FrameError.None;
    }

    /// <summary>Returns the signature of the first bytes of a frame.</summary>
    private byte[] Signature(byte[] key, int count)
    {
        var code = new byte[32];
        var hmac = new HmacSha256(key);
        hmac.Update(_bytes, 0, count);
        hmac.Finish(code, 0);
        return code[..SignatureBytes];
    }

    private FrameError Content()
    {
        var id = _bytes[3];
        _at = 4 + id;
        if (id is < 1 or > 32 || _at + 4 > _end) return FrameError.Id;
        DeviceId = Encoding.Latin1.GetString(_bytes, 4, id);
        if (DeviceId.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))) return FrameError.Id;
        BootId = BitConverter.ToUInt32(_bytes, _at);
        _at += 4;
        if (Varint(32, _end) is not { } first || Varint(64, _end) is not { } time || time >> 63 != 0 || Varint(32, _end) is not { } count) return FrameError.Varint;
        FirstSequence = first;
        if (count is < 1 or > 255 || first + count - 1 > uint.MaxValue) return FrameError.Count;
        return Frames((int)count, time);
    }

    private FrameError Frames(int count, ulong time)
    {
        var found = new SortedSet<FrameError>();
        for (; count > 0; count--)
        {
            if (_at >= _end) return FrameError.Length;
            var kind = _bytes[_at++];
            if (Varint(32, _end) is not { } length) return FrameError.Varint;
            var end = _at + (long)length;
            if (end > _end) return FrameError.Length;
            if (Varint(32, (int)end) is not { } dt || (time += dt) >> 63 != 0) return FrameError.Varint;
            var error = Body(kind, (int)end, (long)time);
            if (error == FrameError.Varint) return error;
            if (error != FrameError.None) found.Add(error);
            _at = (int)end;
        }

        if (_at < _end) found.Add(FrameError.Trailing);
        return found.Count == 0 ? FrameError.None : found.Min;
    }

    private FrameError Body(byte kind, int end, long time)
    {
        if (kind == 127) return Text(end, time);
        var record = new PlainRecord(kind, time);
        Records.Add(record);
        if (KindSchema.Find(kind)?.Fields.Length is not { } fields) return FrameError.None;
        if (Varint(32, end) is not { } mask) return FrameError.Varint;
        for (var field = 0; field < 32; field++)
        {
            if ((mask >> field) % 2 == 0) continue;
            if (Varint(64, end) is not { } zigzag) return FrameError.Varint;
            if (field >= fields) continue;
            var delta = zigzag % 2 == 0 ? (long)(zigzag / 2) : -1 - (long)(zigzag / 2);
            var value = unchecked(_last.GetValueOrDefault((kind, field)) + delta);
            _last[(kind, field)] = value;
            record.Fields.Add((field, value));
        }

        return _at == end ? FrameError.None : FrameError.Length;
    }

    private FrameError Text(int end, long time)
    {
        if (_at >= end) return FrameError.Length;
        if (end - _at - 1 > 200) return FrameError.Text;
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(_bytes, _at + 1, end - _at - 1);
            Records.Add(new PlainRecord(127, time) { Severity = _bytes[_at], Text = text });
            return FrameError.None;
        }
        catch (ArgumentException)
        {
            return FrameError.Text;
        }
    }

    // Returns null for one that is cut off, too wide, or longer than it has to be.
    private ulong? Varint(int bits, int end)
    {
        var value = 0UL;
        for (var shift = 0; _at < end; shift += 7)
        {
            var next = _bytes[_at++];
            if (shift >= bits || (next & 0x7Ful) << shift >> shift != (next & 0x7Ful)) return null;
            value |= (next & 0x7Ful) << shift;
            if (next < 0x80) return (bits == 32 && value > uint.MaxValue) || (next == 0 && shift > 0) ? null : value;
        }

        return null;
    }
}

using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace DroneLink.CloudSdk.Wire;

/// <summary>Reads the records of one frame, once. The head gives it the sequence number and time that it counts on from.</summary>
internal sealed class RecordReader
{
    private const int MaxFields = 32;

    // What a value is relative to: the last of its field and kind in this frame, 0 before the first.
    private readonly long[]?[] _last = new long[]?[RecordKind.Peer + 1];

    public required string DeviceId { get; init; }

    public required uint BootId { get; init; }

    /// <summary>Sequence number of the next record.</summary>
    public required uint Sequence { get; set; }

    /// <summary>Time that the next record counts from.</summary>
    public required long TimeMs { get; set; }

    public required bool ClockSynced { get; init; }

    public TelemetryRecord[] Records { get; private set; } = [];

    public int UnknownKinds { get; private set; }

    public int UnknownFields { get; private set; }

    /// <summary>Reads the records.</summary>
    /// <remarks>
    /// After a length that is not used up, or a bad text, the next record can still be found, so reading goes on: the error that
    /// is first in the order of <see cref="FrameError"/> may come later in the bytes.
    /// </remarks>
    public FrameError Read(ReadOnlySpan<byte> content, int count)
    {
        Records = new TelemetryRecord[count];
        var first = FrameError.None;
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            if (at == content.Length)
            {
                return FrameError.Length;
            }

            var kind = content[at++];
            if (!VarInt.TryRead32(content, ref at, out var length))
            {
                return FrameError.Varint;
            }

            if (length > content.Length - at)
            {
                return FrameError.Length;
            }

            var error = ReadRecord(kind, content.Slice(at, (int)length), out Records[i]);
            if (error == FrameError.Varint)
            {
                return error;
            }

            if (error != FrameError.None && (first == FrameError.None || error < first))
            {
                first = error;
            }

            at += (int)length;
        }

        return first != FrameError.None ? first : at < content.Length ? FrameError.Trailing : FrameError.None;
    }

    private FrameError ReadRecord(byte kind, ReadOnlySpan<byte> body, out TelemetryRecord record)
    {
        record = null!;
        var at = 0;
        if (!VarInt.TryRead32(body, ref at, out var dt) || dt > long.MaxValue - TimeMs)
        {
            return FrameError.Varint;
        }

        TimeMs += dt;
        var mask = 0u;
        long[] values = [];
        byte severity = 0;
        string? text = null;
        var schema = KindSchema.Find(kind);
        if (schema is null)
        {
            UnknownKinds++;
        }
        else
        {
            var error = kind == RecordKind.Text
                ? ReadText(body[at..], out severity, out text)
                : ReadFields(schema, body[at..], out mask, out values);
            if (error != FrameError.None)
            {
                return error;
            }
        }

        record = new TelemetryRecord
        {
            DeviceId = DeviceId,
            BootId = BootId,
            Sequence = Sequence++,
            TimeMs = TimeMs,
            ClockSynced = ClockSynced,
            Kind = kind,
            Mask = mask,
            Values = values,
            Severity = severity,
            Text = text,
        };
        return FrameError.None;
    }

    private static FrameError ReadText(ReadOnlySpan<byte> body, out byte severity, out string? text)
    {
        severity = 0;
        text = null;
        if (body.IsEmpty)
        {
            return FrameError.Length;
        }

        var utf8 = body[1..];
        if (utf8.Length > FrameFormat.MaxTextBytes || !Utf8.IsValid(utf8))
        {
            return FrameError.Text;
        }

        severity = body[0];
        text = Encoding.UTF8.GetString(utf8);
        return FrameError.None;
    }

    private FrameError ReadFields(KindSchema schema, ReadOnlySpan<byte> body, out uint mask, out long[] values)
    {
        values = [];
        var at = 0;
        if (!VarInt.TryRead32(body, ref at, out mask))
        {
            return FrameError.Varint;
        }

        var known = mask & (uint)((1ul << schema.Fields.Length) - 1);
        values = new long[BitOperations.PopCount(known)];
        var last = _last[schema.Kind] ??= new long[MaxFields];
        for (int field = 0, read = 0; field < MaxFields; field++)
        {
            if ((mask >> field & 1) == 0)
            {
                continue;
            }

            if (!VarInt.TryRead64(body, ref at, out var delta))
            {
                return FrameError.Varint;
            }

            if (field >= schema.Fields.Length)
            {
                UnknownFields++;
                continue;
            }

            last[field] = unchecked(last[field] + VarInt.UnZigZag(delta));
            values[read++] = last[field];
        }

        mask = known;
        return at == body.Length ? FrameError.None : FrameError.Length;
    }
}

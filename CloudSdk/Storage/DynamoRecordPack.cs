using System.Buffers;
using System.Numerics;
using System.Text;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Storage;

/// <summary>
/// Records of one device as they came, in one attribute. README.md beside this file has the bytes. The same records in the same order give
/// the same bytes.
/// </summary>
internal static class DynamoRecordPack
{
    /// <summary>Bytes of one record at most: far above what a frame carries, and 64 of them stay below an item's 400 KB.</summary>
    public const int MaxRecordBytes = 4096;

    private const byte Version = 1;
    private const byte Dated = 1;
    private const byte OtherBoot = 2;
    private const int HeadBytes = 3 + (6 * VarInt.MaxBytes);

    /// <summary>Returns why a record cannot be packed, or null.</summary>
    public static string? WhyNot(TelemetryRecord record)
    {
        if (!FrameFormat.IsDeviceId(record.DeviceId))
            return $"deviceId is '{record.DeviceId}'; expected are 1 to {FrameFormat.MaxDeviceIdBytes} characters of A-Z a-z 0-9 . _ -";
        if (record.Values.Length != BitOperations.PopCount(record.Mask))
            return $"It has {record.Values.Length} values for the {BitOperations.PopCount(record.Mask)} fields of its mask.";
        var bytes = HeadBytes + (record.Values.Length * VarInt.MaxBytes) + Encoding.UTF8.GetByteCount(record.Text ?? "");
        return bytes > MaxRecordBytes ? $"It may take {bytes} bytes; allowed are {MaxRecordBytes}." : null;
    }

    /// <summary>Packs records, each of which <see cref="WhyNot"/> has nothing against.</summary>
    public static byte[] Pack(IEnumerable<ProjectedRecord> records)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        output.Write([Version]);
        var last = new Last();
        foreach (var projected in records)
        {
            var record = projected.Record;
            var isOtherBoot = record.BootId != last.BootId;
            output.Write([(byte)((record.ClockSynced ? Dated : 0) | (isOtherBoot ? OtherBoot : 0)), record.Kind]);
            if (isOtherBoot)
            {
                Write(output, record.BootId);
                last.BootId = record.BootId;
            }

            WriteChange(output, record.Sequence, ref last.Sequence);
            WriteChange(output, record.TimeMs, ref last.Time(record.ClockSynced));
            WriteChange(output, projected.ReceivedAt.ToUnixTimeMilliseconds(), ref last.ReceivedMs);
            Write(output, record.Mask);
            var values = last.Values(record.Kind);
            var at = 0;
            for (var mask = record.Mask; mask != 0; mask &= mask - 1)
                WriteChange(output, record.Values.Span[at++], ref values[BitOperations.TrailingZeroCount(mask)]);
            if (record.Kind == RecordKind.Text)
            {
                var text = record.Text is null ? null : Encoding.UTF8.GetBytes(record.Text);
                output.Write([record.Severity]);
                Write(output, text is null ? 0 : (ulong)text.Length + 1);
                output.Write(text);
            }
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Pack"/> wrote; nothing of nothing.</summary>
    /// <exception cref="InvalidDataException">The bytes are of a later version, or damaged.</exception>
    public static List<ProjectedRecord> Unpack(string deviceId, ReadOnlySpan<byte> bytes)
    {
        var records = new List<ProjectedRecord>();
        if (bytes.IsEmpty)
            return records;
        if (bytes[0] != Version)
            throw new InvalidDataException($"Records of '{deviceId}' are packed in version {bytes[0]}; this program reads version {Version}.");

        var at = 1;
        var last = new Last();
        while (at < bytes.Length)
        {
            var flags = bytes[at++];
            var kind = ReadByte(bytes, ref at);
            if ((flags & OtherBoot) != 0)
                last.BootId = (uint)Read(bytes, ref at);
            var sequence = (uint)ReadChange(bytes, ref at, ref last.Sequence);
            var time = ReadChange(bytes, ref at, ref last.Time((flags & Dated) != 0));
            var received = ReadChange(bytes, ref at, ref last.ReceivedMs);
            var mask = (uint)Read(bytes, ref at);
            var latest = last.Values(kind);
            var values = mask == 0 ? [] : new long[BitOperations.PopCount(mask)];
            var place = 0;
            for (var rest = mask; rest != 0; rest &= rest - 1)
                values[place++] = ReadChange(bytes, ref at, ref latest[BitOperations.TrailingZeroCount(rest)]);
            byte severity = 0;
            string? text = null;
            if (kind == RecordKind.Text)
            {
                severity = ReadByte(bytes, ref at);
                if (Read(bytes, ref at) is > 0 and var length)
                {
                    if (length - 1 > (ulong)(bytes.Length - at))
                        throw Damaged();
                    text = Encoding.UTF8.GetString(bytes.Slice(at, (int)length - 1));
                    at += (int)length - 1;
                }
            }

            var record = new TelemetryRecord
            {
                DeviceId = deviceId,
                BootId = last.BootId,
                Sequence = sequence,
                TimeMs = time,
                ClockSynced = (flags & Dated) != 0,
                Kind = kind,
                Mask = mask,
                Values = values,
                Severity = severity,
                Text = text,
            };
            records.Add(new ProjectedRecord(record, DateTimeOffset.FromUnixTimeMilliseconds(received)));
        }

        return records;
    }

    private static void WriteChange(ArrayBufferWriter<byte> output, long value, ref long last)
    {
        Write(output, VarInt.ZigZag(value - last));
        last = value;
    }

    private static void Write(ArrayBufferWriter<byte> output, ulong value) => output.Advance(VarInt.Write(output.GetSpan(VarInt.MaxBytes), value));

    private static long ReadChange(ReadOnlySpan<byte> bytes, ref int at, ref long last) => last += VarInt.UnZigZag(Read(bytes, ref at));

    private static ulong Read(ReadOnlySpan<byte> bytes, ref int at) => VarInt.TryRead64(bytes, ref at, out var value) ? value : throw Damaged();

    private static byte ReadByte(ReadOnlySpan<byte> bytes, ref int at) => at < bytes.Length ? bytes[at++] : throw Damaged();

    private static InvalidDataException Damaged() => new("Packed records are damaged.");

    /// <summary>What the next record is told apart from.</summary>
    private sealed class Last
    {
        public uint BootId;
        public long Sequence;
        public long ReceivedMs;
        private readonly Dictionary<byte, long[]> _values = [];
        private long _time;
        private long _uptime;

        public ref long Time(bool isDated)
        {
            if (isDated)
                return ref _time;
            return ref _uptime;
        }

        public long[] Values(byte kind)
        {
            if (!_values.TryGetValue(kind, out var values))
                _values.Add(kind, values = new long[32]);
            return values;
        }
    }
}

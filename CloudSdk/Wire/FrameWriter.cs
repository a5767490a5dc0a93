using System.IO.Hashing;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace DroneLink.CloudSdk.Wire;

/// <summary>
/// Writes records as one frame, in the one way that a device writes them. What it writes, <see cref="FrameReader"/> reads back equal.
/// For tools and tests; bytes that came from a device are passed on as they are.
/// </summary>
public static class FrameWriter
{
    // A text that is no Unicode must not be sent as another text.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns records as a frame.</summary>
    /// <param name="records">
    /// 1 to 255 records of one device, boot and clock, numbered without a gap, in the order of time. One of an unknown kind is
    /// written with its time alone.
    /// </param>
    /// <param name="key">Signs the frame; empty for no signature.</param>
    /// <exception cref="ArgumentException">The records do not go into one frame; the message says why.</exception>
    public static byte[] Write(IReadOnlyList<TelemetryRecord> records, ReadOnlySpan<byte> key = default)
    {
        Span<byte> frame = stackalloc byte[FrameFormat.MaxFrameBytes];
        return TryWrite(records, frame, out var written, key)
            ? frame[..written].ToArray()
            : throw new ArgumentException($"The records take more than {FrameFormat.MaxFrameBytes} bytes.", nameof(records));
    }

    /// <summary>Writes records as a frame.</summary>
    /// <param name="records">As for <see cref="Write"/>.</param>
    /// <param name="destination">Takes the frame.</param>
    /// <param name="written">Its bytes; 0 when it does not fit.</param>
    /// <param name="key">Signs the frame; empty for no signature.</param>
    /// <returns>False when the frame is longer than <paramref name="destination"/> or <see cref="FrameFormat.MaxFrameBytes"/>.</returns>
    /// <exception cref="ArgumentException">The records do not go into one frame, however long; the message says why.</exception>
    public static bool TryWrite(
        IReadOnlyList<TelemetryRecord> records, Span<byte> destination, out int written, ReadOnlySpan<byte> key = default)
    {
        Check(records);
        var first = records[0];
        var output = new FrameOutput(destination[..int.Min(destination.Length, FrameFormat.MaxFrameBytes)]);
        output.Byte(FrameFormat.Magic);
        output.Byte(FrameFormat.Version);
        output.Byte((byte)((first.ClockSynced ? FrameFormat.ClockSyncedFlag : 0) | (key.IsEmpty ? 0 : FrameFormat.SignedFlag)));
        output.Byte((byte)first.DeviceId.Length);
        output.Bytes(Encoding.ASCII.GetBytes(first.DeviceId));
        output.UInt32(first.BootId);
        output.VarInt(first.Sequence);
        output.VarInt((ulong)first.TimeMs);
        output.VarInt((ulong)records.Count);
        WriteRecords(ref output, records);
        if (!key.IsEmpty)
        {
            output.Bytes(HMACSHA256.HashData(key, output.Written).AsSpan(0, FrameFormat.SignatureBytes));
        }

        output.UInt32(Crc32.HashToUInt32(output.Written));
        written = output.HasOverrun ? 0 : output.Written.Length;
        return !output.HasOverrun;
    }

    private static void WriteRecords(ref FrameOutput output, IReadOnlyList<TelemetryRecord> records)
    {
        var last = new Dictionary<byte, long[]>();
        Span<byte> body = stackalloc byte[FrameFormat.MaxFrameBytes];
        var previousTime = records[0].TimeMs;
        foreach (var record in records)
        {
            var content = new FrameOutput(body);
            content.VarInt((ulong)(record.TimeMs - previousTime));
            previousTime = record.TimeMs;
            if (record.Kind == RecordKind.Text)
            {
                content.Byte(record.Severity);
                content.Bytes(StrictUtf8.GetBytes(record.Text ?? ""));
            }
            else if (KindSchema.Find(record.Kind) is { } schema)
            {
                if (!last.TryGetValue(record.Kind, out var values))
                {
                    last.Add(record.Kind, values = new long[schema.Fields.Length]);
                }

                WriteFields(ref content, record, values);
            }

            output.Byte(record.Kind);
            output.VarInt((ulong)content.Written.Length);
            output.Bytes(content.Written);
        }
    }

    private static void WriteFields(ref FrameOutput content, TelemetryRecord record, long[] last)
    {
        content.VarInt(record.Mask);
        for (var field = 0; field < last.Length; field++)
        {
            if (record.TryGet(field, out var value))
            {
                content.VarInt(VarInt.ZigZag(unchecked(value - last[field])));
                last[field] = value;
            }
        }
    }

    private static void Check(IReadOnlyList<TelemetryRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count is < 1 or > FrameFormat.MaxRecords)
        {
            throw Refusal($"A frame has 1 to {FrameFormat.MaxRecords} records.");
        }

        if (!FrameFormat.IsDeviceId(records[0].DeviceId))
        {
            throw Refusal($"'{records[0].DeviceId}' is not a device id.");
        }

        if (records[0].TimeMs < 0)
        {
            throw Refusal("A time is negative.");
        }

        for (var i = 0; i < records.Count; i++)
        {
            CheckContent(records[i]);
            if (i > 0)
            {
                CheckFollows(records[i - 1], records[i]);
            }
        }
    }

    private static void CheckContent(TelemetryRecord record)
    {
        if (record.Kind == RecordKind.Text)
        {
            if (StrictUtf8.GetByteCount(record.Text ?? "") > FrameFormat.MaxTextBytes)
            {
                throw Refusal($"A text has more than {FrameFormat.MaxTextBytes} bytes.");
            }

            return;
        }

        var fields = KindSchema.Find(record.Kind)?.Fields.Length ?? 0;
        if (record.Mask >> fields != 0)
        {
            throw Refusal($"Kind {record.Kind} has {fields} fields, and the mask has others.");
        }

        if (record.Values.Length != BitOperations.PopCount(record.Mask))
        {
            throw Refusal("There is not one value for each field in the mask.");
        }
    }

    private static void CheckFollows(TelemetryRecord previous, TelemetryRecord record)
    {
        if (record.DeviceId != previous.DeviceId || record.BootId != previous.BootId || record.ClockSynced != previous.ClockSynced)
        {
            throw Refusal("The records are not of one device, boot and clock.");
        }

        if (record.Sequence != previous.Sequence + 1L)
        {
            throw Refusal($"Record {record.Sequence} follows record {previous.Sequence}.");
        }

        if (record.TimeMs < previous.TimeMs || record.TimeMs - previous.TimeMs > uint.MaxValue)
        {
            throw Refusal($"Between records {previous.Sequence} and {record.Sequence} time goes back, or on by more than 32 bits of ms.");
        }
    }

    private static ArgumentException Refusal(string message) => new(message, "records");
}

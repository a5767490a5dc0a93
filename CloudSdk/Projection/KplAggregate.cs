using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Projection;

/// <summary>
/// Takes apart what Amazon's producer library (KPL) puts into one Kinesis record: magic, a protobuf AggregatedRecord, MD5 of the protobuf.
/// Whatever the bytes are, it throws nothing, and its work and memory are bounded by their number.
/// </summary>
internal static class KplAggregate
{
    /// <summary>Records in an aggregate at most; one with more is taken for none. A full Kinesis record of frames has fewer.</summary>
    public const int MaxRecords = 20_000;

    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    private static ReadOnlySpan<byte> Magic => [0xF3, 0x89, 0x9A, 0xC2];

    /// <summary>Reads an aggregate.</summary>
    /// <param name="data">A Kinesis record.</param>
    /// <param name="records">The records in it with their partition keys, in order, at least one; each is a part of <paramref name="data"/>.</param>
    /// <returns>False when it is not one, whole and unharmed.</returns>
    public static bool TryRead(
        ReadOnlyMemory<byte> data, [NotNullWhen(true)] out IReadOnlyList<(string PartitionKey, ReadOnlyMemory<byte> Data)>? records)
    {
        records = null;
        if (data.Length < Magic.Length + MD5.HashSizeInBytes || !data.Span.StartsWith(Magic))
            return false;
        var body = data[Magic.Length..^MD5.HashSizeInBytes];
        return MD5.HashData(body.Span).AsSpan().SequenceEqual(data.Span[^MD5.HashSizeInBytes..]) && TryReadBody(body, out records);
    }

    private static bool TryReadBody(ReadOnlyMemory<byte> body, out IReadOnlyList<(string PartitionKey, ReadOnlyMemory<byte> Data)>? records)
    {
        const int KeyTable = 1, Records = 3;

        records = null;
        var keys = new List<string>();
        var read = new List<(ulong Key, ReadOnlyMemory<byte> Data)>();
        for (var at = 0; at < body.Length;)
        {
            if (!TryReadField(body, ref at, out var field, out _, out var value))
                return false;
            if (field == Records)
            {
                if (read.Count == MaxRecords || !TryReadRecord(value, out var record))
                    return false;
                read.Add(record);
            }
            else if (field == KeyTable)
            {
                if (!Utf8.IsValid(value.Span))
                    return false;
                keys.Add(Encoding.UTF8.GetString(value.Span));
            }
        }

        if (read.Count == 0 || read.Any(record => record.Key >= (ulong)keys.Count))
            return false;
        records = [.. read.Select(record => (keys[(int)record.Key], record.Data))];
        return true;
    }

    private static bool TryReadRecord(ReadOnlyMemory<byte> source, out (ulong Key, ReadOnlyMemory<byte> Data) record)
    {
        const int KeyIndex = 1, Data = 3;

        // Both are required.
        record = (ulong.MaxValue, default);
        var hasData = false;
        for (var at = 0; at < source.Length;)
        {
            if (!TryReadField(source, ref at, out var field, out var number, out var value))
                return false;
            if (field == KeyIndex)
                record.Key = number;
            else if (field == Data)
                (hasData, record.Data) = (true, value);
        }

        return hasData;
    }

    // A field that should have another type reads as index 0 or as no bytes, and what comes of that is refused like any other bad frame.
    private static bool TryReadField(ReadOnlyMemory<byte> source, ref int at, out ulong field, out ulong number, out ReadOnlyMemory<byte> value)
    {
        (field, number, value) = (0, 0, default);
        if (!VarInt.TryRead64(source.Span, ref at, out var tag))
            return false;
        field = tag >> 3;
        ulong length;
        switch ((int)tag & 7)
        {
            case Varint:
                return VarInt.TryRead64(source.Span, ref at, out number);
            case Fixed64:
                length = sizeof(ulong);
                break;
            case Fixed32:
                length = sizeof(uint);
                break;
            case Bytes:
                if (!VarInt.TryRead64(source.Span, ref at, out length))
                    return false;
                break;
            default:
                return false;
        }

        if (length > (ulong)(source.Length - at))
            return false;
        value = source.Slice(at, (int)length);
        at += (int)length;
        return true;
    }
}

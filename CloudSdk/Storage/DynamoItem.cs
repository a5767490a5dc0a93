using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Amazon.DynamoDBv2.Model;

namespace DroneLink.CloudSdk.Storage;

/// <summary>Makes and reads attributes. Absent ones are null, as the SDK has them.</summary>
internal static class DynamoItem
{
    /// <summary>Partitions that lists of all devices are spread over.</summary>
    public const int Shards = 16;

    public static AttributeValue Text(string value) => new() { S = value };

    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    public static AttributeValue Bytes(byte[] value) => new() { B = new MemoryStream(value, 0, value.Length, writable: false, publiclyVisible: true) };

    public static Dictionary<string, AttributeValue> Key(string pk, string sk) =>
        new() { [DynamoTable.PartitionKey] = Text(pk), [DynamoTable.SortKey] = Text(sk) };

    public static string? Text(this Dictionary<string, AttributeValue> item, string name) => item.GetValueOrDefault(name)?.S;

    public static long? Number(this Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.N is { } text ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    public static byte[] Bytes(this Dictionary<string, AttributeValue> item, string name) => item.GetValueOrDefault(name)?.B?.ToArray() ?? [];

    /// <summary>The version that a conditional put must find; null for an item that is not there.</summary>
    public static long? Version(this Dictionary<string, AttributeValue>? item) => item?.Number(DynamoTable.Version);

    /// <summary>The partition of a device in a list of all devices. It is stored, so it never changes.</summary>
    public static string Shard(string prefix, string deviceId) => Shard(prefix, (int)(Crc32.HashToUInt32(Encoding.UTF8.GetBytes(deviceId)) % Shards));

    public static string Shard(string prefix, int shard) => $"{prefix}#{shard.ToString(CultureInfo.InvariantCulture)}";
}

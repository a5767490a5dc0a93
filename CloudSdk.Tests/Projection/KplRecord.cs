using System.Security.Cryptography;
using System.Text;

namespace DroneLink.CloudSdk.Tests.Projection;

/// <summary>Writes what Amazon's producer library writes.</summary>
internal static class KplRecord
{
    /// <summary>Returns an aggregate of records with their partition keys.</summary>
    public static byte[] Of(params (string Key, byte[] Data)[] records)
    {
        var keys = records.Select(record => record.Key).Distinct().ToList();
        var body = new MemoryStream();
        foreach (var key in keys)
            Field(body, 1, Encoding.UTF8.GetBytes(key));
        foreach (var (key, data) in records)
        {
            var record = new MemoryStream();
            record.WriteByte(0x08);
            Varint(record, keys.IndexOf(key));
            Field(record, 3, data);
            Field(body, 3, record.ToArray());
        }

        return Seal(body.ToArray());
    }

    /// <summary>Returns a protobuf between magic and MD5.</summary>
    public static byte[] Seal(byte[] body) => [0xF3, 0x89, 0x9A, 0xC2, .. body, .. MD5.HashData(body)];

    private static void Field(MemoryStream into, int number, byte[] bytes)
    {
        into.WriteByte((byte)((number << 3) | 2));
        Varint(into, bytes.Length);
        into.Write(bytes);
    }

    private static void Varint(MemoryStream into, int value)
    {
        for (; value >= 0x80; value >>= 7)
            into.WriteByte((byte)(value | 0x80));
        into.WriteByte((byte)value);
    }
}

using System.Globalization;
using DroneLink.CloudSdk.Projection;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DroneLink.CloudSdk.Storage;

/// <summary>
/// Pointers lead from a time to the blocks that have records of it: pk <c>D#{device}</c>, sk <c>{bucket}#{boot}#{block}</c>. One without a
/// record costs a reader a look; a record without one would be lost. So pointers come first, and outlive what they point to.
/// </summary>
internal static class DynamoPointers
{
    /// <summary>
    /// How long a bucket is, 1 min. A pointer costs a write unit, and a block of 64 records is about a minute of a device that sends one a
    /// second, so it has one or two. A longer bucket would save little and make a page read more blocks before it can put them in order.
    /// </summary>
    public const long BucketMs = 60_000;

    // So that a pointer need not be written anew for every record that comes to its bucket.
    public const long SlackMs = 24 * 60 * 60 * 1000;

    // 13 digits. What is dated further away shares the first or the last bucket.
    private const long LastBucketMs = 9_999_999_960_000;

    public static string PartitionKey(string deviceId) => $"D#{deviceId}";

    public static long BucketOf(long effectiveMs) => Math.Clamp(effectiveMs, 0, LastBucketMs) / BucketMs * BucketMs;

    /// <summary>The sort key that is before all of a bucket and behind all of the one before.</summary>
    public static string From(long bucketMs) => string.Create(CultureInfo.InvariantCulture, $"{bucketMs:D13}");

    /// <summary>The sort key that is behind all of a bucket.</summary>
    public static string To(long bucketMs) => From(bucketMs) + "~";

    /// <summary>Every bucket that a record is looked for in: that of its time, and that which an announced anchor will give it.</summary>
    public static IEnumerable<long> Buckets(ProjectedRecord record, DynamoBoot? boot)
    {
        var receivedMs = record.ReceivedAt.ToUnixTimeMilliseconds();
        var now = BucketOf(DynamoBoot.EffectiveMs(record.Record, receivedMs, boot?.InForce));
        yield return now;
        var then = BucketOf(DynamoBoot.EffectiveMs(record.Record, receivedMs, boot?.Best));
        if (then != now)
            yield return then;
    }

    public static Item Create(DynamoTable table, string deviceId, uint bootId, uint block, long bucketMs, long receivedMs)
    {
        var item = DynamoItem.Key(
            PartitionKey(deviceId), string.Create(CultureInfo.InvariantCulture, $"{bucketMs:D13}#{bootId:D10}#{DynamoBlock.SortKey(block)}"));
        item[DynamoTable.Expires] = DynamoItem.Number(table.ExpiryOf(receivedMs + SlackMs));
        return item;
    }

    /// <summary>Reads where a pointer leads.</summary>
    public static (long BucketMs, uint BootId, string Block) Read(Item item)
    {
        var parts = (item.Text(DynamoTable.SortKey) ?? "").Split('#');
        return parts.Length == 3
            ? (long.Parse(parts[0], CultureInfo.InvariantCulture), uint.Parse(parts[1], CultureInfo.InvariantCulture), parts[2])
            : throw new InvalidDataException($"'{item.Text(DynamoTable.SortKey)}' is no pointer.");
    }
}

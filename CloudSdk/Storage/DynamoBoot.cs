using System.Globalization;
using DroneLink.CloudSdk.Wire;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DroneLink.CloudSdk.Storage;

/// <summary>An anchor: its sequence number, by which the first of a boot is known, and UTC ms minus uptime ms.</summary>
internal readonly record struct DynamoAnchor(uint Sequence, long OffsetMs);

/// <summary>
/// What is known of a boot's clock. An anchor is announced (<see cref="Best"/>) first, then the boot's records get pointers for the times
/// that it gives them, and only then it counts (<see cref="InForce"/>): no reader ever dates a record that no pointer leads to. Whoever
/// writes records without a date makes pointers for both, and looks again afterwards whether a better one was announced meanwhile.
/// </summary>
/// <param name="Version">The version read; null when there is no item.</param>
/// <param name="Best">The anchor with the lowest sequence number that came.</param>
/// <param name="InForce">The anchor that dates.</param>
/// <param name="Done">The sort key of the last block that got its pointers for <see cref="Best"/>, so that a cut does not begin anew.</param>
/// <param name="ExpiresSeconds">When the item may go.</param>
internal sealed record DynamoBoot(long? Version, DynamoAnchor? Best, DynamoAnchor? InForce, string? Done, long ExpiresSeconds)
{
    /// <summary>Sorts behind every block of the boot.</summary>
    public const string SortKey = "CLOCK";

    public static string PartitionKey(string deviceId, uint bootId) => string.Create(CultureInfo.InvariantCulture, $"B#{deviceId}#{bootId:D10}");

    /// <summary>When a record is in the order of a query, under an anchor or none.</summary>
    public static long EffectiveMs(TelemetryRecord record, long receivedMs, DynamoAnchor? anchor) =>
        record.ClockSynced ? record.TimeMs
        : anchor is { } known && BootClock.CanDate(record) ? record.TimeMs + known.OffsetMs
        : receivedMs;

    public static DynamoBoot Read(DynamoTable table, Item? item) => item is null || table.IsExpired(item)
        ? new DynamoBoot(item.Version(), null, null, null, 0)
        : new DynamoBoot(item.Version(), Anchor(item, "seq", "offset"), Anchor(item, "usedSeq", "usedOffset"), item.Text("done"), item.Number(DynamoTable.Expires) ?? 0);

    public Item ToItem(string partitionKey)
    {
        var item = DynamoItem.Key(partitionKey, SortKey);
        item[DynamoTable.Expires] = DynamoItem.Number(ExpiresSeconds);
        if (Best is { } best)
            (item["seq"], item["offset"]) = (DynamoItem.Number(best.Sequence), DynamoItem.Number(best.OffsetMs));
        if (InForce is { } used)
            (item["usedSeq"], item["usedOffset"]) = (DynamoItem.Number(used.Sequence), DynamoItem.Number(used.OffsetMs));
        if (Done is not null)
            item["done"] = DynamoItem.Text(Done);
        return item;
    }

    private static DynamoAnchor? Anchor(Item item, string sequence, string offset) =>
        item.Number(sequence) is { } seq && item.Number(offset) is { } ms ? new DynamoAnchor((uint)seq, ms) : null;
}

using System.Globalization;
using DroneLink.CloudSdk.Projection;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DroneLink.CloudSdk.Storage;

/// <summary>
/// 64 records of a boot in one item, by their sequence number: pk <c>B#{device}#{boot}</c>, sk <c>{seq / 64}</c>. So "comes twice" and
/// "dated later" are settled within one item, and a record costs a fraction of a write unit. One writer at a time.
/// </summary>
internal sealed class DynamoBlock
{
    /// <summary>Records of a block at most.</summary>
    public const int Size = 64;

    private readonly DynamoTable _table;
    private readonly string _deviceId;
    private readonly uint _bootId;
    private readonly uint _block;
    private readonly SortedDictionary<uint, ProjectedRecord> _records = [];

    // The anchor that the pointers of the records without a date were last made for.
    private long? _pointedFor;

    public DynamoBlock(DynamoTable table, string deviceId, uint bootId, uint block, Item? item)
    {
        (_table, _deviceId, _bootId, _block) = (table, deviceId, bootId, block);
        Version = item.Version();
        if (item is null)
            return;
        _pointedFor = item.Number("anchor");
        foreach (var record in ReadRecords(table, deviceId, item))
            _records.Add(record.Record.Sequence, record);
    }

    /// <summary>The version read; null when there was no item.</summary>
    public long? Version { get; }

    public static uint BlockOf(uint sequence) => sequence / Size;

    public static string SortKey(uint block) => block.ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>Returns the records of an item that are not past their time, in ascending order.</summary>
    public static IEnumerable<ProjectedRecord> ReadRecords(DynamoTable table, string deviceId, Item item)
    {
        var notBefore = table.NowMs - (long)table.Options.Retention.TotalMilliseconds;
        return DynamoRecordPack.Unpack(deviceId, item.Bytes("r")).Where(record => record.ReceivedAt.ToUnixTimeMilliseconds() > notBefore);
    }

    /// <summary>Takes records in. The first arrival of each stands, and its dated form above its other one.</summary>
    /// <param name="records">Records of this block.</param>
    /// <param name="boot">The clock of the boot; null when each of them has a date.</param>
    /// <param name="pointers">The pointers to make before the block is put.</param>
    /// <returns>Whether the block is to be put.</returns>
    public bool Merge(IEnumerable<ProjectedRecord> records, DynamoBoot? boot, out List<Item> pointers)
    {
        // The stored records prove their pointers; those without a date only if they were made for the present anchor.
        var proven = new Dictionary<long, long>();
        var isPointed = boot is not null && _pointedFor == boot.Best?.Sequence;
        foreach (var record in _records.Values.Where(record => record.Record.ClockSynced || isPointed))
            Note(proven, record, boot);

        var changed = new HashSet<uint>();
        foreach (var record in records)
        {
            var sequence = record.Record.Sequence;
            var stored = _records.GetValueOrDefault(sequence);
            var merged = Merge(stored, record);
            if (!merged.Record.ClockSynced && !isPointed)
                changed.UnionWith(_records.Where(pair => !pair.Value.Record.ClockSynced).Select(pair => pair.Key));
            if (stored is null || merged.ReceivedAt < stored.ReceivedAt || merged.Record.ClockSynced != stored.Record.ClockSynced)
                changed.Add(sequence);
            _records[sequence] = merged;
        }

        var needed = new Dictionary<long, long>();
        foreach (var sequence in changed)
            Note(needed, _records[sequence], boot);
        if (changed.Any(sequence => !_records[sequence].Record.ClockSynced))
            _pointedFor = boot?.Best?.Sequence;
        pointers = [];
        foreach (var (bucket, receivedMs) in needed)
        {
            var provenMs = proven.GetValueOrDefault(bucket, long.MinValue);
            if (provenMs < receivedMs - DynamoPointers.SlackMs)
                pointers.Add(DynamoPointers.Create(_table, _deviceId, _bootId, _block, bucket, receivedMs));
        }

        return changed.Count > 0;
    }

    /// <summary>A record as it is stored now.</summary>
    public ProjectedRecord this[uint sequence] => _records[sequence];

    public Item ToItem()
    {
        var item = DynamoItem.Key(DynamoBoot.PartitionKey(_deviceId, _bootId), SortKey(_block));
        item["r"] = DynamoItem.Bytes(DynamoRecordPack.Pack(_records.Values));
        item[DynamoTable.Expires] = DynamoItem.Number(_table.ExpiryOf(_records.Values.Max(record => record.ReceivedAt.ToUnixTimeMilliseconds())));
        if (_pointedFor is { } anchor)
            item["anchor"] = DynamoItem.Number(anchor);
        return item;
    }

    private static ProjectedRecord Merge(ProjectedRecord? stored, ProjectedRecord record)
    {
        if (stored is null)
            return record;
        var form = !stored.Record.ClockSynced && record.Record.ClockSynced ? record.Record : stored.Record;
        return new ProjectedRecord(form, stored.ReceivedAt < record.ReceivedAt ? stored.ReceivedAt : record.ReceivedAt);
    }

    private static void Note(Dictionary<long, long> buckets, ProjectedRecord record, DynamoBoot? boot)
    {
        var receivedMs = record.ReceivedAt.ToUnixTimeMilliseconds();
        foreach (var bucket in DynamoPointers.Buckets(record, boot))
            buckets[bucket] = Math.Max(receivedMs, buckets.GetValueOrDefault(bucket, long.MinValue));
    }
}

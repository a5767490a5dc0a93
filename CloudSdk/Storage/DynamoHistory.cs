using DroneLink.CloudSdk.Wire;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DroneLink.CloudSdk.Storage;

/// <summary>
/// One query of the records of a device: along its pointers, minute by minute, through the blocks that they lead to. The kind is filtered
/// behind the read, so that a rare kind over a long time reads all of that time. For one use.
/// </summary>
internal sealed class DynamoHistory(DynamoTable table, RecordQuery query)
{
    // Few at first, since most pages are full soon; more the longer the way is.
    private const int FirstPointers = 32;
    private const int MostPointers = 1024;

    private readonly Dictionary<uint, DynamoAnchor?> _anchors = [];
    private readonly List<StoredRecord> _found = [];

    // The blocks of the last part of the way: many belong to two minutes.
    private Dictionary<(uint BootId, string Block), List<StoredRecord>> _blocks = [];

    /// <summary>Reads the page.</summary>
    public async Task<RecordPage> ReadAsync(CancellationToken cancellationToken)
    {
        var fromMs = Math.Max(query.FromMs ?? long.MinValue, query.After?.EffectiveMs ?? long.MinValue);
        if (query.ToMs <= fromMs)
            return new RecordPage([], null);

        var pointers = FirstPointers / 2;
        var waiting = new List<(long BucketMs, uint BootId, string Block)>();
        var pages = table.QueryAsync(
            DynamoPointers.PartitionKey(query.DeviceId),
            DynamoPointers.From(DynamoPointers.BucketOf(fromMs)),
            DynamoPointers.To(DynamoPointers.BucketOf((query.ToMs ?? long.MaxValue) - 1)),
            cancellationToken,
            pageSize: () => pointers = Math.Min(2 * pointers, MostPointers));
        await foreach (var page in pages.ConfigureAwait(false))
        {
            // The last minute of a page may go on in the next.
            waiting.AddRange(page.Where(item => !table.IsExpired(item)).Select(DynamoPointers.Read));
            var whole = waiting.FindAll(pointer => pointer.BucketMs < waiting[^1].BucketMs);
            waiting.RemoveRange(0, whole.Count);
            if (await TakeAsync(whole, cancellationToken).ConfigureAwait(false))
                return Page();
        }

        await TakeAsync(waiting, cancellationToken).ConfigureAwait(false);
        return Page();
    }

    private RecordPage Page() => _found.Count > query.Limit
        ? new RecordPage(_found[..query.Limit], _found[query.Limit - 1].Position)
        : new RecordPage(_found, null);

    /// <summary>Takes the records of whole minutes; returns whether there are more than the page holds.</summary>
    private async Task<bool> TakeAsync(List<(long BucketMs, uint BootId, string Block)> pointers, CancellationToken cancellationToken)
    {
        await LoadAsync([.. pointers.Select(pointer => (pointer.BootId, pointer.Block)).Distinct()], cancellationToken).ConfigureAwait(false);
        foreach (var bucket in pointers.GroupBy(pointer => pointer.BucketMs))
        {
            _found.AddRange(bucket
                .SelectMany(pointer => _blocks.GetValueOrDefault((pointer.BootId, pointer.Block)) ?? [])
                .Where(record => DynamoPointers.BucketOf(record.EffectiveMs) == bucket.Key && IsAsked(record))
                .OrderBy(Order));
            if (_found.Count > query.Limit)
                return true;
        }

        return false;
    }

    private bool IsAsked(StoredRecord record) =>
        (query.Kind is not { } kind || record.Record.Kind == kind)
        && record.EffectiveMs >= (query.FromMs ?? long.MinValue)
        && (query.ToMs is not { } toMs || record.EffectiveMs < toMs)
        && (query.After is not { } after || Order(record).CompareTo((after.EffectiveMs, after.BootId, after.Sequence)) > 0);

    private static (long EffectiveMs, uint BootId, uint Sequence) Order(StoredRecord record) =>
        (record.EffectiveMs, record.Record.BootId, record.Record.Sequence);

    private async Task LoadAsync(List<(uint BootId, string Block)> wanted, CancellationToken cancellationToken)
    {
        var missing = wanted.Where(block => !_blocks.ContainsKey(block)).ToList();
        var items = await table.GetManyAsync(
            missing.Select(block => DynamoItem.Key(DynamoBoot.PartitionKey(query.DeviceId, block.BootId), block.Block)), cancellationToken)
            .ConfigureAwait(false);
        var raw = items.ConvertAll(item => DynamoBlock.ReadRecords(table, query.DeviceId, item).ToList());

        // The clock of a boot stays the same for the whole of a query, so that no record is at two places in it.
        var boots = raw.SelectMany(records => records).Where(record => BootClock.CanDate(record.Record)).Select(record => record.Record.BootId).Distinct();
        await ReadAnchorsAsync([.. boots.Where(boot => !_anchors.ContainsKey(boot))], cancellationToken).ConfigureAwait(false);

        _blocks = wanted.Where(_blocks.ContainsKey).ToDictionary(block => block, block => _blocks[block]);
        for (var i = 0; i < items.Count; i++)
        {
            if (raw[i].Count == 0)
                continue;
            _blocks[(raw[i][0].Record.BootId, items[i].Text(DynamoTable.SortKey)!)] = raw[i].ConvertAll(record => new StoredRecord(
                BootClock.Date(record.Record, _anchors.GetValueOrDefault(record.Record.BootId)?.OffsetMs), record.ReceivedAt));
        }
    }

    private async Task ReadAnchorsAsync(List<uint> boots, CancellationToken cancellationToken)
    {
        var keys = boots.ToDictionary(boot => DynamoBoot.PartitionKey(query.DeviceId, boot));
        foreach (var boot in boots)
            _anchors[boot] = null;
        foreach (var item in await table.GetManyAsync(keys.Keys.Select(pk => DynamoItem.Key(pk, DynamoBoot.SortKey)), cancellationToken).ConfigureAwait(false))
            _anchors[keys[item.Text(DynamoTable.PartitionKey)!]] = DynamoBoot.Read(table, item).InForce;
    }
}

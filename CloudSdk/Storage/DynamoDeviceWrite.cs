using System.Globalization;
using DroneLink.CloudSdk.Projection;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DroneLink.CloudSdk.Storage;

/// <summary>
/// Writes the records of one device in a call: the clocks of its boots, then its blocks, then its newest records. What fails is booked for
/// exactly the records that it concerns; all of it can be cut anywhere and done again. For one use.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="deviceId">The device.</param>
/// <param name="records">All records of the call.</param>
/// <param name="failures">What failed, by index in the call.</param>
internal sealed class DynamoDeviceWrite(DynamoTable table, string deviceId, IReadOnlyList<ProjectedRecord> records, SinkFailure?[] failures)
{
    private const string FirstBlock = "0";
    private const string LastBlock = "99999999";

    /// <summary>Writes; it throws nothing for what the service does.</summary>
    /// <param name="indices">The device's records.</param>
    /// <param name="cancellationToken">Ends it; what is not stored is booked as failed.</param>
    public async Task RunAsync(IReadOnlyList<int> indices, CancellationToken cancellationToken)
    {
        var stored = await Task.WhenAll(indices
            .GroupBy(index => records[index].Record.BootId)
            .Select(boot => WriteBootAsync(boot.Key, [.. boot], cancellationToken))).ConfigureAwait(false);
        await GuardAsync([.. indices], () => WriteLatestAsync([.. stored.SelectMany(boot => boot)], cancellationToken)).ConfigureAwait(false);
    }

    private static (uint BootId, DynamoAnchor Anchor)? AnchorOf(ProjectedRecord record) =>
        BootClock.IsAnchor(record.Record, record.ReceivedAt.ToUnixTimeMilliseconds(), out var offset)
            ? (record.Record.BootId, new DynamoAnchor(record.Record.Sequence, offset))
            : null;

    /// <summary>Returns the records that are stored now, as they are, with the index of each.</summary>
    private async Task<List<(int Index, ProjectedRecord Stored)>> WriteBootAsync(uint bootId, List<int> indices, CancellationToken cancellationToken)
    {
        DynamoBoot? clock = null;
        var needClock = indices.Where(index => !records[index].Record.ClockSynced || AnchorOf(records[index]) is not null).ToList();
        if (needClock.Count > 0)
        {
            var anchors = needClock.Select(index => AnchorOf(records[index])?.Anchor).OfType<DynamoAnchor>().ToList();
            DynamoAnchor? first = anchors.Count > 0 ? anchors.MinBy(anchor => anchor.Sequence) : null;
            var receivedMs = needClock.Max(index => records[index].ReceivedAt.ToUnixTimeMilliseconds());
            await GuardAsync(needClock, async () => clock = await SetClockAsync(bootId, first, receivedMs, cancellationToken).ConfigureAwait(false))
                .ConfigureAwait(false);
        }

        var stored = new List<(int, ProjectedRecord)>();
        var blocks = indices.Where(index => failures[index] is null).GroupBy(index => DynamoBlock.BlockOf(records[index].Record.Sequence)).ToList();
        await Task.WhenAll(blocks.Select(block => GuardAsync([.. block], async () =>
        {
            var written = await WriteBlockAsync(bootId, block.Key, [.. block], clock, cancellationToken).ConfigureAwait(false);
            lock (stored)
                stored.AddRange(written);
        }))).ConfigureAwait(false);
        return stored;
    }

    /// <summary>Makes an anchor the boot's if it is the first, and returns the clock. An announced one that does not count yet is seen through.</summary>
    private async Task<DynamoBoot> SetClockAsync(uint bootId, DynamoAnchor? anchor, long receivedMs, CancellationToken cancellationToken)
    {
        var pk = DynamoBoot.PartitionKey(deviceId, bootId);
        for (var attempt = 1; ; attempt++)
        {
            var boot = await ReadClockAsync(bootId, cancellationToken).ConfigureAwait(false);
            if (anchor is null)
                return boot;

            if (boot.Best is not { } best || anchor.Value.Sequence < best.Sequence)
            {
                // It dates all that comes within a retention after it, so it stays for two.
                var expires = table.ExpiryOf(receivedMs + (long)table.Options.Retention.TotalMilliseconds);
                boot = await AdvanceAsync(boot with { Best = anchor, Done = null, ExpiresSeconds = Math.Max(expires, boot.ExpiresSeconds) })
                    .ConfigureAwait(false);
            }

            if (boot is not null && boot.InForce != boot.Best)
                boot = await PointAsync(boot).ConfigureAwait(false);
            if (boot is not null)
                return boot;
            await table.BackOffAsync(attempt, cancellationToken).ConfigureAwait(false);
        }

        async Task<DynamoBoot?> AdvanceAsync(DynamoBoot next) =>
            await table.TryPutAsync(next.ToItem(pk), next.Version, cancellationToken).ConfigureAwait(false)
                ? next with { Version = (next.Version ?? 0) + 1 }
                : null;

        async Task<DynamoBoot?> PointAsync(DynamoBoot boot)
        {
            var announced = boot;
            await foreach (var page in table.QueryAsync(pk, boot.Done ?? FirstBlock, LastBlock, cancellationToken).ConfigureAwait(false))
            {
                await table.PutManyAsync(page.SelectMany(item => PointersOf(bootId, item, announced)), cancellationToken).ConfigureAwait(false);
                if (await AdvanceAsync(boot with { Done = page[^1].Text(DynamoTable.SortKey) }).ConfigureAwait(false) is not { } next)
                    return null;
                boot = next;
            }

            return await AdvanceAsync(boot with { InForce = boot.Best, Done = null }).ConfigureAwait(false);
        }
    }

    private IEnumerable<Item> PointersOf(uint bootId, Item item, DynamoBoot boot)
    {
        var block = uint.Parse(item.Text(DynamoTable.SortKey)!, CultureInfo.InvariantCulture);
        return DynamoBlock.ReadRecords(table, deviceId, item)
            .Where(record => BootClock.CanDate(record.Record))
            .GroupBy(record => DynamoPointers.BucketOf(DynamoBoot.EffectiveMs(record.Record, 0, boot.Best)))
            .Select(bucket => DynamoPointers.Create(
                table, deviceId, bootId, block, bucket.Key, bucket.Max(record => record.ReceivedAt.ToUnixTimeMilliseconds())));
    }

    private async Task<IEnumerable<(int, ProjectedRecord)>> WriteBlockAsync(
        uint bootId, uint number, List<int> indices, DynamoBoot? clock, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var item = await table.GetAsync(DynamoBoot.PartitionKey(deviceId, bootId), DynamoBlock.SortKey(number), cancellationToken)
                .ConfigureAwait(false);
            var block = new DynamoBlock(table, deviceId, bootId, number, item);
            var isStored = !block.Merge(indices.Select(index => records[index]), clock, out var pointers);
            if (!isStored)
            {
                await table.PutManyAsync(pointers, cancellationToken).ConfigureAwait(false);
                isStored = await table.TryPutAsync(block.ToItem(), block.Version, cancellationToken).ConfigureAwait(false);
            }

            // An anchor that was announced meanwhile may have missed this block when it looked for what to point to.
            var present = isStored && indices.Any(index => !block[records[index].Record.Sequence].Record.ClockSynced)
                ? await ReadClockAsync(bootId, cancellationToken).ConfigureAwait(false)
                : clock;
            if (isStored && present?.Best == clock?.Best)
                return indices.Select(index => (index, block[records[index].Record.Sequence]));
            clock = present;
            await table.BackOffAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteLatestAsync(List<(int Index, ProjectedRecord Stored)> stored, CancellationToken cancellationToken)
    {
        if (stored.Count == 0)
            return;
        var seenMs = stored.Max(record => records[record.Index].ReceivedAt.ToUnixTimeMilliseconds());
        var anchors = stored.Select(record => AnchorOf(records[record.Index])).OfType<(uint, DynamoAnchor)>().ToList();
        for (var attempt = 1; ; attempt++)
        {
            var latest = await DynamoLatest.ReadAsync(table, deviceId, cancellationToken).ConfigureAwait(false);
            latest.Merge(stored.Select(record => record.Stored), seenMs, anchors);
            foreach (var bootId in latest.Outdated.ToList())
                latest.Replace(bootId, await ReadUndatedAsync(bootId, cancellationToken).ConfigureAwait(false));
            if (await latest.TryPutAsync(table, cancellationToken).ConfigureAwait(false))
                return;
            await table.BackOffAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<ProjectedRecord>> ReadUndatedAsync(uint bootId, CancellationToken cancellationToken)
    {
        var undated = new List<ProjectedRecord>();
        var pages = table.QueryAsync(DynamoBoot.PartitionKey(deviceId, bootId), FirstBlock, LastBlock, cancellationToken);
        await foreach (var page in pages.ConfigureAwait(false))
            undated.AddRange(page.SelectMany(item => DynamoBlock.ReadRecords(table, deviceId, item)).Where(record => !record.Record.ClockSynced));
        return undated;
    }

    private async Task<DynamoBoot> ReadClockAsync(uint bootId, CancellationToken cancellationToken) => DynamoBoot.Read(
        table, await table.GetAsync(DynamoBoot.PartitionKey(deviceId, bootId), DynamoBoot.SortKey, cancellationToken).ConfigureAwait(false));

    /// <summary>Does something and books its failure for records; those that failed before keep their reason.</summary>
    private async Task GuardAsync(List<int> indices, Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            foreach (var index in indices)
                failures[index] ??= DynamoRetry.Failure(index, exception);
        }
    }
}

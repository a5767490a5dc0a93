using System.Globalization;
using System.Numerics;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Aws;

/// <summary>
/// Keeps checkpoints in the table, one item a shard: pk <c>SHARD#{stream}</c>, sk the shard, <c>seq</c> its last record that is done. Of two
/// pipelines the further one is right, so a checkpoint never goes back. Thread safe.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="streamName">The stream.</param>
public sealed class DynamoShardCheckpoints(DynamoTable table, string streamName) : IShardCheckpoints
{
    private const string Sequence = "seq";

    private readonly string _pk = "SHARD#" + streamName;

    /// <inheritdoc/>
    public async ValueTask<string?> FindAsync(string shardId, CancellationToken cancellationToken = default) =>
        (await table.GetAsync(_pk, shardId, cancellationToken).ConfigureAwait(false))?.Text(Sequence);

    /// <inheritdoc/>
    public async ValueTask SaveAsync(string shardId, string sequenceNumber, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var known = await table.GetAsync(_pk, shardId, cancellationToken).ConfigureAwait(false);
            if (known?.Text(Sequence) is { } saved && BigInteger.Parse(saved, CultureInfo.InvariantCulture) >= BigInteger.Parse(sequenceNumber, CultureInfo.InvariantCulture))
                return;
            var item = DynamoItem.Key(_pk, shardId);
            item[Sequence] = DynamoItem.Text(sequenceNumber);
            if (await table.TryPutAsync(item, known.Version(), cancellationToken).ConfigureAwait(false))
                return;
            await table.BackOffAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }
}

using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using DroneLink.CloudSdk.Projection;

namespace DroneLink.CloudSdk.Aws;

/// <summary>
/// Carries a Kinesis stream into a handler where no Lambda function does: every shard at once, each in its order, a shard that came of
/// others only after them. It has no leases: two of them on one stream do the work twice, and store it once. Thread safe; borrows what it
/// is given.
/// </summary>
public sealed class KinesisPipeline : IProjectionPipeline
{
    /// <summary>How long new shards may go unseen.</summary>
    public static readonly TimeSpan DiscoveryInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly KinesisReads _reads;
    private readonly TimeProvider _timeProvider;
    private readonly Action<ProjectionProblem> _report;
    private readonly Func<string, KinesisShardPipeline> _open;
    private readonly Dictionary<string, KinesisShardPipeline> _shards = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private volatile string? _discoveryError;

    /// <summary>Makes a pipeline; it does nothing until it is run.</summary>
    /// <param name="client">Makes the calls.</param>
    /// <param name="streamName">The name of the Kinesis stream.</param>
    /// <param name="checkpoints">Remembers how far each shard is done.</param>
    /// <param name="handler">Where the batches go.</param>
    /// <param name="timeProvider">Waits and deadlines go by it.</param>
    /// <param name="options">Where to start and how often to look; the defaults when null.</param>
    /// <param name="random">Gives numbers from 0 to below 1 for the jitter; null for the shared generator.</param>
    /// <param name="report">Hears of every problem of the stream itself, for the log; it must not throw. Null for nobody.</param>
    public KinesisPipeline(
        IAmazonKinesis client,
        string streamName,
        IShardCheckpoints checkpoints,
        ProjectionHandler handler,
        TimeProvider timeProvider,
        KinesisPipelineOptions? options = null,
        Func<double>? random = null,
        Action<ProjectionProblem>? report = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(streamName);
        ArgumentNullException.ThrowIfNull(checkpoints);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(timeProvider);
        _reads = new KinesisReads(client, streamName, timeProvider);
        _timeProvider = timeProvider;
        _report = report ?? (static _ => { });
        _open = shardId => new KinesisShardPipeline(
            _reads, shardId, checkpoints, options ?? new KinesisPipelineOptions(), handler, timeProvider, random, report);
    }

    /// <inheritdoc/>
    /// <remarks>That of the shard which is worst off.</remarks>
    public PipelineStatus Status
    {
        get
        {
            lock (_lock)
            {
                var worst = _shards.Values.Select(shard => shard.Status).MaxBy(status => status.FailedAttempts);
                return worst ?? new PipelineStatus(_discoveryError is null ? 0 : 1, _discoveryError);
            }
        }
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var running = new Dictionary<KinesisShardPipeline, Task>();
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var shard in await TryDiscoverAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!running.TryGetValue(shard, out var task) || (task.IsCompleted && !shard.IsEnded))
                    running[shard] = shard.RunAsync(cancellationToken);
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var ended = running.Values.Where(task => !task.IsCompleted);
            var interval = _discoveryError is null ? DiscoveryInterval : RetryInterval;
            await Task.WhenAny([Task.Delay(interval, _timeProvider, stop.Token), .. ended]).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(running.Values).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> DrainAsync(CancellationToken cancellationToken = default)
    {
        // A shard that came of another is found once that one is done.
        for (IReadOnlyList<KinesisShardPipeline> done = []; ;)
        {
            var shards = await TryDiscoverAsync(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (_discoveryError is not null)
                return false;
            var open = shards.Except(done).ToList();
            if (open.Count == 0)
                return true;
            var drained = await Task.WhenAll(open.Select(shard => shard.DrainAsync(cancellationToken))).ConfigureAwait(false);
            if (drained.Contains(false))
                return false;
            done = shards;
        }
    }

    private async Task<IReadOnlyList<KinesisShardPipeline>> TryDiscoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await DiscoverAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _discoveryError = exception.Message;
            if (!cancellationToken.IsCancellationRequested)
                _report(new ProjectionProblem(null, "stream", WillRetry: true, exception.GetType().Name, exception.Message));
            lock (_lock)
                return [.. _shards.Values];
        }
    }

    /// <summary>Returns the shards that may be read now: those without a parent that still has records.</summary>
    private async Task<IReadOnlyList<KinesisShardPipeline>> DiscoverAsync(CancellationToken cancellationToken)
    {
        var known = new List<Shard>();
        string? next = null;
        do
        {
            var answer = await _reads.ListShardsAsync(next, cancellationToken).ConfigureAwait(false);
            known.AddRange(answer.Shards ?? []);
            next = answer.NextToken;
        }
        while (!string.IsNullOrEmpty(next));

        _discoveryError = null;
        lock (_lock)
        {
            // A parent whose records have all expired is no longer listed.
            var listed = known.Select(shard => shard.ShardId!).ToHashSet(StringComparer.Ordinal);
            var ready = new List<KinesisShardPipeline>();
            foreach (var shard in known.Where(shard => IsDone(shard.ParentShardId, listed) && IsDone(shard.AdjacentParentShardId, listed)))
            {
                if (!_shards.TryGetValue(shard.ShardId!, out var pipeline))
                    _shards.Add(shard.ShardId!, pipeline = _open(shard.ShardId!));
                ready.Add(pipeline);
            }

            return ready;
        }
    }

    private bool IsDone(string? parent, HashSet<string> listed) =>
        string.IsNullOrEmpty(parent) || !listed.Contains(parent) || (_shards.TryGetValue(parent, out var shard) && shard.IsEnded);
}

using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Projection;

namespace DroneLink.CloudSdk.Aws;

/// <summary>One shard of a <see cref="KinesisPipeline"/>. One caller of the reading side at a time, which the base sees to.</summary>
internal sealed class KinesisShardPipeline(
    KinesisReads reads,
    string shardId,
    IShardCheckpoints checkpoints,
    KinesisPipelineOptions options,
    ProjectionHandler handler,
    TimeProvider timeProvider,
    Func<double>? random,
    Action<ProjectionProblem>? report)
    : ProjectionPipeline(handler, timeProvider, random, report)
{
    // An answer may be empty though records follow; it says then that it is behind.
    private const int MaxEmptyReads = 100;

    private string? _iterator;
    private string? _next;
    private string? _lastRead;
    private volatile bool _isEnded;

    /// <summary>Whether the shard is closed and all of its records are done.</summary>
    public bool IsEnded => _isEnded;

    private protected override TimeSpan IdleInterval => options.PollInterval;

    private protected override bool HasEnded => _isEnded;

    private protected override async ValueTask<IReadOnlyList<KinesisEventRecord>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        // Only a batch that is done moves the place on; after anything else it is read from the checkpoint again.
        var place = _iterator;
        _iterator = null;
        for (var read = 0; read < MaxEmptyReads && !_isEnded; read++)
        {
            place ??= await StartAsync(cancellationToken).ConfigureAwait(false);
            var answer = await reads.GetRecordsAsync(place, limit, cancellationToken).ConfigureAwait(false);
            _next = answer.NextShardIterator;
            if (answer.Records is { Count: > 0 } records)
            {
                _lastRead = records[^1].SequenceNumber;
                return records.ConvertAll(ToRecord);
            }

            MoveOn();
            place = _iterator;
            if (answer.MillisBehindLatest is null or 0)
                break;
        }

        return [];
    }

    private protected override async ValueTask SaveAsync(string sequenceNumber, CancellationToken cancellationToken)
    {
        await checkpoints.SaveAsync(shardId, sequenceNumber, cancellationToken).ConfigureAwait(false);
        if (sequenceNumber == _lastRead)
            MoveOn();
    }

    private void MoveOn()
    {
        _iterator = _next;
        _isEnded = string.IsNullOrEmpty(_next);
    }

    private async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        var checkpoint = await checkpoints.FindAsync(shardId, cancellationToken).ConfigureAwait(false);
        var start = options.StartsAtLatest ? ShardIteratorType.LATEST : ShardIteratorType.TRIM_HORIZON;
        var answer = await reads.GetShardIteratorAsync(
            shardId, checkpoint is null ? start : ShardIteratorType.AFTER_SEQUENCE_NUMBER, checkpoint, cancellationToken).ConfigureAwait(false);
        return answer.ShardIterator ?? throw new IOException($"Kinesis gave no iterator for {shardId} of {reads.StreamName}.");
    }

    private KinesisEventRecord ToRecord(Record record) => new()
    {
        EventSource = "aws:kinesis",
        EventId = $"{shardId}:{record.SequenceNumber}",
        EventSourceArn = reads.StreamName,
        Kinesis = new KinesisPayload
        {
            PartitionKey = record.PartitionKey,
            SequenceNumber = record.SequenceNumber,
            Data = record.Data?.ToArray(),
            ApproximateArrivalTimestamp = record.ApproximateArrivalTimestamp is { } arrival
                ? (arrival.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds
                : 0,
        },
    };
}

using System.Globalization;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Projection;
using Microsoft.Data.Sqlite;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>Carries the embedded stream into the handler. Thread safe; borrows both.</summary>
public sealed class EmbeddedPipeline : ProjectionPipeline
{
    /// <summary>Name of its checkpoint in the stream.</summary>
    public const string Consumer = "projection";

    private static readonly TimeSpan TrimInterval = TimeSpan.FromMinutes(10);

    private readonly SqliteStream _stream;
    private DateTimeOffset _lastTrim = DateTimeOffset.MinValue;

    /// <summary>Makes a pipeline; it does nothing until it is run.</summary>
    /// <param name="stream">Where the batches come from.</param>
    /// <param name="handler">Where they go.</param>
    /// <param name="timeProvider">Waits and deadlines go by it.</param>
    /// <param name="random">Gives numbers from 0 to below 1 for the jitter; null for the shared generator.</param>
    /// <param name="report">Hears of every problem of the stream itself, for the log; it must not throw. Null for nobody.</param>
    public EmbeddedPipeline(
        SqliteStream stream,
        ProjectionHandler handler,
        TimeProvider timeProvider,
        Func<double>? random = null,
        Action<ProjectionProblem>? report = null)
        : base(handler, timeProvider, random, report)
    {
        _stream = stream ?? throw new ArgumentNullException(nameof(stream));
    }

    // A write through the same stream object wakes the pipeline at once; one by another process is found this late.
    private protected override TimeSpan IdleInterval => TimeSpan.FromSeconds(5);

    private protected override Task NextWrite => _stream.NextWrite;

    private protected override ValueTask<IReadOnlyList<KinesisEventRecord>> ReadAsync(int limit, CancellationToken cancellationToken) =>
        new([.. _stream.Read(_stream.Checkpoint(Consumer), limit).Select(ToRecord)]);

    private protected override ValueTask SaveAsync(string sequenceNumber, CancellationToken cancellationToken)
    {
        _stream.SaveCheckpoint(Consumer, long.Parse(sequenceNumber, CultureInfo.InvariantCulture));
        return default;
    }

    private protected override void Tend(CancellationToken cancellationToken)
    {
        if (Time.GetUtcNow() - _lastTrim < TrimInterval)
            return;

        _lastTrim = Time.GetUtcNow();
        try
        {
            _stream.Trim(cancellationToken);
        }
        catch (Exception exception) when (exception is SqliteException or OperationCanceledException)
        {
            // Nothing but space is lost until the next time.
            Note(exception, cancellationToken);
        }
    }

    private static KinesisEventRecord ToRecord(StreamItem item)
    {
        var sequenceNumber = item.SequenceNumber.ToString(CultureInfo.InvariantCulture);
        return new KinesisEventRecord
        {
            EventSource = "aws:kinesis",
            EventId = "shardId-000000000000:" + sequenceNumber,
            EventSourceArn = "embedded",
            Kinesis = new KinesisPayload
            {
                PartitionKey = item.PartitionKey,
                SequenceNumber = sequenceNumber,
                Data = item.Data,
                ApproximateArrivalTimestamp = item.ReceivedAt.ToUnixTimeMilliseconds() / 1000.0,
            },
        };
    }
}

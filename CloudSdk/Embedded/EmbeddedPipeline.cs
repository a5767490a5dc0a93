using System.Globalization;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Projection;
using Microsoft.Data.Sqlite;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>
/// What Lambda's event source mapping is on AWS: hands batches of the stream to the handler and moves its checkpoint to just before the
/// lowest failure. A batch that came no further comes again by halves, so that what is too much at once holds nobody up for ever.
/// Killed at any point it only repeats. Thread safe; borrows the stream and the handler.
/// </summary>
public sealed class EmbeddedPipeline
{
    /// <summary>Entries in a batch at most.</summary>
    public const int MaxBatch = 500;

    /// <summary>Name of its checkpoint in the stream.</summary>
    public const string Consumer = "projection";

    /// <summary>The first retry waits less than this, each further one up to twice as long.</summary>
    public static readonly TimeSpan RetryBase = TimeSpan.FromMilliseconds(100);

    /// <summary>No retry waits longer.</summary>
    public static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(10);

    /// <summary>The handler's deadline.</summary>
    public static readonly TimeSpan BatchTimeout = TimeSpan.FromMinutes(1);

    // A write through the same stream object wakes the pipeline at once; one by another process is found this late.
    private static readonly TimeSpan OtherProcessInterval = TimeSpan.FromSeconds(5);

    // Enough to pass RetryMax, few enough not to overflow.
    private const int MaxDoublings = 16;

    private static readonly Task Never = new TaskCompletionSource().Task;

    private static readonly TimeSpan TrimInterval = TimeSpan.FromMinutes(10);

    private readonly SqliteStream _stream;
    private readonly ProjectionHandler _handler;
    private readonly TimeProvider _timeProvider;
    private readonly Func<double> _random;
    private readonly Action<ProjectionProblem> _report;
    private readonly SemaphoreSlim _step = new(1, 1);
    private int _limit = MaxBatch;
    private volatile PipelineStatus _status;

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
    {
        _stream = stream ?? throw new ArgumentNullException(nameof(stream));
        _handler = handler ?? throw new ArgumentNullException(nameof(handler));
        _timeProvider = timeProvider ?? throw new ArgumentNullException(nameof(timeProvider));
        _random = random ?? Random.Shared.NextDouble;
        _report = report ?? (static _ => { });
        _status = new PipelineStatus(stream.Checkpoint(Consumer), 0, null);
    }

    /// <summary>How it is doing.</summary>
    public PipelineStatus Status => _status;

    /// <summary>Runs until the token ends it; returns then, after the batch under way, without an exception.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The caller goes on at once, however much is waiting in the stream.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var lastTrim = DateTimeOffset.MinValue;
        while (!cancellationToken.IsCancellationRequested)
        {
            var nextWrite = _stream.NextWrite;
            var step = await StepAsync(cancellationToken).ConfigureAwait(false);
            if (_timeProvider.GetUtcNow() - lastTrim >= TrimInterval)
            {
                lastTrim = _timeProvider.GetUtcNow();
                TryTrim(cancellationToken);
            }

            if (step == Step.Advanced)
                continue;

            await (step == Step.Idle
                ? WaitAsync(nextWrite, OtherProcessInterval, cancellationToken)
                : WaitAsync(Never, Backoff(), cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>Carries on, without waiting between attempts, to the end of the stream or to what cannot be stored now.</summary>
    /// <returns>True when nothing is left; false when an attempt came no further.</returns>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public async Task<bool> DrainAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (await StepAsync(cancellationToken).ConfigureAwait(false))
            {
                case Step.Idle:
                    return true;
                case Step.Stuck:
                    cancellationToken.ThrowIfCancellationRequested();
                    return false;
            }
        }
    }

    private async Task<Step> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _step.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Step.Stuck;
        }

        try
        {
            return await ProjectBatchAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The disk may be full or held by another process; as long as the stream stays, later is as good as now.
            Stick(exception.Message);
            Report(exception);
            return Step.Stuck;
        }
        finally
        {
            _step.Release();
        }
    }

    private async Task<Step> ProjectBatchAsync(CancellationToken cancellationToken)
    {
        var checkpoint = _stream.Checkpoint(Consumer);
        var batch = _stream.Read(checkpoint, _limit);
        if (batch.Count == 0)
        {
            _status = new PipelineStatus(checkpoint, 0, null);
            return Step.Idle;
        }

        using var timeout = new CancellationTokenSource(BatchTimeout, _timeProvider);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var response = await _handler.HandleAsync(ToEvent(batch), deadline.Token).ConfigureAwait(false);
        var done = response.BatchItemFailures.Count == 0
            ? batch[^1].SequenceNumber
            : response.BatchItemFailures.Min(failure => long.Parse(failure.ItemIdentifier, CultureInfo.InvariantCulture)) - 1;
        if (done < batch[0].SequenceNumber)
        {
            Stick(null);
            return Step.Stuck;
        }

        _stream.SaveCheckpoint(Consumer, done);
        // Back by doubling: a whole batch at once would pass the deadline again when more of the same kind follows.
        _limit = Math.Min(_limit * 2, MaxBatch);
        _status = new PipelineStatus(done, 0, null);
        return Step.Advanced;
    }

    private void TryTrim(CancellationToken cancellationToken)
    {
        try
        {
            _stream.Trim(cancellationToken);
        }
        catch (Exception exception) when (exception is SqliteException or OperationCanceledException)
        {
            // Nothing but space is lost until the next time.
            _status = _status with { LastError = exception.Message };
            if (!cancellationToken.IsCancellationRequested)
                Report(exception);
        }
    }

    private void Report(Exception exception) =>
        _report(new ProjectionProblem(null, "stream", WillRetry: true, exception.GetType().Name, exception.Message));

    private void Stick(string? error)
    {
        _limit = Math.Max(_limit / 2, 1);
        _status = _status with { FailedAttempts = _status.FailedAttempts + 1, LastError = error };
    }

    // Full jitter: any wait from nothing to the bound, so that two pipelines on one file do not stay in step.
    private TimeSpan Backoff()
    {
        var doublings = Math.Clamp(_status.FailedAttempts - 1, 0, MaxDoublings);
        return _random() * Min(RetryBase * (1 << doublings), RetryMax);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private async Task WaitAsync(Task signal, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(signal, Task.Delay(atMost, _timeProvider, stop.Token)).ConfigureAwait(false);
        // The timer must not live on for as long as it would have waited.
        await stop.CancelAsync().ConfigureAwait(false);
    }

    private static KinesisEvent ToEvent(IReadOnlyList<StreamItem> batch) => new()
    {
        Records =
        [
            .. batch.Select(item => new KinesisEventRecord
            {
                EventSource = "aws:kinesis",
                EventId = string.Create(CultureInfo.InvariantCulture, $"shardId-000000000000:{item.SequenceNumber}"),
                EventSourceArn = "embedded",
                Kinesis = new KinesisPayload
                {
                    PartitionKey = item.PartitionKey,
                    SequenceNumber = item.SequenceNumber.ToString(CultureInfo.InvariantCulture),
                    Data = item.Data,
                    ApproximateArrivalTimestamp = item.ReceivedAt.ToUnixTimeMilliseconds() / 1000.0,
                },
            }),
        ],
    };

    private enum Step
    {
        Idle,
        Advanced,
        Stuck,
    }
}

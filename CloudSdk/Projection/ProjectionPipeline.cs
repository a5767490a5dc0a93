using DroneLink.CloudSdk.Lambda;

namespace DroneLink.CloudSdk.Projection;

/// <summary>
/// Carries one ordered log into a handler, as <see cref="IProjectionPipeline"/> says. A batch that came no further comes again by halves, so
/// that what is too much at once holds nobody up for ever. Where the log is, a subclass knows.
/// </summary>
public abstract class ProjectionPipeline : IProjectionPipeline
{
    /// <summary>Entries in a batch at most.</summary>
    public const int MaxBatch = 500;

    /// <summary>The first retry waits less than this, each further one up to twice as long.</summary>
    public static readonly TimeSpan RetryBase = TimeSpan.FromMilliseconds(100);

    /// <summary>No retry waits longer.</summary>
    public static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(10);

    /// <summary>The handler's deadline.</summary>
    public static readonly TimeSpan BatchTimeout = TimeSpan.FromMinutes(1);

    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly ProjectionHandler _handler;
    private readonly Func<double> _random;
    private readonly Action<ProjectionProblem> _report;
    private readonly SemaphoreSlim _step = new(1, 1);
    private int _limit = MaxBatch;
    private volatile PipelineStatus _status = new(0, null);

    private protected ProjectionPipeline(
        ProjectionHandler handler, TimeProvider timeProvider, Func<double>? random, Action<ProjectionProblem>? report)
    {
        _handler = handler ?? throw new ArgumentNullException(nameof(handler));
        Time = timeProvider ?? throw new ArgumentNullException(nameof(timeProvider));
        _random = random ?? Random.Shared.NextDouble;
        _report = report ?? (static _ => { });
    }

    /// <inheritdoc/>
    public PipelineStatus Status => _status;

    /// <summary>Waits and deadlines go by it.</summary>
    private protected TimeProvider Time { get; }

    /// <summary>How long an idle pipeline waits when no signal comes.</summary>
    private protected abstract TimeSpan IdleInterval { get; }

    /// <summary>Completes when something may be new. Taken before reading.</summary>
    private protected virtual Task NextWrite => Never;

    /// <summary>Whether the log is closed and all of it is done: there will never be more.</summary>
    private protected virtual bool HasEnded => false;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The caller goes on at once, however much is waiting in the stream.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!cancellationToken.IsCancellationRequested && !HasEnded)
        {
            var nextWrite = NextWrite;
            var step = await StepAsync(cancellationToken).ConfigureAwait(false);
            Tend(cancellationToken);
            if (step == Step.Advanced || HasEnded)
                continue;

            await (step == Step.Idle
                ? WaitAsync(nextWrite, IdleInterval, cancellationToken)
                : WaitAsync(Never, Backoff(), cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
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

    /// <summary>Reads on behind the checkpoint; an empty batch is the end of what there is now.</summary>
    private protected abstract ValueTask<IReadOnlyList<KinesisEventRecord>> ReadAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Notes durably that everything up to a record is done.</summary>
    private protected abstract ValueTask SaveAsync(string sequenceNumber, CancellationToken cancellationToken);

    /// <summary>What there is to do between batches.</summary>
    private protected virtual void Tend(CancellationToken cancellationToken)
    {
    }

    /// <summary>Tells of an error that stops nothing.</summary>
    private protected void Note(Exception exception, CancellationToken cancellationToken)
    {
        _status = _status with { LastError = exception.Message };
        if (!cancellationToken.IsCancellationRequested)
            Report(exception);
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
            // The disk may be full or the service out of reach; as long as the stream stays, later is as good as now.
            Stick(exception.Message);
            if (!cancellationToken.IsCancellationRequested)
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
        var batch = await ReadAsync(_limit, cancellationToken).ConfigureAwait(false);
        if (batch.Count == 0)
        {
            _status = new PipelineStatus(0, null);
            return Step.Idle;
        }

        using var timeout = new CancellationTokenSource(BatchTimeout, Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var response = await _handler.HandleAsync(new KinesisEvent { Records = batch }, deadline.Token).ConfigureAwait(false);
        var failed = response.BatchItemFailures.Select(failure => failure.ItemIdentifier).ToHashSet(StringComparer.Ordinal);
        var done = 0;
        while (done < batch.Count && !failed.Contains(batch[done].Kinesis!.SequenceNumber!))
            done++;
        if (done == 0)
        {
            Stick(null);
            return Step.Stuck;
        }

        await SaveAsync(batch[done - 1].Kinesis!.SequenceNumber!, cancellationToken).ConfigureAwait(false);
        // Back by doubling: a whole batch at once would pass the deadline again when more of the same kind follows.
        _limit = Math.Min(_limit * 2, MaxBatch);
        _status = new PipelineStatus(0, null);
        return Step.Advanced;
    }

    private void Report(Exception exception) =>
        _report(new ProjectionProblem(null, "stream", WillRetry: true, exception.GetType().Name, exception.Message));

    private void Stick(string? error)
    {
        _limit = Math.Max(_limit / 2, 1);
        _status = new PipelineStatus(_status.FailedAttempts + 1, error);
    }

    private TimeSpan Backoff() => FullJitter.Wait(RetryBase, RetryMax, _status.FailedAttempts, _random());

    private async Task WaitAsync(Task signal, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(signal, Task.Delay(atMost, Time, stop.Token)).ConfigureAwait(false);
        // The timer must not live on for as long as it would have waited.
        await stop.CancelAsync().ConfigureAwait(false);
    }

    private enum Step
    {
        Idle,
        Advanced,
        Stuck,
    }
}

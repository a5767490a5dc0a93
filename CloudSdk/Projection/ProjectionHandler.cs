using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;

namespace DroneLink.CloudSdk.Projection;

/// <summary>
/// Carries batches of the stream into every sink and answers with exactly what must come again. Every Kinesis record counts as failed
/// until all sinks have all of its records, or until it is safe in the dead letters because nobody will ever store it. What KPL put together
/// into one is taken apart: each frame stands for itself, and comes again with all of its Kinesis record.
/// It throws nothing because of input. Thread safe; borrows its sinks.
/// </summary>
public sealed class ProjectionHandler
{
    private readonly IReadOnlyList<IRecordSink> _sinks;
    private readonly IDeadLetters _deadLetters;
    private readonly TimeProvider _timeProvider;
    private readonly Action<ProjectionProblem> _report;
    private readonly Action<IReadOnlyList<ProjectedRecord>> _stored;

    /// <summary>Makes a handler.</summary>
    /// <param name="sinks">All of them get every record; one that fails keeps it from no other.</param>
    /// <param name="deadLetters">Keeps what cannot be decoded or stored.</param>
    /// <param name="timeProvider">Dates what came without a time of arrival.</param>
    /// <param name="report">Hears of every problem, for the log; it must not throw. Null for nobody.</param>
    /// <param name="stored">
    /// Hears of the records of each frame that every sink has, in the order of the stream and at least once, such as for a live feed; it must
    /// not throw and is waited for. Null for nobody.
    /// </param>
    public ProjectionHandler(
        IReadOnlyList<IRecordSink> sinks,
        IDeadLetters deadLetters,
        TimeProvider timeProvider,
        Action<ProjectionProblem>? report = null,
        Action<IReadOnlyList<ProjectedRecord>>? stored = null)
    {
        _sinks = sinks ?? throw new ArgumentNullException(nameof(sinks));
        _deadLetters = deadLetters ?? throw new ArgumentNullException(nameof(deadLetters));
        _timeProvider = timeProvider ?? throw new ArgumentNullException(nameof(timeProvider));
        _report = report ?? (static _ => { });
        _stored = stored ?? (static _ => { });
    }

    /// <summary>Handles a batch.</summary>
    /// <param name="batch">The batch; null or one without records is done at once.</param>
    /// <param name="cancellationToken">The deadline: when it ends the attempt, all that is not proven stored is reported as failed.</param>
    public async Task<BatchResponse> HandleAsync(KinesisEvent? batch, CancellationToken cancellationToken = default)
    {
        using var activity = CloudDiagnostics.Activities.StartActivity(CloudDiagnostics.ProjectActivity);
        var delivered = (batch?.Records ?? []).Select(record => new BatchRecord(record, _timeProvider)).ToList();
        var items = delivered.SelectMany(record => record.Items).ToList();
        foreach (var item in items)
            item.Decode();

        var records = items.SelectMany(item => item.Records).ToList();
        if (records.Count > 0)
        {
            var owners = items.SelectMany(item => Enumerable.Repeat(item, item.Records.Count)).ToList();
            await Task.WhenAll(_sinks.Select(sink => WriteAsync(sink, records, owners, cancellationToken))).ConfigureAwait(false);
        }

        // One that comes again for another reason would be buried once an attempt.
        await BuryAsync([.. items.Where(item => !item.Parent.MustRetry && item.Refusal is not null)], cancellationToken).ConfigureAwait(false);

        var done = items.Where(item => !item.Parent.MustRetry && item.Refusal is null).SelectMany(item => item.Records).ToList();
        CloudDiagnostics.Projected.Add(done.Count);
        CloudDiagnostics.Retried.Add(items.Where(item => item.Parent.MustRetry).Sum(item => item.Records.Count));
        if (done.Count > 0)
            _stored(done);

        return new BatchResponse
        {
            State = batch?.State,
            BatchItemFailures =
            [
                .. delivered.Where(record => record.MustRetry).Select(record => new BatchItemFailure { ItemIdentifier = record.SequenceNumber }),
            ],
        };
    }

    private async Task WriteAsync(
        IRecordSink sink, IReadOnlyList<ProjectedRecord> records, IReadOnlyList<BatchItem> owners, CancellationToken cancellationToken)
    {
        var name = sink.GetType().Name;
        try
        {
            // A sink that ignores the token must not hold the answer past the deadline: without an answer the whole batch repeats.
            var failures = await sink.WriteAsync(records, cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            foreach (var failure in failures)
            {
                var item = owners[failure.Index];
                item.Fail(failure, records[failure.Index].Record.Sequence, name);
                if (!failure.IsPoison)
                    _report(new ProjectionProblem(item.Parent.SequenceNumber, name, WillRetry: true, failure.Code, failure.Message));
            }
        }
        catch (Exception exception)
        {
            foreach (var item in owners)
                item.Parent.MustRetry = true;
            _report(new ProjectionProblem(null, name, WillRetry: true, exception.GetType().Name, exception.Message));
        }
    }

    private async Task BuryAsync(IReadOnlyList<BatchItem> refused, CancellationToken cancellationToken)
    {
        if (refused.Count == 0)
            return;

        try
        {
            var letters = refused.Select(item => item.Refusal!).ToList();
            await _deadLetters.PutAsync(letters, cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            foreach (var item in refused)
                item.Parent.MustRetry = true;
            _report(new ProjectionProblem(null, "deadLetters", WillRetry: true, exception.GetType().Name, exception.Message));
            return;
        }

        CloudDiagnostics.Poison.Add(refused.Count);
        foreach (var item in refused)
            _report(new ProjectionProblem(item.Parent.SequenceNumber, item.RefusedBy, WillRetry: false, item.Refusal!.Code, item.Refusal.Message));
    }
}

using DroneLink.CloudSdk.Lambda;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>
/// Hands batches of one shard to the projection as Lambda's event source mapping does: in order, again from the first that failed, and all of it again when the
/// function dies, is too slow, or the mapping forgets that it did.
/// </summary>
/// <param name="cloud">The rest.</param>
/// <param name="log">The stream.</param>
/// <param name="shard">Which shard.</param>
/// <param name="start">Starts a container.</param>
internal sealed class ShardReader(FleetCloud cloud, StreamLog log, int shard, Func<Container> start)
{
    private const int WindowMs = 15_000;
    private const int MaxBatch = 200;
    private const int MaxAgain = 50;
    private const int TimeoutMs = 60_000;
    private const int FirstRetryMs = 500;
    private const int MaxRetryMs = 30_000;

    private int _done;
    private int _attempts;
    private bool _isAtWork;
    private Container? _container;

    /// <summary>Whether all there is is projected.</summary>
    public bool IsIdle => _done == log[shard].Count;

    /// <summary>Something was appended.</summary>
    public void Appended()
    {
        if (_isAtWork) return;
        _isAtWork = true;
        cloud.Clock.After(WindowMs, Next);
    }

    private void Next()
    {
        if (IsIdle)
        {
            _isAtWork = false;
            return;
        }

        if (cloud.ReadFaults.IsBad)
        {
            cloud.Clock.After(WindowMs, Next);
            return;
        }

        // A batch that could not be done comes again by halves, and now and then one that was.
        var strike = cloud.FunctionFaults.Strikes() ? cloud.FunctionFaults.Chance.Next(3) : -1;
        var from = strike == 0 ? Math.Max(0, _done - cloud.FunctionFaults.Chance.Next(MaxAgain)) : _done;
        var limit = Math.Max(1, MaxBatch >> Math.Min(_attempts, 8));
        Invoke(new Invocation(_container ??= start(), from, log[shard].GetRange(from, Math.Min(limit, log[shard].Count - from))), strike);
    }

    private void Invoke(Invocation invocation, int strike)
    {
        var (dynamo, chance) = (invocation.Container.Dynamo, cloud.FunctionFaults.Chance);
        if (strike == 1)
        {
            cloud.Tally.Count("faults: functions that died in a batch");
            dynamo.CallsToLive = chance.Next(20);
            _container = null;
        }
        else if (strike == 2)
        {
            cloud.Tally.Count("faults: batches repeated while they were under way");
            (dynamo.SlownessMs, dynamo.Slowness) = (chance.Next(1, 2000), new Random(chance.Next()));
            _container = null;
            cloud.Clock.After(chance.Next(5000), () => GiveUp(invocation));
        }

        cloud.Tally.Count("batches projected");
        _ = HandleAsync(invocation);
        if (!invocation.IsOver) cloud.Clock.After(TimeoutMs, () => GiveUp(invocation));
    }

    // What it still does it does, but nobody listens.
    private void GiveUp(Invocation invocation)
    {
        if (invocation.IsOver) return;
        invocation.IsOver = true;
        _container = null;
        Retry();
    }

    private void Answered(Invocation invocation, BatchResponse response)
    {
        invocation.IsOver = true;
        var failed = response.BatchItemFailures.Select(failure => failure.ItemIdentifier).ToHashSet(StringComparer.Ordinal);
        var done = invocation.Batch.TakeWhile(record => !failed.Contains(record.Kinesis!.SequenceNumber!)).Count();
        _done = Math.Max(_done, invocation.From + done);
        if (done == invocation.Batch.Count)
        {
            _attempts = 0;
            if (IsIdle) _isAtWork = false;
            else cloud.Clock.After(0, Next);
            return;
        }

        cloud.Tally.Count("batches that came again in part");
        Retry();
    }

    private void Retry() => cloud.Clock.After(Math.Min(FirstRetryMs << Math.Min(_attempts++, 8), MaxRetryMs), Next);

    private async Task HandleAsync(Invocation invocation)
    {
        try
        {
            // Without a deadline: what Task.Delay waits for goes on on a thread of the pool when it is cancelled. Past its time nobody listens.
            var response = await invocation.Container.Projection.HandleAsync(new KinesisEvent { Records = invocation.Batch });
            cloud.Clock.CheckThread();
            if (!invocation.IsOver && !invocation.Container.Dynamo.IsDead) Answered(invocation, response);
        }
        catch (Exception e)
        {
            cloud.Accounts.Fail(e);
        }
    }

    /// <summary>One call of the function.</summary>
    private sealed class Invocation(Container container, int from, List<KinesisEventRecord> batch)
    {
        public Container Container => container;

        public int From => from;

        public List<KinesisEventRecord> Batch => batch;

        /// <summary>Whether it was answered or given up.</summary>
        public bool IsOver { get; set; }
    }
}

using DroneLink.CloudSdk.Projection;

namespace DroneLink.Simulation.Fleet;

/// <summary>Puts faults before a store: it is down, stores in part, stores and says nothing, says it failed, or gets its records twice.</summary>
internal sealed class FleetSink(IRecordSink store, Conditions faults) : IRecordSink
{
    public async ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default)
    {
        if (!faults.Strikes()) return await store.WriteAsync(records, cancellationToken);
        switch (faults.Chance.Next(5))
        {
            case 0:
                throw new IOException("The store cannot be reached.");
            case 1:
                await store.WriteAsync(records, cancellationToken);
                throw new TimeoutException("No answer came.");
            case 2:
                var count = faults.Chance.Next(records.Count + 1);
                var failures = await store.WriteAsync([.. records.Take(count)], cancellationToken);
                return [.. failures, .. Enumerable.Range(count, records.Count - count).Select(Failure)];
            case 3:
                await store.WriteAsync(records, cancellationToken);
                return [Failure(faults.Chance.Next(records.Count))];
            default:
                await store.WriteAsync(records, cancellationToken);
                return await store.WriteAsync(records, cancellationToken);
        }
    }

    private static SinkFailure Failure(int index) => new(index, IsPoison: false, "throttled", "Rate exceeded.");
}

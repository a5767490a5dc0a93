using DroneLink.CloudSdk.Streams;

namespace DroneLink.Simulation.Fleet;

/// <summary>A stream in memory that throttles, fails in part, loses answers and stores twice, as <see cref="ITelemetryStream"/> allows.</summary>
internal sealed class FleetStream(StreamLog log, Conditions faults) : ITelemetryStream
{
    public ValueTask<IReadOnlyList<StreamResult>> PutAsync(IReadOnlyList<StreamEntry> entries, CancellationToken cancellationToken = default)
    {
        if (!faults.Strikes()) return new(Put(entries, entries.Count));
        switch (faults.Chance.Next(5))
        {
            case 0:
                return new(Put(entries, 0));
            case 1:
                throw new IOException("The stream cannot be reached.");
            case 2:
                Put(entries, entries.Count);
                throw new TimeoutException("No answer came.");
            case 3:
                return new(Put(entries, faults.Chance.Next(entries.Count + 1)));
            default:
                Put(entries, entries.Count);
                return new(Put(entries, entries.Count));
        }
    }

    // All of a put are of one device: behind the first that fails the others do too.
    private StreamResult[] Put(IReadOnlyList<StreamEntry> entries, int stored) =>
    [
        .. entries.Select((entry, i) => i < stored
            ? new StreamResult(log.Append(entry.PartitionKey, entry.Data.Span))
            : new StreamResult(null, "ProvisionedThroughputExceededException", "Rate exceeded.")),
    ];
}

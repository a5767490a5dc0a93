using DroneLink.CloudSdk.Streams;

namespace DroneLink.Tool.Tests.EndToEnd.Faults;

/// <summary>A stream that throttles, fails in part, loses answers and stores twice, within its contract.</summary>
internal sealed class FaultyStream(ITelemetryStream stream, FaultPlan plan) : ITelemetryStream
{
    private const string Place = "stream";

    public async ValueTask<IReadOnlyList<StreamResult>> PutAsync(IReadOnlyList<StreamEntry> entries, CancellationToken cancellationToken = default)
    {
        switch (plan.Pick(Place, "throttled", "out of reach", "answer lost", "part", "twice"))
        {
            case "throttled":
                return [.. entries.Select(_ => new StreamResult(null, "ProvisionedThroughputExceededException", "Rate exceeded."))];
            case "out of reach":
                throw new IOException("The stream cannot be reached.");
            case "answer lost":
                await stream.PutAsync(entries, cancellationToken);
                throw new TimeoutException("No answer came.");
            case "part":
                // A key from which one fails, all that follow of it too.
                var key = entries[plan.Next(entries.Count)].PartitionKey;
                var stored = await stream.PutAsync([.. entries.Where(entry => entry.PartitionKey != key)], cancellationToken);
                using (var results = stored.GetEnumerator())
                {
                    return [.. entries.Select(entry => entry.PartitionKey != key && results.MoveNext() ? results.Current : new StreamResult(null, "InternalFailure", "Not now."))];
                }

            case "twice":
                await stream.PutAsync(plan.Shuffle(entries), cancellationToken);
                break;
        }

        return await stream.PutAsync(entries, cancellationToken);
    }
}

using DroneLink.CloudSdk.Projection;

namespace DroneLink.Tool.Tests.EndToEnd.Faults;

/// <summary>A sink that is down, fails in part, loses answers, and gets its records twice and in another order.</summary>
internal sealed class FaultySink(IRecordSink sink, string place, FaultPlan plan) : IRecordSink
{
    public async ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default)
    {
        switch (plan.Pick(place, "down", "answer lost", "part", "denied", "twice", "reordered"))
        {
            case "down":
                throw new IOException("The sink cannot be reached.");
            case "answer lost":
                await sink.WriteAsync(records, cancellationToken);
                throw new TimeoutException("No answer came.");
            case "part":
                var half = records.Index().Where(_ => plan.Next(2) == 0).ToList();
                var failures = await sink.WriteAsync([.. half.Select(item => item.Item)], cancellationToken);
                return
                [
                    .. failures.Select(failure => failure with { Index = half[failure.Index].Index }),
                    .. Enumerable.Range(0, records.Count).Except(half.Select(item => item.Index)).Select(index => Failure(index)),
                ];
            case "denied":
                // Stored, and said not to be.
                await sink.WriteAsync(records, cancellationToken);
                return [Failure(plan.Next(records.Count))];
            case "twice":
                await sink.WriteAsync(records, cancellationToken);
                break;
            case "reordered":
                var order = plan.Shuffle(records.Index());
                var shuffled = await sink.WriteAsync([.. order.Select(item => item.Item)], cancellationToken);
                return [.. shuffled.Select(failure => failure with { Index = order[failure.Index].Index })];
        }

        return await sink.WriteAsync(records, cancellationToken);
    }

    private static SinkFailure Failure(int index) => new(index, IsPoison: false, "throttled", "Rate exceeded.");
}

using DroneLink.CloudSdk.Ingest;

namespace DroneLink.Tool.Tests.EndToEnd.Faults;

/// <summary>Dead letters that cannot always be kept, or are kept without an answer.</summary>
internal sealed class FaultyDeadLetters(IDeadLetterArchive letters, FaultPlan plan) : IDeadLetterArchive
{
    public async ValueTask PutAsync(IReadOnlyList<DeadLetter> refused, CancellationToken cancellationToken = default)
    {
        var fault = plan.Pick("dead letters", "down", "answer lost");
        if (fault == "down")
            throw new IOException("The letters cannot be kept.");
        await letters.PutAsync(refused, cancellationToken);
        if (fault == "answer lost")
            throw new TimeoutException("No answer came.");
    }

    public ValueTask<IReadOnlyList<StoredDeadLetter>> ListAsync(int limit, string? after, CancellationToken cancellationToken) =>
        letters.ListAsync(limit, after, cancellationToken);

    public ValueTask<long> CountDroppedAsync(CancellationToken cancellationToken) => letters.CountDroppedAsync(cancellationToken);
}

using DroneLink.CloudSdk.Ingest;

namespace DroneLink.Tool.GroundStation;

/// <summary>Counts what goes to the dead letters on its way there. Thread safe. Borrows where they are kept.</summary>
/// <param name="letters">Keeps them.</param>
internal sealed class CountingDeadLetters(IDeadLetters letters) : IDeadLetters
{
    private long _count;

    /// <summary>Letters since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Counts one that another way put there.</summary>
    public void CountOne() => Interlocked.Increment(ref _count);

    /// <inheritdoc/>
    public async ValueTask PutAsync(IReadOnlyList<DeadLetter> refused, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refused);
        await letters.PutAsync(refused, cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _count, refused.Count);
    }
}

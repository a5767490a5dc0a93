using DroneLink.CloudSdk.Ingest;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>Notes what the dead letters have.</summary>
internal sealed class WatchedDeadLetters(IDeadLetters letters, CloudAccounts accounts) : IDeadLetters
{
    public async ValueTask PutAsync(IReadOnlyList<DeadLetter> put, CancellationToken cancellationToken = default)
    {
        await letters.PutAsync(put, cancellationToken);
        accounts.Buried(put);
    }
}

using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Forged;

/// <summary>Forges and replays whatever carries a signature, a password or a name, and counts what is taken: README.md in Hostile.</summary>
internal sealed class ForgedCampaign : Campaign
{
    private const int Requests = 1000;

    /// <inheritdoc/>
    public override string Name => "forged";

    /// <inheritdoc/>
    public override string Description => "Forged and replayed requests, frames, manifests, beacons, tokens, topics and cursors: none may be taken.";

    /// <inheritdoc/>
    public override string Unit => "requests";

    /// <inheritdoc/>
    public override long BudgetAmount => 100_000;

    /// <inheritdoc/>
    public override void Run(Case run)
    {
        var forger = AllForgers.Create(run.Seed);
        try
        {
            for (var i = 0; i < Requests; i++)
            {
                if (i % 100 == 0) ViolationException.Unless(forger.TakesGenuine(), () => $"{forger.Name}: the genuine one is refused");
                var isTaken = forger.Takes(run.Random, out var forgery);
                if (run.IsTold) run.Tell($"{forger.Name}: {forgery}");
                ViolationException.Unless(!isTaken, () => $"{forger.Name}: taken, {forgery}");
            }
        }
        finally
        {
            (forger as IDisposable)?.Dispose();
        }

        run.Tally.Count("requests", Requests);
        run.Tally.Count($"requests, {forger.Name}", Requests);
    }
}

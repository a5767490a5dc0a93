using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Media;

namespace DroneLink.Simulation.Update;

/// <summary>
/// A cut at every write and delete of an update, from the first boot until the cloud knows how it ended. The update itself goes on: at each operation copies of
/// it lose their power there and live on to their end, through up to two more cuts.
/// </summary>
internal sealed class UpdateCampaign : Campaign
{
    private const int MoreCuts = 2;
    private const int LivesAtAnOperation = 2;

    /// <inheritdoc/>
    public override string Name => "update";

    /// <inheritdoc/>
    public override string Description => "Power cuts at every write and delete of updates, one to three in a life, of payloads that work and that do not.";

    /// <inheritdoc/>
    public override string Unit => "cuts";

    /// <inheritdoc/>
    public override long BudgetAmount => 20_000;

    /// <inheritdoc/>
    public override void Run(Case run)
    {
        var random = run.Random;
        var story = new UpdateStory(random);
        var store = new CutStore(random.Next(), (MediumKind)random.Next(3));
        var life = new UpdateLife(story, store, random.Next()) { Tell = run.IsTold ? run.Tell : null };
        run.Tell($"{story}, {store.Kind} flash");
        var refuses = random.Next(4) == 0;
        if (refuses)
        {
            store.RefuseFrom = store.Operations + 1 + random.Next(40);
            store.RefuseUntil = store.RefuseFrom + 1 + random.Next(random.Next(2) == 0 ? 6 : 40);
            run.Tell($"operations {store.RefuseFrom} to {store.RefuseUntil - 1} are refused");
        }

        store.Before = (name, wanted) =>
        {
            for (var i = 0; i < LivesAtAnOperation; i++) Cut(run, life, name, wanted);
        };
        life.Run();
        store.Before = null;
        life.CheckEnd();
        if (!refuses) ViolationException.Unless(life.Reports.Count() == 2, () => $"told {string.Join(' ', life.Reports)}");
        life.Attack();
        run.Tally.Count("updates");
        run.Tally.Count("writes and deletes refused", store.Refusals);
    }

    private static void Cut(Case run, UpdateLife life, string name, byte[]? wanted)
    {
        if (!run.Faults.Strikes(1, out var chance)) return;
        run.Tell($"  in another life the power goes in operation {life.Store.Operations + 1}, while {name} is {(wanted is null ? "deleted" : "written")}");
        var store = life.Store.Copy(chance.Next());
        try
        {
            store.Cut(name, wanted);
        }
        catch (PowerCutException)
        {
            // As it was told to.
        }

        var other = life.AfterCut(store, chance.Next());
        other.CutsToCome = chance.Next(MoreCuts + 1);
        other.Run();
        other.CheckEnd();
        if (chance.Next(8) == 0) other.Attack();
        run.Tally.Count("cuts", other.Cuts);
        run.Tally.Count(other.Cuts switch { 1 => "lives of one cut", 2 => "lives of two cuts", _ => "lives of three cuts" });
        run.Tally.Count("writes and deletes refused", store.Refusals);
        run.Tell("  so much for that");
    }
}

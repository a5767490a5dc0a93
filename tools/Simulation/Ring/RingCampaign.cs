using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Media;

namespace DroneLink.Simulation.Ring;

/// <summary>
/// A cut at every operation of a random history. The history itself goes on: at each operation a copy of it loses its power there, starts anew, and lives
/// on through up to two more cuts, while it opens too.
/// </summary>
internal sealed class RingCampaign : Campaign
{
    private const int Steps = 90;
    private const int MoreCuts = 2;

    private static readonly string[] Nonsense = ["00000000.a", "00000000.b", "0000000a.a", "ffffffff.b", "cursor.0", "cursor.1"];

    /// <inheritdoc/>
    public override string Name => "ring";

    /// <inheritdoc/>
    public override string Description => "Power cuts at every operation of random histories of the flash ring, up to three in a life, on three kinds of flash.";

    /// <inheritdoc/>
    public override string Unit => "cuts";

    /// <inheritdoc/>
    public override long BudgetAmount => 100_000;

    /// <inheritdoc/>
    public override void Run(Case run)
    {
        var random = run.Random;
        var kind = (MediumKind)random.Next(3);
        var store = new CutStore(random.Next(), kind);
        var maxSegments = 2 + random.Next(4);
        var model = new RingModel(random.Next(), store, maxSegments, 200 + (random.Next(4) * 600)) { CutsToCome = 0, Tell = run.IsTold ? run.Tell : null };
        var mode = random.Next(6);
        if (mode == 0) store.RefuseShare = 0.3;
        if (kind == MediumKind.Hostile && random.Next(2) == 0) Array.ForEach(Nonsense, store.Scribble);
        run.Tell($"{kind}, {maxSegments} segments{(mode == 0 ? ", writes are refused" : mode == 1 ? ", now and then full" : "")}");
        store.Before = (name, wanted) => Cut(run, model, name, wanted);
        model.Start();
        for (var step = 0; step < Steps; step++)
        {
            if (mode == 1 && random.Next(8) == 0) store.Blocks = random.Next(2) == 0 ? 0 : 1 + random.Next(maxSegments + 3);
            model.Step();
        }

        if (!store.MayRefuse)
            ViolationException.Unless(mode == 1 || store.PeakFiles <= maxSegments + 3 + Nonsense.Length, () => $"{store.PeakFiles} files at once");
        End(model);
        Count(run.Tally, model, store);
        run.Tally.Count("histories");
    }

    private static void Cut(Case run, RingModel model, string name, byte[]? wanted)
    {
        if (!run.Faults.Strikes(1, out var chance)) return;
        run.Tell($"  in another life the power goes while {name} is {(wanted is null ? "deleted" : "written")}");
        var store = model.Store.Copy(chance.Next());
        try
        {
            store.Cut(name, wanted);
        }
        catch (PowerCutException)
        {
            // As it was told to.
        }

        var more = chance.Next(MoreCuts + 1);
        var life = model.AfterCut(store, chance.Next(), more);
        for (var step = 0; step < 2 || (life.Cuts <= more && step < 12); step++) life.Step();
        if (chance.Next(4) == 0) End(life);
        Count(run.Tally, life, store);
        run.Tell("  so much for that");
    }

    private static void End(RingModel model)
    {
        model.RestartInOrder();
        model.Step();
        model.RestartInOrder();
        model.Drain();
    }

    private static void Count(Tally tally, RingModel model, CutStore store)
    {
        if (model.Cuts > 0)
        {
            tally.Count("cuts", model.Cuts);
            tally.Count("cuts while the ring opens", model.CutsInRecovery);
            tally.Count(model.Cuts switch { 1 => "lives of one cut", 2 => "lives of two cuts", _ => "lives of three cuts or more" });
        }

        tally.Count("writes refused", store.Refusals);
    }
}

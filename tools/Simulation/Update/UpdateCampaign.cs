using DroneLink.Firmware.Ota;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Update;

/// <summary>
/// Updates that are disturbed. Of each device that is drawn: its undisturbed life; one with a power cut at each write and each delete of that
/// one; and many with two or three cuts, refused writes, lost connections, and manifests that are not allowed.
/// </summary>
internal sealed class UpdateCampaign : Campaign
{
    private const int TroubledLives = 40;
    private const int MaxImage = 11000;

    public override string Name => "update";

    public override string Description => "Cuts power in the life of an update: one good and allowed payload runs, the security counter never falls, one end is told.";

    public override string Unit => "cuts";

    public override long BudgetAmount => 20_000;

    public override void Run(Case run)
    {
        var scenario = OtaScenario.Draw(run.Random);
        run.Tally.Count($"devices offered: {scenario.Kind}");
        var calm = Live(run, scenario, OtaTrouble.None);
        for (var at = 1; at <= calm.Operations; at++)
        {
            if (!run.Faults.Strikes(1, out var chance)) continue;
            Live(run, scenario, new OtaTrouble { Cuts = [(at, OtaTrouble.DrawCut(chance))] });
        }

        for (var life = 0; life < TroubledLives; life++)
        {
            var trouble = OtaTrouble.Draw(run, calm.Operations, calm.Steps);
            if (trouble.IsAny) Live(run, scenario, trouble);
        }

        Load(run);
    }

    private static void Load(Case run)
    {
        var (size, isDirty) = (run.Random.Next(16, MaxImage), run.Random.Next(2) == 0);
        var cuts = new List<(int, OtaCut?)>();
        for (var more = OtaBoot.MaxTrialStarts - 1; more > 0; more--)
        {
            if (run.Faults.Strikes(1, out var chance)) cuts.Add((1 + chance.Next(16), OtaTrouble.DrawCut(chance)));
        }

        var network = new OtaNetwork(run.Seed, size, isDirty, cuts);
        ViolationException.Unless(network.Run(), () => $"over a network of chance it is not loaded: phase {network.Phase}, {size} bytes");
        run.Tally.Count("cuts", network.Cuts);
        run.Tally.Count("downloads over a network of chance");
    }

    private static OtaLife Live(Case run, OtaScenario scenario, OtaTrouble trouble)
    {
        var life = new OtaLife(scenario, trouble, run.Seed);
        life.Run();
        run.Tally.Count("cuts", life.Cuts);
        run.Tally.Count("lives");
        run.Tally.Count("starts", life.Boots);
        run.Tally.Count($"lives of {life.Cuts} cuts");
        if (trouble.RefuseFrom > 0) run.Tally.Count("lives with a flash that refuses");
        foreach (var (_, what, _) in trouble.Disturbances) run.Tally.Count($"disturbances: {what}");

        return life;
    }
}

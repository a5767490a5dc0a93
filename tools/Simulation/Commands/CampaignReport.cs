using System.Diagnostics;
using DroneLink.Simulation.Campaigns;
using Spectre.Console;

namespace DroneLink.Simulation.Commands;

/// <summary>Runs a campaign before a person's eyes: a bar while it runs, what was tried at its end, and of a failure the shortest story and how to see it again.</summary>
internal static class CampaignReport
{
    private const int ShrinkTries = 200;

    /// <summary>Runs a campaign.</summary>
    /// <returns>Whether every promise held.</returns>
    public static bool Run(Campaign campaign, int jobs, int firstSeed, int cases, long amount)
    {
        var runner = new CampaignRunner(campaign, jobs, firstSeed);
        var watch = Stopwatch.StartNew();
        Say($"{campaign.Name}: {campaign.Description} Seeds from {firstSeed} on, {jobs} at a time.");
        AnsiConsole.Progress().HideCompleted(true).Start(context =>
        {
            var bar = context.AddTask(campaign.Name);
            runner.Run(cases, amount, part => bar.Value = part * 100);
        });
        foreach (var line in runner.Tally.Lines()) Say(line);
        Say($"{campaign.Name}: {runner.Cases} cases in {watch.Elapsed.TotalSeconds:F1} s, {(runner.Failure is null ? "every promise held" : "a promise was broken")}");
        if (runner.Failure is not null) Explain(runner.Failure);
        return runner.Failure is null;
    }

    /// <summary>Runs one case and tells its story.</summary>
    /// <returns>Whether every promise held.</returns>
    public static bool Replay(Campaign campaign, int seed, IReadOnlySet<int>? only)
    {
        var tally = new Tally();
        var failure = CampaignRunner.RunOne(campaign, seed, tally, Console.Out.WriteLine, only);
        foreach (var line in tally.Lines()) Say(line);
        Say(failure is null ? "Every promise held." : failure.Exception.ToString());
        return failure is null;
    }

    /// <summary>Says of a failure what it was, and the command that shows it again.</summary>
    public static void Explain(Failure failure)
    {
        Say($"seed {failure.Seed}: {failure.Exception}");
        var kept = failure.Struck;
        if (kept.Count > 1)
        {
            kept = Shrinker.Shrink(failure, ShrinkTries);
            Say($"Of its {failure.Struck.Count} faults {kept.Count} are enough.");
        }

        var only = kept.Count > 0 ? $" --only {string.Join(',', kept)}" : "";
        Say($"To see it again: dotnet run -c Release --project tools/Simulation -- {failure.Campaign.Name}{failure.Campaign.Arguments} --seed {failure.Seed}{only}");
    }

    private static void Say(string line) => Console.Out.WriteLine(line);
}

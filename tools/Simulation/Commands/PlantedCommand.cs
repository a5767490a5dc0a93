using System.CommandLine;
using System.Globalization;
using DroneLink.Simulation.Planted;

namespace DroneLink.Simulation.Commands;

/// <summary><c>planted</c>: the checker is itself checked. Bugs are put into the code, one at a time, and the campaigns have to find each.</summary>
internal static class PlantedCommand
{
    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        var command = new Command("planted", "Put bugs into the code, one at a time, and see that the campaigns find each. Takes minutes.");
        var only = new Option<string[]>("--only") { HelpName = "NAME", Description = "The bugs whose names, or areas, contain this; may be given more than once. Default: all." };
        var from = new Option<int>("--from") { HelpName = "SEED", Description = "Number of each campaign's first case. Default: 1.", DefaultValueFactory = _ => 1 };
        var jobs = CampaignCommand.Jobs();
        foreach (var option in (Option[])[only, from, jobs]) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(only) ?? [];
            var bugs = PlantedBugs.All.Where(bug => wanted.Length == 0 || wanted.Any(name => bug.Name.Contains(name, StringComparison.Ordinal) || bug.Area == name)).ToList();
            if (bugs.Count == 0)
            {
                Console.Error.WriteLine($"planted: --only: no bug of that name. There are: {string.Join(", ", PlantedBugs.All.Select(bug => bug.Name))}");
                return 1;
            }

            return Run(bugs, new Trial(new Compiler(), parsed.GetValue(from)), parsed.GetValue(jobs)) ? 0 : 1;
        });
        return command;
    }

    private static bool Run(List<PlantedBug> bugs, Trial trial, int jobs)
    {
        // A campaign that finds something in the code as it is finds nothing of what is planted.
        var finders = bugs.SelectMany(bug => bug.Finders).Distinct().ToList();
        foreach (var project in finders.OfType<TestFinder>().Select(finder => finder.Project).Distinct()) Compiler.Build(project);
        var held = Each(finders, jobs, finder => finder.Name, Control, VerdictKind.Held);
        var found = Each(bugs, jobs, bug => $"{bug.Area}: {bug.Name}", trial.Run, VerdictKind.Found);
        Console.Out.WriteLine($"{found} of {bugs.Count} planted bugs were found; with nothing planted {held} of {finders.Count} campaigns held.");
        return found == bugs.Count && held == finders.Count;

        Verdict Control(Finder finder) => trial.Control(finder, bugs.Where(bug => bug.Finders.Contains(finder)).Select(bug => bug.File));
    }

    private static int Each<T>(IReadOnlyList<T> all, int jobs, Func<T, string> name, Func<T, Verdict> run, VerdictKind right)
    {
        var count = 0;
        var console = new Lock();
        Parallel.ForEach(all, new ParallelOptions { MaxDegreeOfParallelism = jobs }, one =>
        {
            var verdict = run(one);
            lock (console)
            {
                count += verdict.Kind == right ? 1 : 0;
                var word = verdict.Kind == right ? right == VerdictKind.Found ? "found " : "held  " : right == VerdictKind.Found ? "MISSED" : "BROKEN";
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{word} {verdict.Seconds,6:F1} s  {name(one),-44} {verdict.Text}"));
            }
        });
        return count;
    }
}

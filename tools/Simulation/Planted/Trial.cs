using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DroneLink.Simulation.Planted;

/// <summary>The programs of this build in a folder of their own, one assembly exchanged for one with a bug in it, and the campaigns that are to find it.</summary>
/// <param name="compiler">Compiles the bug. Borrowed.</param>
/// <param name="firstSeed">Where the campaigns begin.</param>
internal sealed partial class Trial(Compiler compiler, int firstSeed)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(150);

    // A bug that eats memory shall not take the machine's.
    private static readonly (string Name, string Value) Memory = ("DOTNET_GCHeapHardLimit", "0x80000000");

    /// <summary>Runs a campaign on the code as it is.</summary>
    public Verdict Control(Finder finder) => Watch(() => Try(finder, AppContext.BaseDirectory));

    /// <summary>Tries whether a bug is found.</summary>
    public Verdict Run(PlantedBug bug) => Watch(() =>
    {
        var folder = Directory.CreateTempSubdirectory("planted-").FullName;
        try
        {
            var text = bug.Plant(File.ReadAllText(SourceTree.PathOf(bug.File)));
            CopyPrograms(AppContext.BaseDirectory, folder);
            compiler.Compile(bug.File, text, folder);
            var missed = new Verdict(VerdictKind.Failed, "no campaign is to find it");
            foreach (var finder in bug.Finders)
            {
                var verdict = Try(finder, folder);
                if (verdict.Kind == VerdictKind.Found) return verdict;
                missed = verdict;
            }

            return missed;
        }
        catch (PlantedBugException e)
        {
            return new Verdict(VerdictKind.Failed, e.Message);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    });

    private static Verdict Watch(Func<Verdict> verdict)
    {
        var watch = Stopwatch.StartNew();
        return verdict() with { Seconds = watch.Elapsed.TotalSeconds };
    }

    private static void CopyPrograms(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private Verdict Try(Finder finder, string folder)
    {
        string[] arguments =
        [
            Path.Combine(folder, "DroneLink.Simulation.dll"), finder.Campaign, "--jobs", "1",
            "--from", firstSeed.ToString(CultureInfo.InvariantCulture), "--amount", finder.Amount.ToString(CultureInfo.InvariantCulture),
        ];
        var run = ChildProcess.Run("dotnet", arguments, folder, Limit, line => Broken().IsMatch(line), Memory);
        var cases = run.Lines.Select(line => Cases().Match(line)).LastOrDefault(match => match.Success)?.Groups[1].Value ?? "?";
        var broken = run.Lines.Select(line => Broken().Match(line)).FirstOrDefault(match => match.Success);
        if (broken is not null) return new Verdict(VerdictKind.Found, $"{finder.Campaign}, case {cases}: {broken.Groups[1].Value}");
        return run.ExitCode switch
        {
            0 => new Verdict(VerdictKind.Held, $"{finder.Campaign}: every promise held in {finder.Amount}"),
            1 => new Verdict(VerdictKind.Failed, $"{finder.Campaign}: {run.Lines.LastOrDefault()}"),
            null => new Verdict(VerdictKind.Failed, $"{finder.Campaign}: nothing found in {Limit.TotalSeconds} s"),
            var code => new Verdict(VerdictKind.Found, $"{finder.Campaign}: it killed the process ({code})"),
        };
    }

    [GeneratedRegex(@"^seed -?\d+: (?:DroneLink\.Simulation\.Campaigns\.)?(.+)$")]
    private static partial Regex Broken();

    [GeneratedRegex(@"^\w+: (\d+) cases in ")]
    private static partial Regex Cases();
}

using System.Diagnostics;
using System.Globalization;

namespace DroneLink.Simulation.Planted;

/// <summary>The programs of this build in a folder of their own, one assembly exchanged for one with a bug in it, and what is to find the bug.</summary>
/// <param name="compiler">Compiles the bug. Borrowed.</param>
/// <param name="firstSeed">Where the campaigns begin.</param>
internal sealed class Trial(Compiler compiler, int firstSeed)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(150);

    // A bug that eats memory shall not take the machine's.
    private static readonly (string Name, string Value) Memory = ("DOTNET_GCHeapHardLimit", "0x80000000");

    /// <summary>Runs a finder on the code as it is.</summary>
    public Verdict Control(Finder finder) => Watch(() => Try(finder, finder.Programs));

    /// <summary>Tries whether a bug is found.</summary>
    public Verdict Run(PlantedBug bug) => Watch(() =>
    {
        var folder = Directory.CreateTempSubdirectory("planted-").FullName;
        try
        {
            var text = bug.Plant(File.ReadAllText(SourceTree.PathOf(bug.File)));
            var assembly = compiler.Compile(bug.File, text, folder);
            var missed = new Verdict(VerdictKind.Failed, "nothing is to find it");
            foreach (var finder in bug.Finders)
            {
                var programs = Directory.CreateDirectory(Path.Combine(folder, "programs"));
                CopyPrograms(finder.Programs, programs.FullName);
                File.Copy(assembly, Path.Combine(programs.FullName, Path.GetFileName(assembly)), true);
                var verdict = Try(finder, programs.FullName);
                if (verdict.Kind == VerdictKind.Found) return verdict;
                missed = verdict;
                programs.Delete(true);
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
        var watch = Stopwatch.StartNew();
        var run = ChildProcess.Run("dotnet", finder.Arguments(folder, firstSeed), folder, Limit, line => finder.Finding(line) is not null, Memory);
        var after = string.Create(CultureInfo.InvariantCulture, $"{finder.Name} in {watch.Elapsed.TotalSeconds:F1} s");
        if (run.Lines.Select(finder.Finding).FirstOrDefault(finding => finding is not null) is { } found) return new Verdict(VerdictKind.Found, $"{after}, {found}");
        return run.ExitCode switch
        {
            0 => new Verdict(VerdictKind.Held, after),
            1 => new Verdict(VerdictKind.Failed, $"{after}: {run.Lines.LastOrDefault()}"),
            null => new Verdict(VerdictKind.Failed, $"{after}: no end, and nothing found"),
            var code => new Verdict(VerdictKind.Found, $"{after}: it killed the process ({code})"),
        };
    }
}

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

    /// <summary>Runs a finder on the code as it is, compiled as it will be with a bug in it.</summary>
    /// <param name="finder">Which.</param>
    /// <param name="files">The sources that are to have bugs.</param>
    public Verdict Control(Finder finder, IEnumerable<string> files) => InFolder(folder =>
    {
        var programs = CopyPrograms(finder, folder);
        foreach (var file in files.DistinctBy(SourceTree.ProjectOf)) compiler.Compile(file, File.ReadAllText(SourceTree.PathOf(file)), programs);
        return Try(finder, programs);
    });

    /// <summary>Tries whether a bug is found.</summary>
    public Verdict Run(PlantedBug bug) => InFolder(folder =>
    {
        var text = bug.Plant(File.ReadAllText(SourceTree.PathOf(bug.File)));
        var assembly = compiler.Compile(bug.File, text, folder);
        var missed = new Verdict(VerdictKind.Failed, "nothing is to find it");
        foreach (var finder in bug.Finders)
        {
            var programs = CopyPrograms(finder, folder);
            File.Copy(assembly, Path.Combine(programs, Path.GetFileName(assembly)), true);
            var verdict = Try(finder, programs);
            if (verdict.Kind == VerdictKind.Found) return verdict;
            missed = verdict;
            Directory.Delete(programs, true);
        }

        return missed;
    });

    // Below the sources, since some of what is run looks for them.
    private static Verdict InFolder(Func<string, Verdict> run)
    {
        var watch = Stopwatch.StartNew();
        var folder = Directory.CreateDirectory(Path.Combine(SourceTree.Root, "artifacts", "planted", Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            return run(folder) with { Seconds = watch.Elapsed.TotalSeconds };
        }
        catch (PlantedBugException e)
        {
            return new Verdict(VerdictKind.Failed, e.Message, watch.Elapsed.TotalSeconds);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string CopyPrograms(Finder finder, string folder)
    {
        var programs = Path.Combine(folder, "programs");
        foreach (var file in Directory.EnumerateFiles(finder.Programs, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(programs, Path.GetRelativePath(finder.Programs, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return programs;
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

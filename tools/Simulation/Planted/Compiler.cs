using System.Collections.Concurrent;
using System.Text.Json;

namespace DroneLink.Simulation.Planted;

/// <summary>
/// Compiles a project with one source replaced, as its last build did, but without analyzers: MSBuild is asked once for the compiler's command line, and the
/// compiler's server keeps what all builds have in common. The sources stay as they are.
/// </summary>
internal sealed class Compiler
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<string, Lazy<(string Csc, IReadOnlyList<string> Arguments)>> _projects = new(StringComparer.Ordinal);

    /// <summary>Compiles.</summary>
    /// <param name="file">The source, from the project's folder on.</param>
    /// <param name="text">What it has to be.</param>
    /// <param name="folder">Gets the assembly.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="PlantedBugException">It does not compile.</exception>
    public string Compile(string file, string text, string folder)
    {
        var (project, assembly) = SourceTree.ProjectOf(file);
        var (csc, arguments) = _projects.GetOrAdd(project, name => new Lazy<(string, IReadOnlyList<string>)>(() => Ask(name))).Value;
        var home = Path.GetDirectoryName(SourceTree.PathOf(project))!;
        var replaced = SourceTree.PathOf(file);
        var source = Path.Combine(folder, "planted.cs");
        File.WriteAllText(source, text);
        List<string> lines = [];
        var isReplaced = false;
        foreach (var argument in arguments)
        {
            if (argument.EndsWith(".cs", StringComparison.Ordinal) && argument[0] != '-' && Path.GetFullPath(argument, home) == replaced)
            {
                isReplaced = true;
                lines.Add(source);
            }
            else
            {
                lines.Add(argument);
            }
        }

        if (!isReplaced) throw new PlantedBugException($"{file}: {project} does not compile it");
        var response = Path.Combine(folder, "planted.rsp");
        var compiled = Path.Combine(folder, assembly);
        File.WriteAllLines(response, [.. lines.Select(Quote), Quote($"/out:{compiled}")]);
        var run = ChildProcess.Run("dotnet", [csc, "/noconfig", "/nologo", "/shared", "/skipanalyzers+", $"@{response}"], home, Limit);
        if (run.ExitCode != 0) throw new PlantedBugException($"{file}: {run.Lines.FirstOrDefault() ?? "the compiler said nothing"}");
        return compiled;
    }

    /// <summary>Builds a project, as it is.</summary>
    /// <exception cref="PlantedBugException">It does not build.</exception>
    public static void Build(string project)
    {
        var run = ChildProcess.Run("dotnet", ["build", SourceTree.PathOf(project), "-c", "Release", "-v", "q"], SourceTree.Root, TimeSpan.FromMinutes(10));
        if (run.ExitCode != 0) throw new PlantedBugException($"{project}: {string.Join('\n', run.Lines)}");
    }

    private static (string Csc, IReadOnlyList<string> Arguments) Ask(string project)
    {
        var run = ChildProcess.Run(
            "dotnet",
            [
                "msbuild", SourceTree.PathOf(project), "-t:PrepareResources;Compile", "-p:Configuration=Release", "-p:BuildProjectReferences=false", "-p:ProvideCommandLineArgs=true",
                "-p:SkipCompilerExecution=true", "-p:NonExistentFile=never/made", "-getItem:CscCommandLineArgs", "-getProperty:RoslynTargetsPath",
            ],
            SourceTree.Root,
            Limit);
        if (run.ExitCode != 0) throw new PlantedBugException($"{project}: {string.Join('\n', run.Lines)}");
        using var json = JsonDocument.Parse(string.Join('\n', run.Lines));
        var csc = Path.Combine(json.RootElement.GetProperty("Properties").GetProperty("RoslynTargetsPath").GetString()!, "bincore", "csc.dll");
        var arguments = json.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!);
        return (csc, [.. arguments.Where(IsWanted)]);
    }

    // What a build leaves behind is not touched, and a warning about a bug is no hindrance.
    private static bool IsWanted(string argument) =>
        argument != "/noconfig" && !((string[])["/out:", "/refout:", "/doc:", "/warnaserror"]).Any(start => argument.StartsWith(start, StringComparison.Ordinal));

    private static string Quote(string argument) => argument.Contains('"', StringComparison.Ordinal) ? argument : $"\"{argument}\"";
}

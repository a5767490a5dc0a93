using System.Diagnostics;
using DroneLink.Tool.Commands;

namespace DroneLink.Tool.Tests;

/// <summary>The command, run in this process: its exit code and what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static Task<CommandRun> OfAsync(params string[] args) => OfAsync([], TestContext.Current.CancellationToken, args);

    public static async Task<CommandRun> OfAsync(byte[] input, CancellationToken cancellationToken, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = new CommandConsole(output, TextWriter.Synchronized(error), () => new MemoryStream(input), isInteractive: false);
        var exitCode = await CommandTree.RunAsync(args, console, cancellationToken).WaitAsync(2 * Eventually.Patience, TestContext.Current.CancellationToken);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The same in a process of its own, with variables of an environment.</summary>
    public static async Task<CommandRun> OfProcessAsync(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        foreach (var argument in (string[])[typeof(Program).Assembly.Location, .. args])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CommandRun(process.ExitCode, await output, await error);
    }
}

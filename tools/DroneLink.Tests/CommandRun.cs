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
}

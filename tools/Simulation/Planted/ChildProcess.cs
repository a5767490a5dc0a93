using System.Collections.Concurrent;
using System.Diagnostics;

namespace DroneLink.Simulation.Planted;

/// <summary>A program that is run to its end, or to the line that was waited for, or until it takes too long.</summary>
internal static class ChildProcess
{
    /// <summary>What came of it.</summary>
    /// <param name="ExitCode">How it ended; null when it was ended.</param>
    /// <param name="Lines">What it said.</param>
    internal sealed record Outcome(int? ExitCode, IReadOnlyList<string> Lines);

    /// <summary>Runs one.</summary>
    /// <param name="program">Which.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="isLast">Says of a line that no other is of interest: the program is then ended.</param>
    /// <param name="environment">What its environment has besides.</param>
    public static Outcome Run(
        string program, IEnumerable<string> arguments, string folder, TimeSpan limit, Func<string, bool>? isLast = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var enough = new CancellationTokenSource(limit);
        var lines = new ConcurrentQueue<string>();
        void Take(string? line)
        {
            if (line is null) return;
            lines.Enqueue(line);
            if (isLast?.Invoke(line) == true) enough.Cancel();
        }

        process.OutputDataReceived += (_, said) => Take(said.Data);
        process.ErrorDataReceived += (_, said) => Take(said.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            process.WaitForExitAsync(enough.Token).GetAwaiter().GetResult();
            return new Outcome(process.ExitCode, [.. lines]);
        }
        catch (OperationCanceledException)
        {
            process.Kill(true);
            process.WaitForExit();
            return new Outcome(null, [.. lines]);
        }
    }
}

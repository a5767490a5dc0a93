using BenchmarkDotNet.Loggers;

namespace DroneLink.Bench.Reporting;

/// <summary>Lets through which benchmark begins, and errors, to stderr: stdout is for the table.</summary>
internal sealed class ProgressLogger : ILogger
{
    public string Id => nameof(ProgressLogger);

    public int Priority => 0;

    public void Write(LogKind logKind, string text)
    {
        if (logKind == LogKind.Error)
        {
            Console.Error.Write(text);
        }
    }

    public void WriteLine()
    {
    }

    public void WriteLine(LogKind logKind, string text)
    {
        // What a benchmark throws comes as an ordinary line of its output.
        if (logKind == LogKind.Error
            || text.StartsWith("// Benchmark: ", StringComparison.Ordinal)
            || text.Contains("Exception: ", StringComparison.Ordinal))
        {
            Console.Error.WriteLine(text);
        }
    }

    public void Flush()
    {
    }
}

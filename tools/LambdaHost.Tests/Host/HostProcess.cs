using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using DroneLink.LambdaHost.Tests.Runtime;

namespace DroneLink.LambdaHost.Tests.Host;

/// <summary>The host as a process, started as Lambda starts it.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const int SigTerm = 15;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Task _reading;

    private HostProcess(ProcessStartInfo start)
    {
        StartedAt = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    /// <summary><see cref="Stopwatch"/> time just before it was started.</summary>
    public long StartedAt { get; }

    /// <summary>The most memory that it has had until now.</summary>
    public long PeakMemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    public string Output => string.Join('\n', _output);

    /// <summary>Its lines, each of which must be JSON.</summary>
    public IReadOnlyList<JsonObject> Lines => [.. _output.Select(line => JsonNode.Parse(line)!.AsObject())];

    /// <summary>Starts it.</summary>
    /// <param name="program">The native binary, or the assembly for <c>dotnet</c>.</param>
    /// <param name="api">The Runtime API.</param>
    /// <param name="handler">The variable <c>_HANDLER</c>.</param>
    /// <param name="environment">Further variables.</param>
    public static HostProcess Start(string program, RuntimeApi api, string handler, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var isAssembly = Path.GetExtension(program) == ".dll";
        var start = new ProcessStartInfo(isAssembly ? Dotnet.Path : program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (isAssembly)
            start.ArgumentList.Add(program);
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = api.Authority;
        start.Environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "256";
        start.Environment["_HANDLER"] = handler;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new HostProcess(start);
    }

    /// <summary>Asks it to end, as Lambda does, and waits until it has.</summary>
    /// <returns>Its exit code, and how long it took.</returns>
    public async Task<(int ExitCode, TimeSpan Took)> StopAsync()
    {
        Assert.False(_process.HasExited, $"it ended by itself:\n{Output}");
        var asked = Stopwatch.GetTimestamp();
        Assert.Equal(0, SendSignal(_process.Id, SigTerm));
        return (await ExitAsync(), Stopwatch.GetElapsedTime(asked));
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            _output.Enqueue(line);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}

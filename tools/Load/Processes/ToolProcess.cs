using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using DroneLink.Tool.GroundStation;

namespace DroneLink.Load.Processes;

/// <summary>The tool as a process of its own, which can be killed as no code inside it could prevent.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _lock = new();

    private ToolProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Append(e.Data);
        process.ErrorDataReceived += (_, e) => Append(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has said so far, on both of its streams.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it ended with.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Bytes of memory that it holds now.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? 0 : _process.WorkingSet64;
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="arguments">Its command line.</param>
    public static ToolProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(Station).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new ToolProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it said.</returns>
    /// <exception cref="InvalidOperationException">It ended with an error.</exception>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        await using var tool = Start(arguments);
        await tool.WaitAsync().ConfigureAwait(false);
        return tool.ExitCode == 0
            ? tool.Output
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} exited with {tool.ExitCode}:\n{tool.Output}");
    }

    /// <summary>Waits until it has ended.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public Task WaitAsync() => _process.WaitForExitAsync().WaitAsync(Patience);

    /// <summary>Kills it without warning.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
    }

    /// <summary>Asks it to end, as Ctrl-C and service managers do, and waits until it has.</summary>
    /// <exception cref="InvalidOperationException">It had ended by itself.</exception>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public async Task StopAsync()
    {
        if (_process.HasExited || SendSignal(_process.Id, SigTerm) != 0) throw new InvalidOperationException($"it ended by itself:\n{Output}");
        await WaitAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private void Append(string? line)
    {
        if (line is not null)
        {
            lock (_lock)
            {
                _output.AppendLine(line);
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}

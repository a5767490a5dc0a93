using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace DroneLink.Emulators;

/// <summary>
/// An npm package that <c>serve.js</c> runs on a free port of the loopback: a child process that ends when its input does, so with its parent.
/// </summary>
public abstract class NodeEmulator : IDisposable
{
    private readonly Process? _process;

    /// <summary>Starts it, and returns when it listens or cannot.</summary>
    /// <param name="name">The npm package.</param>
    /// <exception cref="InvalidOperationException">It is installed and did not start.</exception>
    protected NodeEmulator(string name)
    {
        if (Folder() is not { } folder || !Directory.Exists(Path.Combine(folder, "node_modules", name)))
        {
            WhyNot = $"{name} is not installed: run 'npm ci' in tools/emulators (it needs Node.js 20 or newer).";
            return;
        }

        try
        {
            _process = Process.Start(new ProcessStartInfo("node", ["serve.js", name])
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            });
        }
        catch (Win32Exception)
        {
            WhyNot = "Node.js is not installed, 20 or newer.";
            return;
        }

        var line = _process!.StandardOutput.ReadLine();
        if (!int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw new InvalidOperationException($"{name} did not start; it said '{line}'.");
        Address = new Uri($"http://127.0.0.1:{port}");
    }

    /// <summary>Why there is none, and what to do about it; null when it runs.</summary>
    public string? WhyNot { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address
    {
        get => field ?? throw new InvalidOperationException(WhyNot);
        private init;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (_process is null)
            return;
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            _process.Kill();
        _process.Dispose();
    }

    // The build's output is below the checkout, whichever project it belongs to.
    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tools", "emulators");
            if (File.Exists(Path.Combine(candidate, "package.json")))
                return candidate;
        }

        return null;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.Kinesis;
using Amazon.Runtime;

namespace DroneLink.CloudSdk.Tests.Streams;

/// <summary>
/// A kinesalite of its own on a free port of the loopback: a child process that ends when its input does, so with its parent.
/// </summary>
public sealed class Kinesalite : IDisposable
{
    private readonly Process? _process;
    private readonly int _port;

    public Kinesalite()
    {
        var folder = Folder();
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "kinesalite")))
        {
            WhyNot = "kinesalite is not installed; run npm ci in tools/emulators.";
            return;
        }

        try
        {
            _process = Process.Start(new ProcessStartInfo("node", "kinesis.js")
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            WhyNot = "Node.js is not installed.";
            return;
        }

        var line = _process!.StandardOutput.ReadLine();
        if (!int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out _port))
            throw new InvalidOperationException($"kinesalite did not start; it said '{line}'.");
    }

    /// <summary>Why there is none; null when there is.</summary>
    public string? WhyNot { get; }

    public static AmazonKinesisClient Connect(int port) => new(
        new BasicAWSCredentials("test", "test"),
        new AmazonKinesisConfig { ServiceURL = $"http://127.0.0.1:{port}", AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });

    public AmazonKinesisClient Connect() => Connect(_port);

    public void Dispose()
    {
        if (_process is null)
            return;
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            _process.Kill();
        _process.Dispose();
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "tools", "emulators");
}

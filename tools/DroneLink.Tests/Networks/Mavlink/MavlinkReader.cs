using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace DroneLink.Tool.Tests.Networks.Mavlink;

/// <summary>node-mavlink on a UDP port of the loopback: MAVLink as other people read it.</summary>
internal sealed class MavlinkReader : IDisposable
{
    private readonly Process _process;
    private readonly Task _reading;

    private MavlinkReader(Process process, int port)
    {
        _process = process;
        Port = port;
        _reading = Task.Run(ReadAsync);
    }

    public int Port { get; }

    public ConcurrentQueue<JsonElement> Packets { get; } = new();

    private JsonElement? Account { get; set; }

    /// <summary>Starts it, or skips the test where it cannot run.</summary>
    public static MavlinkReader Start()
    {
        var folder = Checkout.File("tools", "mavlink-reader");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(folder, "node_modules", "node-mavlink")), "node-mavlink is not installed: run 'npm ci' in tools/mavlink-reader");
        var node = Programs.Find("node");
        Assert.SkipWhen(node is null, "there is no node on the PATH");
        var process = Process.Start(new ProcessStartInfo(node!, ["read.js"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return new MavlinkReader(process, int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
    }

    /// <summary>Ends it, and returns what it could read and what it could not.</summary>
    public async Task<JsonElement> EndAsync()
    {
        _process.StandardInput.Close();
        await _reading.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        return Account ?? throw new InvalidOperationException("The reader ended without an account.");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var json = JsonSerializer.Deserialize<JsonElement>(line);
            if (json.TryGetProperty("datagrams", out _)) Account = json;
            else Packets.Enqueue(json);
        }
    }
}

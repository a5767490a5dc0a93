using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DroneLink.Load.Network;
using DroneLink.Load.Processes;

namespace DroneLink.Tool.Tests.EndToEnd;

/// <summary>
/// The promise, on real processes and real sockets: whatever is killed or cut in mid-flight, every record is in the store exactly once,
/// but for at most one commit window of a device that was killed.
/// </summary>
public sealed partial class KillsAndCutsTests
{
    private const int CommitMs = 2000;

    // A record is stored with the time at which it was taken; a kill takes effect a moment after it was ordered.
    private const int KillLatencyMs = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task EveryRecordArrivesExactlyOnce()
    {
        using var folder = new TestFolder();
        var data = folder.At("data");
        var httpPort = FreePort();
        var mqttPort = FreePort();
        await using var mqttWire = new ToxicProxy(mqttPort);
        await using var httpWire = new ToxicProxy(httpPort);
        var survivor = await ProvisionAsync("survivor", folder, data, mqttWire.Port, httpWire.Port);
        var victim = await ProvisionAsync("victim", folder, data, mqttWire.Port, httpWire.Port);
        using var api = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}") };

        var station = StartStation(data, httpPort, mqttPort);
        var survivorTwin = StartTwin(survivor);
        var victimTwin = StartTwin(victim);
        try
        {
            await UntilAsync(async () => await CountAsync(api, "survivor") > 30 && await CountAsync(api, "victim") > 30, station, survivorTwin, victimTwin);

            // The broker, and all else of the ground station, dies; the devices take to their flash.
            await station.KillAsync();
            await station.DisposeAsync();
            await UntilAsync(() => Task.FromResult(HasSegments(survivor) && HasSegments(victim)), survivorTwin, victimTwin);
            station = StartStation(data, httpPort, mqttPort);
            var restartedAt = NowMs();
            await UntilAsync(
                async () => await DrainedAsync(api, "survivor", restartedAt) && await DrainedAsync(api, "victim", restartedAt),
                station, survivorTwin, victimTwin);

            // The network is cut, and one device dies with records that are on their way, in RAM and on flash.
            mqttWire.Cut();
            httpWire.Cut();
            await UntilAsync(() => Task.FromResult(HasSegments(survivor) && HasSegments(victim)), station, survivorTwin, victimTwin);
            var killedAt = NowMs();
            await victimTwin.KillAsync();
            var killed = Status().Matches(victimTwin.Output)[^1];
            await victimTwin.DisposeAsync();
            victimTwin = StartTwin(victim);
            mqttWire.Mend();
            httpWire.Mend();
            var mendedAt = NowMs();
            await UntilAsync(
                async () => await DrainedAsync(api, "survivor", mendedAt) && await DrainedAsync(api, "victim", mendedAt),
                station, survivorTwin, victimTwin);

            await survivorTwin.StopAsync();
            await victimTwin.StopAsync();
            AssertEveryRecordOnce(await ReadAllAsync(api, "survivor"), Recorded(survivorTwin));
            var records = await ReadAllAsync(api, "victim");
            AssertEveryRecordOnce(records, Recorded(victimTwin));
            AssertLossIsOneCommitWindow(records, uint.Parse(killed.Groups["boot"].Value, CultureInfo.InvariantCulture), killedAt, killed);
        }
        finally
        {
            await survivorTwin.DisposeAsync();
            await victimTwin.DisposeAsync();
            await station.DisposeAsync();
        }
    }

    private static void AssertEveryRecordOnce(List<JsonNode> records, (uint Boot, uint Count) last)
    {
        foreach (var boot in records.GroupBy(record => record["bootId"]!.GetValue<uint>()))
        {
            var sequences = boot.Select(record => record["seq"]!.GetValue<uint>()).Order().ToList();
            for (var i = 0; i < sequences.Count; i++)
            {
                Assert.True(sequences[i] == i, $"boot {boot.Key}: expected record {i}, found {sequences[i]}");
            }

            if (boot.Key == last.Boot)
            {
                Assert.Equal(last.Count, (uint)sequences.Count);
            }
        }

        Assert.Contains(records, record => record["bootId"]!.GetValue<uint>() == last.Boot);
    }

    private static void AssertLossIsOneCommitWindow(List<JsonNode> records, uint boot, long killedAt, Match status)
    {
        var stored = records.Where(record => record["bootId"]!.GetValue<uint>() == boot).ToList();
        var newest = stored.Max(record => record["time"]!.GetValue<long>());
        var taken = uint.Parse(status.Groups["recorded"].Value, CultureInfo.InvariantCulture);
        TestContext.Current.SendDiagnosticMessage(
            $"killed device: {taken} records by its last word, {stored.Count} stored, the newest {killedAt - newest} ms before the kill");
        Assert.True(
            newest >= killedAt - CommitMs - KillLatencyMs,
            $"the newest stored record is {killedAt - newest} ms older than the kill; the commit window is {CommitMs} ms");
    }

    private static async Task<string> ProvisionAsync(string name, TestFolder folder, string data, int mqttPort, int httpPort)
    {
        var output = folder.At(name);
        await ToolProcess.RunAsync(
            "provision", name, "--data", data, "--out", output, "--mqtt", $"127.0.0.1:{mqttPort}", "--https", $"http://127.0.0.1:{httpPort}/v1/frames");
        var file = Directory.EnumerateFiles(output, "dronelink.json", SearchOption.AllDirectories).Single();
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        configuration["recorder"] = new JsonObject { ["commitMs"] = CommitMs, ["systemMs"] = 1000, ["frameMs"] = 500 };
        configuration["uplink"] = new JsonObject { ["firstTryMs"] = 100, ["backoffBaseMs"] = 100, ["backoffCapMs"] = 1000 };
        configuration["autopilot"]!["positionMs"] = 200;
        await File.WriteAllTextAsync(file, configuration.ToJsonString());
        return file;
    }

    private static ToolProcess StartStation(string data, int httpPort, int mqttPort) => ToolProcess.Start(
        "--drones", "0", "--data", data, "--port", $"{httpPort}", "--mqtt-port", $"{mqttPort}");

    private static ToolProcess StartTwin(string configuration) => ToolProcess.Start("fly", "--config", configuration, "--status", "100");

    private static bool HasSegments(string configuration)
    {
        var flash = Path.Combine(Path.GetDirectoryName(configuration)!, "flash");
        return Directory.Exists(flash) && Directory.EnumerateFiles(flash).Any(file => Path.GetExtension(file) is ".a" or ".b");
    }

    private static async Task<int> CountAsync(HttpClient api, string device)
    {
        try
        {
            using var answer = await api.GetAsync($"/v1/devices/{device}/records?limit=1000", TestContext.Current.CancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                return 0;
            }

            var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            return page["records"]!.AsArray().Count;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    // The device says itself that next to nothing waits, in a record that it took after the outage.
    private static async Task<bool> DrainedAsync(HttpClient api, string device, long sinceMs)
    {
        try
        {
            var state = JsonNode.Parse(await api.GetStringAsync($"/v1/devices/{device}", TestContext.Current.CancellationToken))!;
            var system = state["latest"]?["system"];
            return system is not null
                && system["fields"]!["bufferedFrames"]!.GetValue<long>() <= 2
                && system["time"]!.GetValue<long>() > sinceMs;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<List<JsonNode>> ReadAllAsync(HttpClient api, string device)
    {
        var records = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var suffix = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = JsonNode.Parse(await api.GetStringAsync($"/v1/devices/{device}/records?limit=1000{suffix}", TestContext.Current.CancellationToken))!;
            records.AddRange(page["records"]!.AsArray().Select(record => record!));
            cursor = page["cursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        return records;
    }

    private static (uint Boot, uint Count) Recorded(ToolProcess twin)
    {
        var match = Status().Matches(twin.Output)[^1];
        Assert.True(match.Groups["waiting"].Value == "0", twin.Output);
        return (uint.Parse(match.Groups["boot"].Value, CultureInfo.InvariantCulture), uint.Parse(match.Groups["recorded"].Value, CultureInfo.InvariantCulture));
    }

    private static long NowMs() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, params ToolProcess[] alive)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (!await condition())
            {
                foreach (var process in alive)
                {
                    Assert.False(process.HasExited, $"a process ended by itself:\n{process.Output}");
                }

                await tick.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"not within {Patience.TotalSeconds} s:\n" + string.Join("\n---\n", alive.Select(process => process.Output)));
        }
    }

    [GeneratedRegex("boot (?<boot>[0-9]+): (?<recorded>[0-9]+) records, (?<waiting>[0-9]+) frames wait")]
    private static partial Regex Status();
}

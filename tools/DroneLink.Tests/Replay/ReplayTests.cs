using System.Buffers.Binary;
using System.IO.Ports;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DroneLink.Host.Simulation;
using DroneLink.Load.Processes;
using DroneLink.Tool.Tests.EndToEnd;

namespace DroneLink.Tool.Tests.Replay;

public sealed class ReplayTests
{
    private const int StepMs = 100;
    private const int FlightMs = 60000;

    private static readonly string[] PositionFields =
        ["latitude", "longitude", "altitudeMsl", "altitudeRelative", "groundSpeed", "climbRate", "heading"];

    private static readonly string[] AttitudeFields = ["roll", "pitch", "yaw"];

    [Fact]
    public async Task OutAndDecode_GiveEveryPositionAttitudeAndTextOfARealFlight()
    {
        var flight = RealFlight.Read();
        using var folder = new TestFolder();

        var records = await ReplayAndDecodeAsync(flight.Path, folder.At("frames"));

        AssertIsFlight(flight, records);
    }

    [Fact]
    public async Task To_StoresTheSameRecordsAsOutWrites()
    {
        var flight = RealFlight.Read();
        using var folder = new TestFolder();
        await using var station = await TestStation.StartAsync(folder.At("data"));

        var replay = await CommandRun.OfAsync(
            "replay", flight.Path, "--device", "vtol", "--speed", "max", "--data", folder.At("data"), "--to", station.Station.Address.ToString());
        Assert.True(replay.ExitCode == 0, replay.Error);

        var decoded = await ReplayAndDecodeAsync(flight.Path, folder.At("frames"));
        var stored = await StoredAsync(station.Http, "vtol", decoded.Count);
        AssertIsFlight(flight, stored);
        Assert.Equal(decoded.Select(Line), stored.OrderBy(record => record["seq"]!.GetValue<long>()).Select(Line));
    }

    [Fact]
    public async Task To_StoresAReplayOnceHoweverOftenItIsRun()
    {
        using var folder = new TestFolder();
        var log = await WriteFlightAsync(folder.At("flight.tlog"));
        await using var station = await TestStation.StartAsync(folder.At("data"));

        for (var run = 0; run < 2; run++)
        {
            var replay = await CommandRun.OfAsync(
                "replay", log, "--device", "kite", "--speed", "max", "--data", folder.At("data"), "--to", station.Station.Address.ToString());
            Assert.True(replay.ExitCode == 0, replay.Error);
        }

        await station.Station.Cloud.Pipeline.DrainAsync(TestContext.Current.CancellationToken);
        var decoded = await ReplayAndDecodeAsync(log, folder.At("frames"), "kite");
        Assert.Equal(decoded.Count, (await StoredAsync(station.Http, "kite", decoded.Count)).Count);
    }

    [Fact]
    public async Task Config_TakesTheRatesOfTheDevice()
    {
        using var folder = new TestFolder();
        var log = await WriteFlightAsync(folder.At("flight.tlog"));
        var provision = await CommandRun.OfAsync("provision", "kite", "--data", folder.At("data"), "--out", folder.Root, "--mqtt", "localhost");
        Assert.True(provision.ExitCode == 0, provision.Error);

        var all = await ReplayAndDecodeAsync(log, folder.At("all"), "kite");
        var atOneHertz = await ReplayAndDecodeAsync(log, folder.At("some"), "kite", "--config", folder.At("kite", "dronelink.json"));

        Assert.InRange(Count(all, "position"), 295, 305);
        Assert.InRange(Count(atOneHertz, "position"), 58, 62);
    }

    [Fact]
    public async Task TornLog_IsReplayedUpToItsTailAndSaysSo()
    {
        using var folder = new TestFolder();
        var log = await WriteFlightAsync(folder.At("flight.tlog"));
        var whole = await File.ReadAllBytesAsync(log, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(log, whole[..^3], TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync("replay", log, "--device", "kite", "--speed", "max", "--out", folder.At("frames"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no whole packet", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.OfAsync("decode", folder.At("frames"))).ExitCode);
    }

    [Fact]
    public async Task Stopped_EndsWithoutACrash()
    {
        using var folder = new TestFolder();
        var log = await WriteFlightAsync(folder.At("flight.tlog"));
        await using var tool = ToolProcess.Start("replay", log, "--device", "kite", "--speed", "8", "--out", folder.At("frames"));
        await Eventually.IsTrueAsync(() => new FileInfo(folder.At("frames")) is { Exists: true, Length: > 0 }, "it replays");

        await tool.StopAsync();

        Assert.Equal((130, ""), (tool.ExitCode, tool.Output));
    }

    [Fact]
    public async Task To_WrongKey_SaysWhatToDoAndLosesNothing()
    {
        using var folder = new TestFolder();
        var log = await WriteFlightAsync(folder.At("flight.tlog"));
        await using var station = await TestStation.StartAsync(folder.At("data"));

        var run = await CommandRun.OfAsync(
            "replay", log, "--device", "kite", "--speed", "max", "--data", folder.At("other"), "--to", station.Station.Address.ToString());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("401", run.Error, StringComparison.Ordinal);
        Assert.Contains("--config", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(log, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_AnotherComputer_ProvisionsNothingHere()
    {
        using var folder = new TestFolder();
        var log = await WriteFlightAsync(folder.At("flight.tlog"));

        var run = await CommandRun.OfAsync(
            "replay", log, "--device", "kite", "--data", folder.At("data"), "--to", "https://ingest.example.com");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--config", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("data")));
    }

    [Theory]
    [InlineData("--device", "kite")]
    [InlineData("--device", "kite", "--out", "a", "--to", "http://localhost")]
    [InlineData("--out", "a")]
    [InlineData("--device", "k i t e", "--out", "a")]
    [InlineData("--device", "kite", "--out", "a", "--speed", "0")]
    [InlineData("--device", "kite", "--out", "a", "--speed", "fast")]
    [InlineData("--device", "kite", "--to", "localhost")]
    public async Task WrongCommandLine_IsUsage(params string[] options)
    {
        Assert.Equal(2, (await CommandRun.OfAsync(["replay", "flight.tlog", .. options])).ExitCode);
    }

    [Theory]
    [InlineData("not there")]
    [InlineData("empty")]
    [InlineData("no log")]
    public async Task UnreadableLog_IsAClearError(string kind)
    {
        using var folder = new TestFolder();
        var path = folder.At("flight.tlog");
        if (kind != "not there") await File.WriteAllTextAsync(path, kind == "empty" ? "" : "this is no telemetry log", TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync("replay", path, "--device", "kite", "--speed", "max", "--out", folder.At("frames"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(path, run.Error, StringComparison.Ordinal);
    }

    private static void AssertIsFlight(RealFlight flight, List<JsonNode> records)
    {
        Assert.Equal(records.Count, records.Select(record => record["seq"]!.GetValue<uint>()).Distinct().Count());
        Assert.Equal(flight.Positions, Values(records, "position", PositionFields));
        Assert.Equal(flight.Attitudes, Values(records, "attitude", AttitudeFields));
        Assert.Equal(
            flight.Texts,
            records.Where(record => Kind(record) == "text")
                .Select(record => (record["time"]!.GetValue<long>(), record["severity"]!.GetValue<int>(), record["text"]!.GetValue<string>())));
    }

    private static IEnumerable<long[]> Values(List<JsonNode> records, string kind, string[] fields) =>
        records.Where(record => Kind(record) == kind)
            .Select(record => (long[])[record["time"]!.GetValue<long>(), .. fields.Select(field => record["fields"]![field]!.GetValue<long>())]);

    private static int Count(List<JsonNode> records, string kind) => records.Count(record => Kind(record) == kind);

    private static string Kind(JsonNode record) => record["kind"]!.GetValue<string>();

    // The store adds when it received a record; all else must be the same.
    private static string Line(JsonNode record)
    {
        var copy = record.DeepClone().AsObject();
        copy.Remove("received");
        return copy.ToJsonString();
    }

    private static async Task<List<JsonNode>> ReplayAndDecodeAsync(string log, string frames, string device = "vtol", params string[] options)
    {
        var replay = await CommandRun.OfAsync(["replay", log, "--device", device, "--speed", "max", "--out", frames, .. options]);
        Assert.True(replay.ExitCode == 0, replay.Error);
        var decode = await CommandRun.OfAsync("decode", frames);
        Assert.True(decode.ExitCode == 0, decode.Error);
        return [.. decode.OutputLines.Select(line => JsonNode.Parse(line)!)];
    }

    private static async Task<List<JsonNode>> StoredAsync(HttpClient http, string device, int count)
    {
        var records = new List<JsonNode>();
        await Eventually.IsTrueAsync(
            async () =>
            {
                records.Clear();
                string? cursor = null;
                do
                {
                    var page = await http.GetFromJsonAsync<JsonNode>(
                        $"v1/devices/{device}/records?limit=1000{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}",
                        TestContext.Current.CancellationToken);
                    records.AddRange(page!["records"]!.AsArray().Select(record => record!));
                    cursor = page["cursor"]?.GetValue<string>();
                }
                while (cursor is not null);
                return records.Count >= count;
            },
            $"{count} records of {device}");
        return records;
    }

    private static async Task<string> WriteFlightAsync(string path)
    {
        using var wire = SerialWire.Attach($"log-{Guid.NewGuid():N}");
        using var port = new SerialPort(wire.PortName) { ReadBufferSize = 65536 };
        port.Open();
        var flight = new FlightSimulator(new FlightOptions { Seed = 3, GroundSeconds = 2 }) { Wire = wire };
        var start = 1_790_000_000_000_000;
        using var log = new MemoryStream();
        var time = new byte[8];
        var bytes = new byte[65536];
        for (var now = 0; now < FlightMs; now += StepMs)
        {
            flight.Step(now);
            var count = port.BytesToRead;
            port.Read(bytes, 0, count);
            for (var at = 0; at < count; at += 12 + bytes[at + 1])
            {
                BinaryPrimitives.WriteInt64BigEndian(time, start + (now * 1000L));
                log.Write(time);
                log.Write(bytes, at, 12 + bytes[at + 1]);
            }
        }

        await File.WriteAllBytesAsync(path, log.ToArray(), TestContext.Current.CancellationToken);
        return path;
    }
}

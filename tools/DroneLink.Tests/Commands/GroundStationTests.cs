using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Wire;
using DroneLink.Tool.GroundStation;

namespace DroneLink.Tool.Tests.Commands;

public sealed class GroundStationTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_ShowsOptionsCommandsAndExamples(string option)
    {
        var run = await CommandRun.OfAsync(option);

        Assert.Equal(0, run.ExitCode);
        foreach (var expected in new[] { "--drones", "--data", "--duration", "decode", "provision", "Examples:" })
        {
            Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("decode")]
    [InlineData("fly")]
    [InlineData("provision")]
    [InlineData("refused")]
    [InlineData("replay")]
    public async Task Help_OfEveryCommandNeedsNothingElse(string command)
    {
        var run = await CommandRun.OfAsync(command, "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--drones", "51")]
    [InlineData("--drones", "-1")]
    [InlineData("--drones", "many")]
    [InlineData("--port", "65536")]
    [InlineData("--duration", "0")]
    [InlineData("--duration", "long")]
    [InlineData("--duration", "NaN")]
    [InlineData("--seed", "1.5")]
    [InlineData("--bind", "everywhere")]
    [InlineData("refused", "--limit=0")]
    [InlineData("refused", "--limit=all")]
    [InlineData("--nonsense", "1")]
    [InlineData("fly-to-the-moon", "1")]
    public async Task WrongCommandLine_IsUsageAndPointsToHelp(string option, string value)
    {
        var run = await CommandRun.OfAsync(option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task Duration_EndsTheStationByItself()
    {
        using var folder = new TestFolder();

        var run = await RunAsync(folder, Token, "--duration", "0.5");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("page     http://127.0.0.1:", run.Output, StringComparison.Ordinal);
        Assert.Contains("stored   0 records", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0001")]
    [InlineData("0.2")]
    public async Task Duration_ShorterThanTheStart_EndsItCleanlyToo(string seconds)
    {
        using var folder = new TestFolder();

        var run = await CommandRun.OfAsync(
            "--data", folder.Root, "--drones", "50", "--port", "0", "--mqtt-port", "0", "--duration", seconds);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task CtrlC_EndsTheStationCleanly()
    {
        using var folder = new TestFolder();
        using var ctrlC = new CancellationTokenSource();
        var running = RunAsync(folder, ctrlC.Token);
        await Eventually.IsTrueAsync(() => File.Exists(folder.At(GroundStationOptions.DatabaseName)), "it started");

        await ctrlC.CancelAsync();

        var run = await running;
        Assert.Equal("", run.Error);
        await using var again = await TestStation.StartAsync(folder.Root);
    }

    [Fact]
    public async Task BindElsewhere_Warns()
    {
        using var folder = new TestFolder();

        var run = await RunAsync(folder, Token, "--duration", "0.2", "--bind", "0.0.0.0");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("no login", run.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("unencrypted", run.Output, StringComparison.Ordinal);
        Assert.Contains("network  http://", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--mqtt-port")]
    public async Task PortInUse_SaysWhichOptionToUse(string option)
    {
        using var folder = new TestFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var otherOption = option == "--port" ? "--mqtt-port" : "--port";
        var run = await CommandRun.OfAsync("--data", folder.Root, "--drones", "0", otherOption, "0", option, port);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"Port {port} is in use by another program. Choose another with {option},", run.Error, StringComparison.Ordinal);
        await using var again = await TestStation.StartAsync(folder.Root);
    }

    [Fact]
    public async Task DataOfARunningStation_IsRefused()
    {
        using var folder = new TestFolder();
        await using var test = await TestStation.StartAsync(folder.Root);

        var run = await RunAsync(folder, Token);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Another ground station uses the data folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataThatCannotBeWritten_IsBlamedOnNobody()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a symbolic link takes rights there");
        using var folder = new TestFolder();
        File.CreateSymbolicLink(folder.At("ground-station.lock"), folder.At("ground-station.lock"));

        var run = await RunAsync(folder, Token);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot be written: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondStart_GoesOnFromTheData()
    {
        using var folder = new TestFolder();
        await using (var first = await TestStation.StartAsync(folder.Root))
        {
            var device = await first.AddDeviceAsync("kite");
            using var response = await first.Http.SendAsync(Frames.Post(device, Frames.Position("kite", 0), Frames.Position("kite", 1)), Token);
            response.EnsureSuccessStatusCode();
        }

        await using var second = await TestStation.StartAsync(folder.Root);

        await Eventually.IsTrueAsync(async () => await CountAsync(second) == 2, "the records of the first are there");
        var known = await second.Station.Registry.FindAsync("kite", Token);
        using var more = await second.Http.SendAsync(Frames.Post(known!, Frames.Position("kite", 1), Frames.Position("kite", 2)), Token);
        more.EnsureSuccessStatusCode();
        await Eventually.IsTrueAsync(async () => await CountAsync(second) == 3, "new ones are added, and none twice");
    }

    [Fact]
    public async Task Fly_WithoutAConfiguration_SaysWhichFileAndWhatWritesIt()
    {
        using var folder = new TestFolder();

        var run = await CommandRun.OfAsync("fly", "--config", folder.At("nope.json"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(folder.At("nope.json"), run.Error, StringComparison.Ordinal);
        Assert.Contains("dronelink provision", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twins_FlyAndAreStored()
    {
        using var folder = new TestFolder();
        using var ctrlC = new CancellationTokenSource();
        var running = CommandRun.OfAsync(
            [], ctrlC.Token, "--data", folder.Root, "--drones", "1", "--port", "0", "--mqtt-port", "0", "--seed", "7");
        await Eventually.IsTrueAsync(() => File.Exists(folder.At("devices", "receiver-1", "dronelink.json")) || running.IsCompleted, "the twins are known");

        using (var cloud = EmbeddedCloud.Open(folder.At(GroundStationOptions.DatabaseName)))
        {
            await Eventually.IsTrueAsync(() => HasAsync(cloud, "drone-1", RecordKind.Position), "the drone reports where it is");
            await Eventually.IsTrueAsync(() => HasAsync(cloud, "receiver-1", RecordKind.VideoLink), "the receiver reports its link");
        }

        await ctrlC.CancelAsync();
        var run = await running;
        Assert.Equal("", run.Error);
    }

    private static async Task<bool> HasAsync(EmbeddedCloud cloud, string device, byte kind) =>
        (await cloud.Store.FindDeviceAsync(device, Token))?.Latest.Any(r => r.Record.Kind == kind) == true;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<int> CountAsync(TestStation test)
    {
        var page = await test.Http.GetFromJsonAsync<JsonElement>("/v1/devices/kite/records", Token);
        return page.GetProperty("records").GetArrayLength();
    }

    private static Task<CommandRun> RunAsync(TestFolder folder, CancellationToken cancellationToken, params string[] options) =>
        CommandRun.OfAsync([], cancellationToken, ["--data", folder.Root, "--drones", "0", "--port", "0", "--mqtt-port", "0", .. options]);
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Storage;
using DroneLink.Emulators;

namespace DroneLink.Tool.Tests.Commands;

/// <summary>The ground station on what <c>--cloud</c> names.</summary>
public sealed class CloudOptionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UnknownCloud_IsUsageAndListsThem()
    {
        var run = await CommandRun.OfAsync("--cloud", "azure");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("embedded|emulators|aws", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emulators_StoreWhatAFleetSends()
    {
        EmulatorsOrSkip().Dispose();
        using var folder = new TestFolder();

        var run = await CommandRun.OfAsync(
            "--cloud", "emulators", "--data", folder.Root, "--drones", "1", "--port", "0", "--mqtt-port", "0", "--duration", "6");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("cloud    kinesalite", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("stored   0 records", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("dronelink.db")), "There is an embedded cloud too.");
    }

    [Fact]
    public async Task Emulators_AtCtrlC_EndAfterTheStation()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/setsid"), "setsid gives a process a group of its own, as a terminal does");
        EmulatorsOrSkip().Dispose();
        using var folder = new TestFolder();
        string[] arguments =
        [
            // Whoever runs the tests in the background of a script has had them ignore Ctrl-C, and a process passes that on.
            "--default-signal=INT", "setsid", "dotnet", typeof(Program).Assembly.Location, "--cloud", "emulators", "--data", folder.Root, "--drones", "1", "--port", "0", "--mqtt-port", "0",
        ];
        using var station = Process.Start(new ProcessStartInfo("env", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var error = station.StandardError.ReadToEndAsync(Token);
            Uri? page = null;
            for (string? line; (line = await station.StandardOutput.ReadLineAsync(Token)) is not null && line != "Ctrl-C stops.";)
            {
                if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["page", var address])
                    page = new Uri(address);
            }

            // The fleet is on its way: what it sends is under way to the emulators when they hear of the end too.
            using var http = new HttpClient { BaseAddress = page };
            await Eventually.IsTrueAsync(
                async () => JsonNode.Parse(await http.GetStringAsync("/v1/devices/drone-1/records", Token))!["records"]!.AsArray().Count > 0,
                "a record of the drone is stored");
            using (var kill = Process.Start("kill", ["-INT", "--", $"-{station.Id}"]))
                await kill.WaitForExitAsync(Token);

            var rest = await station.StandardOutput.ReadToEndAsync(Token);
            await station.WaitForExitAsync(Token);
            Assert.Equal((0, ""), (station.ExitCode, await error));
            Assert.DoesNotContain("more is in the stream", rest, StringComparison.Ordinal);
        }
        finally
        {
            station.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Aws_IsWhatTheEnvironmentNames()
    {
        using var emulated = EmulatorsOrSkip();
        using var folder = new TestFolder();
        var options = await emulated.CreateAsync("club", Token);

        var environment = emulated.Environment("club");
        environment["DRONELINK_PROJECTION"] = "self";

        var run = await CommandRun.OfProcessAsync(
            environment, "--cloud", "aws", "--data", folder.Root, "--drones", "1", "--port", "0", "--mqtt-port", "0", "--duration", "6");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var cloud = new AwsCloud(options, emulated.Connect());
        Assert.Equal(["drone-1", "receiver-1"], (await cloud.Registry.ListAsync(Token)).Select(device => device.DeviceId));
        var stored = (await cloud.Store.QueryAsync(new RecordQuery("drone-1") { Limit = PageLimits.MaxRecords }, Token)).Records;
        Assert.NotEmpty(stored);
        Assert.NotEmpty(emulated.Elasticsearch.Documents("club-*"));
    }

    [Fact]
    public async Task Refused_OnAws_ListsTheLettersOfTheTable()
    {
        using var emulated = EmulatorsOrSkip();
        var options = await emulated.CreateAsync("club", Token);
        using (var cloud = new AwsCloud(options, emulated.Connect()))
            await cloud.DeadLetters.PutAsync([new DeadLetter("kite", "crc", "The CRC does not fit.", new byte[] { 0xD7, 1 }, DateTimeOffset.UtcNow)], Token);

        var run = await CommandRun.OfProcessAsync(emulated.Environment("club"), "refused", "--cloud", "aws");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("kite crc times=1 bytes=2 d701 The CRC does not fit.", Assert.Single(run.OutputLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DRONELINK_STREAM", "elsewhere", "DRONELINK_STREAM")]
    [InlineData("DRONELINK_TABLE", "elsewhere", "elsewhere")]
    [InlineData("DRONELINK_SEARCH_URL", "", "DRONELINK_SEARCH_URL")]
    [InlineData("DRONELINK_SEARCH_URL", "nowhere", "DRONELINK_SEARCH_URL")]
    [InlineData("DRONELINK_SEARCH_AUTH", "guess", "DRONELINK_SEARCH_AUTH")]
    [InlineData("AWS_ENDPOINT_URL_KINESIS", "http://127.0.0.1:1", "127.0.0.1:1")]
    public async Task Aws_ThatCannotBeUsed_IsSaidBeforeAnythingListens(string variable, string value, string expected)
    {
        using var emulated = EmulatorsOrSkip();
        using var folder = new TestFolder();
        await emulated.CreateAsync("club", Token);
        var environment = emulated.Environment("club");
        environment[variable] = value;

        var run = await CommandRun.OfProcessAsync(environment, "--cloud", "aws", "--data", folder.Root, "--drones", "0", "--port", "0", "--mqtt-port", "0", "--duration", "6");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("AWS cannot be used: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    private static EmulatedCloud EmulatorsOrSkip()
    {
        var emulated = new EmulatedCloud();
        Assert.SkipWhen(emulated.WhyNot is not null, emulated.WhyNot ?? "");
        return emulated;
    }
}

using System.Diagnostics;
using DroneLink.CloudSdk.Ingest;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Tool.Tests.Broker;

/// <summary>The broker against a client that other people wrote: Eclipse Mosquitto's. Whoever writes both ends makes the same mistake twice.</summary>
public sealed class MosquittoTests
{
    [Theory]
    [InlineData("311")]
    [InlineData("5")]
    public async Task Frame_IsAcknowledgedAndServed(string version)
    {
        await using var test = await TestStation.StartAsync();
        var kite = await test.AddDeviceAsync("kite");

        var (exitCode, error) = await PublishAsync(test, kite, version, Topic("kite", "frames"), Frames.Position("kite", 7));

        Assert.True(exitCode == 0, error);
        await Eventually.IsTrueAsync(
            async () => (await test.Http.GetStringAsync("/v1/devices/kite/records", TestContext.Current.CancellationToken)).Contains("\"seq\":7,", StringComparison.Ordinal),
            "the record is in the API");
    }

    [Theory]
    [InlineData("311")]
    [InlineData("5")]
    public async Task WrongPassword_IsRefused(string version)
    {
        await using var test = await TestStation.StartAsync();
        var kite = await test.AddDeviceAsync("kite");

        var (exitCode, error) = await PublishAsync(test, kite with { Key = new byte[32] }, version, Topic("kite", "frames"), Frames.Position("kite"));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Connection error:", error, StringComparison.Ordinal);
        Assert.Contains(test.LogLines, line => line.Contains("refused connect who=kite code=credentials", StringComparison.Ordinal));
        Assert.Equal(0, test.Station.StoredRecords);
    }

    [Theory]
    [InlineData("311")]
    [InlineData("5")]
    public async Task AnotherDevicesTopic_IsNotAcknowledged(string version)
    {
        await using var test = await TestStation.StartAsync();
        var kite = await test.AddDeviceAsync("kite");
        await test.AddDeviceAsync("other");

        var (exitCode, error) = await PublishAsync(test, kite, version, Topic("other", "frames"), Frames.Position("other"));

        Assert.True(exitCode != 0, error);
        Assert.Contains(test.LogLines, line => line.Contains("refused publish who=kite code=topic", StringComparison.Ordinal));
        Assert.Equal(0, test.Station.StoredRecords);
    }

    [Theory]
    [InlineData("311", "kite", false)]
    [InlineData("5", "kite", false)]
    [InlineData("311", "other", true)]
    [InlineData("5", "other", true)]
    public async Task Subscription_IsForItsOwnCommandsAlone(string version, string owner, bool isDenied)
    {
        await using var test = await TestStation.StartAsync();
        var kite = await test.AddDeviceAsync("kite");

        // -E ends it once the broker has answered.
        var (_, error) = await RunAsync("mosquitto_sub", [.. Login(test, kite, version), "-E", "-t", Topic(owner, "command")]);

        Assert.Equal(isDenied, error.Contains("denied", StringComparison.Ordinal));
    }

    private static string Topic(string device, string name) => $"dl/v1/fleet-1/{device}/{name}";

    private static async Task<(int ExitCode, string Error)> PublishAsync(
        TestStation test, DeviceIdentity device, string version, string topic, byte[] frame)
    {
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(folder.At("frame"), frame, TestContext.Current.CancellationToken);
        return await RunAsync("mosquitto_pub", [.. Login(test, device, version), "-t", topic, "-f", folder.At("frame")]);
    }

    private static string[] Login(TestStation test, DeviceIdentity device, string version) =>
    [
        "-h", "127.0.0.1", "-p", $"{test.Station.MqttPort}", "-V", version, "-q", "1",
        "-i", device.DeviceId, "-u", device.DeviceId, "-P", MqttPassword.Derive(device.Key.Span),
    ];

    private static async Task<(int ExitCode, string Error)> RunAsync(string name, string[] arguments)
    {
        var program = Programs.Find(name);
        Assert.SkipWhen(program is null, $"there is no {name} on the PATH");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Eventually.Patience);
        try
        {
            var error = await process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, error);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}

using DroneLink.Tool.GroundStation.Networks;
using DroneLink.Tool.GroundStation.Networks.Mavlink;

namespace DroneLink.Tool.Tests.Networks;

public sealed class StationNetworksTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StoredRecords_ArePassedOn_OnceEach()
    {
        await using var server = await HookServer.StartAsync(TimeProvider.System);
        await using var test = await TestStation.StartAsync(networks: Hook(server.Port));
        var device = await test.AddDeviceAsync("kite");

        foreach (var sequence in new uint[] { 0, 1, 1, 0, 2 })
        {
            using var response = await test.Http.SendAsync(Frames.Post(device, Frames.Position("kite", sequence)), Token);
            response.EnsureSuccessStatusCode();
        }

        await Eventually.IsTrueAsync(() => test.Station.Networks.Status[0].Sent == 3, "three records are passed on");
        Assert.Equal(["kite/65537/0", "kite/65537/1", "kite/65537/2"], server.Ids.Order());
    }

    [Fact]
    public async Task NetworkThatHangs_HoldsUpNeitherStationNorItsEnd()
    {
        await using var server = await HookServer.StartAsync(TimeProvider.System);
        server.Answers.Enqueue(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var test = await TestStation.StartAsync(networks: Hook(server.Port));
        var device = await test.AddDeviceAsync("kite");
        using var first = await test.Http.SendAsync(Frames.Post(device, Frames.Position("kite", 0)), Token);
        await Eventually.IsTrueAsync(() => !server.Requests.IsEmpty, "the network hangs");

        using var more = await test.Http.SendAsync(Frames.Post(device, [.. Enumerable.Range(1, 200).Select(i => Frames.Position("kite", (uint)i))]), Token);
        await Eventually.IsTrueAsync(() => test.Station.StoredRecords == 201, "all is stored");

        Assert.Equal((0L, 201), (test.Station.Networks.Status[0].Sent, test.Station.Networks.Status[0].Waiting));
        await test.Station.DisposeAsync().AsTask().WaitAsync(Eventually.Patience, Token);
    }

    [Fact]
    public async Task SystemIdsThatCannotBeRead_EndTheStart_AndLeaveTheFolderFree()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.At(SystemIds.FileName), "no", Token);
        var mavlink = new MavlinkOptions { Name = "gcs", Host = "127.0.0.1", Port = 14550, Rate = 500 };

        var error = await Assert.ThrowsAsync<UserErrorException>(() => TestStation.StartAsync(folder.Root, networks: mavlink));

        Assert.Contains("MAVLink system ids", error.Message, StringComparison.Ordinal);
        await using var without = await TestStation.StartAsync(folder.Root);
    }

    [Fact]
    public async Task Command_SaysWhereItSends_AndHowMuch()
    {
        using var folder = new TestFolder();

        var run = await CommandRun.OfAsync(
            "--drones", "0", "--port", "0", "--mqtt-port", "0", "--duration", "0.2", "--data", folder.Root, "--mavlink", "127.0.0.1", "--mavlink", "[::1]:14551");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("sends to udp://127.0.0.1:14550 (mavlink-127.0.0.1-14550)", run.Output, StringComparison.Ordinal);
        Assert.Contains("sends to udp://[::1]:14551 (mavlink-::1-14551)", run.Output, StringComparison.Ordinal);
        Assert.Contains("mavlink-127.0.0.1-14550 0 sent", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_EndsWhenWhatWasStoredIsSent()
    {
        using var folder = new TestFolder();
        await using var server = await HookServer.StartAsync(TimeProvider.System);
        await File.WriteAllTextAsync(
            folder.At("networks.json"), $$"""[{"type": "webhook", "target": "http://127.0.0.1:{{server.Port}}/", "rate": 10000, "intervalMs": 500}]""", Token);

        var run = await CommandRun.OfAsync(
            "--drones", "1", "--port", "0", "--mqtt-port", "0", "--duration", "6", "--data", folder.At("data"), "--networks", folder.At("networks.json"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.NotEmpty(server.Ids);
        Assert.Contains($"stored   {server.Ids.Count()} records", run.Output, StringComparison.Ordinal);
        Assert.Contains($"webhook-1 {server.Ids.Count()} sent", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not sent", run.Output, StringComparison.Ordinal);
    }

    private static WebhookOptions Hook(int port) => new()
    {
        Name = "hook",
        Rate = 1000,
        Interval = TimeSpan.Zero,
        Target = new Uri($"http://127.0.0.1:{port}/hook"),
    };
}

using System.Net;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Ota;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.GroundStation.Mqtt;
using DroneLink.Tool.Provisioning;
using Microsoft.Extensions.Logging;

namespace DroneLink.Tool.Tests.Broker;

public sealed class FrameAcknowledgementTests
{
    [Fact]
    public async Task Frame_IsAcknowledgedOnlyOnceItIsSettled()
    {
        var device = DeviceProvisioner.NewDevice("kite", "fleet-1", "drone", null);
        var settled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var broker = await StartAsync(device, (_, _, _) =>
        {
            arrived.TrySetResult();
            return new(settled.Task);
        });
        await using var kite = await FakeDevice.ConnectAsync(broker.Port, device);

        var publishing = kite.PublishAsync(kite.FramesTopic, Frames.Position("kite"));
        await arrived.Task.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);

        Assert.False(publishing.IsCompleted);
        settled.SetResult(true);
        Assert.True(await publishing);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Frame_ThatCannotBeKept_ClosesTheConnectionWithoutAcknowledgement(bool throws)
    {
        var device = DeviceProvisioner.NewDevice("kite", "fleet-1", "drone", null);
        using var log = new RecordingLogger();
        await using var broker = await StartAsync(device, (_, _, _) => throws ? throw new IOException("disk full") : new(false), log);
        await using var kite = await FakeDevice.ConnectAsync(broker.Port, device);

        Assert.False(await kite.PublishAsync(kite.FramesTopic, Frames.Position("kite")));

        await kite.DisconnectedAsync();
        Assert.Contains($"refused publish who=kite code={(throws ? "ingest disk full" : "unavailable")}", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResultOfACommand_ThatCannotBeKept_ClosesTheConnectionWithoutAcknowledgement()
    {
        var device = DeviceProvisioner.NewDevice("kite", "fleet-1", "drone", null);
        using var log = new RecordingLogger();
        await using var broker = await StartAsync(device, (_, _, _) => new(true), log, (_, _, _) => throw new IOException("disk full"));
        await using var kite = await FakeDevice.ConnectAsync(broker.Port, device);

        Assert.False(await kite.PublishAsync(kite.Topic("command-result"), """{"id":"c1","status":"done"}"""));

        await kite.DisconnectedAsync();
        Assert.Contains("refused publish who=kite code=command-result disk full", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frame_ThatIsAcknowledged_IsInTheStore()
    {
        await using var test = await TestStation.StartAsync();
        await using var kite = await test.ConnectAsync(await test.AddDeviceAsync("kite"));

        Assert.True(await kite.PublishAsync(kite.FramesTopic, Frames.Position("kite")));

        await Eventually.IsTrueAsync(() => test.Station.StoredRecords == 1, "the record is stored");
    }

    [Theory]
    [InlineData("crc")]
    [InlineData("device-mismatch")]
    public async Task Frame_ThatWillNeverBeAccepted_IsAcknowledgedAndKept(string code)
    {
        await using var test = await TestStation.StartAsync();
        await using var kite = await test.ConnectAsync(await test.AddDeviceAsync("kite"));
        var frame = Frames.Position(code == "device-mismatch" ? "other" : "kite");
        if (code == "crc") frame[^1] ^= 1;

        Assert.True(await kite.PublishAsync(kite.FramesTopic, frame));

        var letter = Assert.Single(await test.Station.Cloud.DeadLetters.ListAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(code, letter.Letter.Code);
        Assert.Equal(1, test.Station.DeadLetterCount);
    }

    private static async Task<DeviceBroker> StartAsync(DeviceIdentity device, FrameReceiver receive, RecordingLogger? log = null, ResultReceiver? results = null)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log ?? new RecordingLogger()));
        var refusals = new RefusalLog(loggers.CreateLogger<RefusalLog>(), TimeProvider.System);
        var receivers = new DeviceReceivers(receive, (_, _, _) => new((OtaAnswer?)null), results ?? ((_, _, _) => default), (_, _) => default);
        var broker = new DeviceBroker(IPAddress.Loopback, 0, new OneDevice(device), receivers, new FleetPresence(TimeProvider.System), refusals);
        await broker.StartAsync();
        return broker;
    }

    private sealed class OneDevice(DeviceIdentity device) : IDeviceRegistry
    {
        public ValueTask<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken = default) =>
            new(deviceId == device.DeviceId ? device : null);
    }
}

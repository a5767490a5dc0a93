using System.Net.Sockets;
using DroneLink.Tool.Provisioning;
using MQTTnet;
using MQTTnet.Formatter;

namespace DroneLink.Tool.Tests.Broker;

public sealed class DeviceBrokerTests
{
    [Fact]
    public async Task Connect_WithItsPassword_IsOnlineAndOfflineAgain()
    {
        await using var test = await TestStation.StartAsync();
        var device = await test.ConnectAsync(await test.AddDeviceAsync("kite"));
        await Eventually.IsTrueAsync(() => test.Station.Presence.Snapshot().Any(d => d is { DeviceId: "kite", Online: true }), "kite is online");

        device.Drop();

        await Eventually.IsTrueAsync(() => test.Station.Presence.Snapshot().Any(d => d is { DeviceId: "kite", Online: false }), "kite is offline");
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Connect_WithAnotherPassword_IsRefusedAndLogged(string password)
    {
        await using var test = await TestStation.StartAsync();
        var device = await test.AddDeviceAsync("kite");

        var (fake, result) = await FakeDevice.TryConnectAsync(test.Station.MqttPort, device, password);

        await using var _ = fake;
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, result);
        Assert.Contains(test.LogLines, line => line.Contains("refused connect who=kite code=credentials", StringComparison.Ordinal));
        Assert.DoesNotContain(test.LogLines, line => line.Contains(MqttPassword.Derive(device.Key.Span), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("stranger")]
    [InlineData("not/a+name")]
    public async Task Connect_OfUnknownDevice_IsRefused(string name)
    {
        await using var test = await TestStation.StartAsync();
        var stranger = DeviceProvisioner.NewDevice(name, "fleet-1", "drone", null);

        var (fake, result) = await FakeDevice.TryConnectAsync(test.Station.MqttPort, stranger);

        await using var _ = fake;
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, result);
    }

    [Fact]
    public async Task Connect_UnderAnotherClientId_IsRefused()
    {
        await using var test = await TestStation.StartAsync();
        var device = await test.AddDeviceAsync("kite");

        var (fake, result) = await FakeDevice.TryConnectAsync(test.Station.MqttPort, device, clientId: "other");

        await using var _ = fake;
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, result);
    }

    [Theory]
    [InlineData("dl/v1/fleet-1/other/status", false)]
    [InlineData("dl/v1/fleet-2/kite/status", false)]
    [InlineData("dl/v1/fleet-1/kite/status", true)]
    public async Task Connect_WithAWill_OnlyOnOwnTopic(string willTopic, bool isAllowed)
    {
        await using var test = await TestStation.StartAsync();
        var device = await test.AddDeviceAsync("kite");

        var (fake, result) = await FakeDevice.TryConnectAsync(test.Station.MqttPort, device, willTopic: willTopic);

        await using var _ = fake;
        Assert.Equal(isAllowed ? MqttClientConnectResultCode.Success : MqttClientConnectResultCode.NotAuthorized, result);
    }

    [Theory]
    [InlineData("")]
    [InlineData("online")]
    [InlineData("""{"state":"o\ud800nline"}""")]
    [InlineData("""{"st\ud800ate":"online"}""")]
    [InlineData("""{"state":"online","state":{}}""")]
    public async Task Status_ThatIsNone_IsPassedOnAsItIs_AndEndsNothing(string status)
    {
        await using var test = await TestStation.StartAsync();
        await using var device = await test.ConnectAsync(await test.AddDeviceAsync("kite"));

        Assert.True(await device.PublishAsync(device.Topic("status"), status));

        Assert.True(await device.PublishAsync(device.FramesTopic, Frames.Position("kite")));
    }

    [Fact]
    public async Task Connect_Twice_TheNewConnectionTakesOver()
    {
        await using var test = await TestStation.StartAsync();
        var identity = await test.AddDeviceAsync("kite");
        await using var first = await test.ConnectAsync(identity);

        await using var second = await test.ConnectAsync(identity);

        await first.DisconnectedAsync();
        Assert.True(await second.PublishAsync(second.FramesTopic, Frames.Position("kite")));
        Assert.Contains(test.Station.Presence.Snapshot(), d => d is { DeviceId: "kite", Online: true });
    }

    [Fact]
    public async Task Connect_AnnouncingAHugePacket_IsCutOffBeforeItIsRead()
    {
        await using var test = await TestStation.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", test.Station.MqttPort, TestContext.Current.CancellationToken);
        var stream = client.GetStream();

        await stream.WriteAsync(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F, 0x00 }, TestContext.Current.CancellationToken);

        var buffer = new byte[1];
        int read;
        try
        {
            read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            read = 0;
        }

        Assert.Equal(0, read);
    }

    [Theory]
    [InlineData("dl/v1/fleet-1/other/frames")]
    [InlineData("dl/v1/fleet-2/kite/frames")]
    [InlineData("dl/v1/fleet-1/kite/command")]
    [InlineData("dl/v1/fleet-1/peers/other")]
    [InlineData("$SYS/broker")]
    [InlineData("anything")]
    public async Task Publish_ToAnothersTopic_IsNotAcknowledgedAndClosed(string topic)
    {
        await using var test = await TestStation.StartAsync();
        await using var other = await test.ConnectAsync(await test.AddDeviceAsync("other"));
        await other.SubscribeAsync("dl/v1/fleet-1/peers/+");
        await other.SubscribeAsync("dl/v1/fleet-1/other/command");
        await using var kite = await test.ConnectAsync(await test.AddDeviceAsync("kite"));

        Assert.False(await kite.PublishAsync(topic, Frames.Position("kite")));

        await kite.DisconnectedAsync();
        Assert.Empty(other.Received);
        Assert.Equal(0, test.Station.StoredRecords);
    }

    [Theory]
    [InlineData("replaced")]
    [InlineData("removed")]
    [InlineData("moved")]
    public async Task Publish_AfterTheDeviceIsNoLongerTheOneThatConnected_IsClosed(string change)
    {
        await using var test = await TestStation.StartAsync();
        var identity = await test.AddDeviceAsync("kite");
        await using var kite = await test.ConnectAsync(identity);
        Assert.True(await kite.PublishAsync(kite.FramesTopic, Frames.Position("kite", 0)));

        if (change == "removed") await test.Station.Registry.RemoveAsync("kite", TestContext.Current.CancellationToken);
        var next = change == "moved" ? identity with { FleetId = "fleet-2" } : DeviceProvisioner.NewDevice("kite", "fleet-1", "drone", null);
        if (change != "removed") await test.Station.Registry.AddAsync(next, replace: true, TestContext.Current.CancellationToken);

        Assert.False(await kite.PublishAsync(kite.FramesTopic, Frames.Position("kite", 1)));
        await kite.DisconnectedAsync();
        Assert.Contains(test.LogLines, line => line.Contains("refused publish who=kite code=credentials", StringComparison.Ordinal));
        await test.Station.Cloud.Pipeline.DrainAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, test.Station.StoredRecords);
        Assert.Equal(0, test.Station.DeadLetterCount);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("command-result")]
    public async Task Publish_ToOwnTopic_IsAcknowledged(string name)
    {
        await using var test = await TestStation.StartAsync();
        await using var kite = await test.ConnectAsync(await test.AddDeviceAsync("kite"));

        Assert.True(await kite.PublishAsync(kite.Topic(name), """{"state":"online"}""", retain: true));
    }

    [Fact]
    public async Task Publish_ToPeers_ReachesTheFleetAndNoOtherFleet()
    {
        await using var test = await TestStation.StartAsync();
        await using var kite = await test.ConnectAsync(await test.AddDeviceAsync("kite"));
        await using var friend = await test.ConnectAsync(await test.AddDeviceAsync("friend"));
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await friend.SubscribeAsync("dl/v1/fleet-1/peers/+"));

        Assert.True(await kite.PublishAsync("dl/v1/fleet-1/peers/kite", Frames.Position("kite"), retain: true));

        await Eventually.IsTrueAsync(() => friend.Received.Contains("dl/v1/fleet-1/peers/kite"), "the friend hears of it");
        await using var late = await test.ConnectAsync(await test.AddDeviceAsync("late"));
        await late.SubscribeAsync("dl/v1/fleet-1/peers/+");
        Assert.True(await late.PublishAsync(late.Topic("status"), "{}"));
        Assert.Empty(late.Received);
    }

    [Theory]
    [InlineData("another's")]
    [InlineData("text")]
    [InlineData("two")]
    [InlineData("signed")]
    [InlineData("nonsense")]
    public async Task Publish_ToPeers_OfAnythingElse_IsClosedAndReachesNobody(string what)
    {
        await using var test = await TestStation.StartAsync();
        await using var friend = await test.ConnectAsync(await test.AddDeviceAsync("friend"));
        await friend.SubscribeAsync("dl/v1/fleet-1/peers/+");
        var identity = await test.AddDeviceAsync("kite");
        await using var kite = await test.ConnectAsync(identity);
        var frame = what switch
        {
            "another's" => Frames.Position("friend"),
            "text" => Frames.Text("kite", 0, "hello"),
            "two" => Frames.Positions("kite", 2, key: default),
            "signed" => Frames.Positions("kite", 1, identity.Key),
            _ => "nonsense"u8.ToArray(),
        };

        Assert.False(await kite.PublishAsync("dl/v1/fleet-1/peers/kite", frame));

        await kite.DisconnectedAsync();
        Assert.Empty(friend.Received);
    }

    [Theory]
    [InlineData("#")]
    [InlineData("dl/#")]
    [InlineData("dl/v1/fleet-1/+/frames")]
    [InlineData("dl/v1/fleet-1/other/command")]
    [InlineData("dl/v1/fleet-2/peers/+")]
    [InlineData("$share/g/dl/v1/fleet-1/peers/+")]
    public async Task Subscribe_Wider_IsRefused(string filter)
    {
        await using var test = await TestStation.StartAsync();
        await using var kite = await test.ConnectAsync(await test.AddDeviceAsync("kite"));

        Assert.Equal(MqttClientSubscribeResultCode.UnspecifiedError, await kite.SubscribeAsync(filter));
    }

    [Theory]
    [InlineData("dl/v1/fleet-1/kite/command")]
    [InlineData("dl/v1/fleet-1/peers/+")]
    public async Task Subscribe_ToOwn_IsGranted(string filter)
    {
        await using var test = await TestStation.StartAsync();
        await using var kite = await test.ConnectAsync(await test.AddDeviceAsync("kite"));

        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await kite.SubscribeAsync(filter));
    }

    [Fact]
    public async Task Subscribe_Wider_WithMqtt5_SaysNotAuthorized()
    {
        await using var test = await TestStation.StartAsync();
        var (kite, _) = await FakeDevice.TryConnectAsync(test.Station.MqttPort, await test.AddDeviceAsync("kite"), version: MqttProtocolVersion.V500);

        await using var _ = kite;
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await kite.SubscribeAsync("#"));
    }
}

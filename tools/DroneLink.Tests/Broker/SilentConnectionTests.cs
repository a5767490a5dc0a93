using System.Net.Sockets;
using DroneLink.Tool.GroundStation.Mqtt;

namespace DroneLink.Tool.Tests.Broker;

public sealed class SilentConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManySilentConnections_ShutNoDeviceOut()
    {
        await using var test = await TestStation.StartAsync();
        await using var early = await test.ConnectAsync(await test.AddDeviceAsync("early"));
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < DeviceBroker.MaxConnections + 50; i++) silent.Add(await OpenAsync(test));

            await using var kite = await test.ConnectAsync(await test.AddDeviceAsync("kite"));

            Assert.True(await kite.PublishAsync(kite.FramesTopic, Frames.Position("kite")));
            Assert.True(await early.PublishAsync(early.FramesTopic, Frames.Position("early")));
        }
        finally
        {
            foreach (var client in silent) client.Dispose();
        }
    }

    [Fact]
    public async Task SilentConnection_IsClosed()
    {
        await using var test = await TestStation.StartAsync();
        using var silent = await OpenAsync(test);

        await AssertClosedAsync(silent);
    }

    [Fact]
    public async Task Device_ThatSaidWhoItIs_MayBeSilent()
    {
        await using var test = await TestStation.StartAsync();
        await using var kite = await test.ConnectAsync(await test.AddDeviceAsync("kite"));
        using var silent = await OpenAsync(test);

        await AssertClosedAsync(silent);

        Assert.True(await kite.PublishAsync(kite.FramesTopic, Frames.Position("kite")));
    }

    private static async Task<TcpClient> OpenAsync(TestStation test)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", test.Station.MqttPort, Token);
        return client;
    }

    private static async Task AssertClosedAsync(TcpClient client)
    {
        try
        {
            Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1], Token).AsTask().WaitAsync(Eventually.Patience, Token));
        }
        catch (IOException)
        {
            // Reset: closed all the same.
        }
    }
}

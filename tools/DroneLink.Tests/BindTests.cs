using System.Net;
using System.Net.Sockets;

namespace DroneLink.Tool.Tests;

public sealed class BindTests
{
    [Fact]
    public async Task AnotherLoopbackAddress_AnswersAtTheAddressThatIsShown()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has all of 127.0.0.0/8 without being told");
        await using var test = await TestStation.StartAsync(bind: IPAddress.Parse("127.0.0.2"));

        using var response = await test.Http.GetAsync("/healthz", TestContext.Current.CancellationToken);

        Assert.Equal("127.0.0.2", test.Station.Address.Host);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task EveryAddressOfIPv6_IsEveryAddressOfIPv4Too()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "there is no IPv6 here");
        await using var test = await TestStation.StartAsync(bind: IPAddress.IPv6Any);

        // The device of the tests calls 127.0.0.1.
        await using var kite = await test.ConnectAsync(await test.AddDeviceAsync("kite"));

        Assert.True(await kite.PublishAsync(kite.FramesTopic, Frames.Position("kite")));
    }
}

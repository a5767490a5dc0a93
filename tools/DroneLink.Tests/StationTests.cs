using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Embedded;
using DroneLink.Tool.GroundStation;

namespace DroneLink.Tool.Tests;

public sealed class StationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartThatFails_ClosesTheCloudThatItOpened()
    {
        using var folder = new TestFolder();
        EmbeddedCloud? opened = null;

        await Assert.ThrowsAsync<NotSupportedException>(() => Station.StartAsync(
            new GroundStationOptions { DataDirectory = folder.Root, Port = 0, MqttPort = 0 },
            TimeProvider.System,
            _ =>
            {
                if (opened is not null)
                    throw new NotSupportedException("no such log");
            },
            (report, stored, _) => Task.FromResult<ITelemetryCloud>(opened = EmbeddedCloud.Open(folder.At("dronelink.db"), report: report, stored: stored)),
            Token));

        Assert.NotNull(opened);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await opened.Registry.ListAsync(Token));
        await using var again = await TestStation.StartAsync(folder.Root);
    }
}

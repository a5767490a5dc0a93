using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Streams;
using DroneLink.Load;
using DroneLink.Load.Stations;

namespace DroneLink.Tool.Tests.EndToEnd;

public sealed class StoredRecordsTests
{
    [Fact]
    public async Task StoreThatStandsStill_IsALoss_AndNotWaitedForForEver()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var path = folder.At("station.db");
        using var cloud = EmbeddedCloud.Open(path);
        await cloud.Stream.PutAsync([new StreamEntry("kite", Frames.Position("kite"))], token);

        var loss = await Assert.ThrowsAsync<LossException>(() => StoredRecords.ReadAsync(path, TimeSpan.Zero, token));

        Assert.Equal("the store stands still, 1 frames behind the stream", loss.Message);
    }
}

using System.Text.Json;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;
using DroneLink.Tool.GroundStation;

namespace DroneLink.Tool.Tests.Http;

public sealed class LiveFeedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Live_SendsEachNewRecordOnce()
    {
        await using var test = await TestStation.StartAsync();
        var device = await test.AddDeviceAsync("kite");
        using var reader = await OpenAsync(test, "/v1/live?kind=position");

        foreach (var frame in new[] { Frames.Position("kite", 0), Frames.Position("kite", 0), Frames.Text("kite", 1, "no"), Frames.Position("kite", 2) })
        {
            using var response = await test.Http.SendAsync(Frames.Post(device, frame), Token);
            response.EnsureSuccessStatusCode();
        }

        var sequences = new[] { await NextAsync(reader, "record"), await NextAsync(reader, "record") }.Select(r => r.GetProperty("seq").GetInt32());
        Assert.Equal([0, 2], sequences);
    }

    [Fact]
    public async Task Live_TellsWhoComesAndGoes()
    {
        await using var test = await TestStation.StartAsync();
        var identity = await test.AddDeviceAsync("kite");
        using var reader = await OpenAsync(test, "/v1/live?device=kite");

        var kite = await test.ConnectAsync(identity);
        var came = await NextAsync(reader, "status");
        kite.Drop();
        var left = await NextAsync(reader, "status");

        Assert.Equal("kite", came.GetProperty("deviceId").GetString());
        Assert.True(came.GetProperty("online").GetBoolean());
        Assert.False(left.GetProperty("online").GetBoolean());
    }

    [Fact]
    public async Task Live_EndsWhenTheStationStops()
    {
        var test = await TestStation.StartAsync();
        using var reader = await OpenAsync(test, "/v1/live");

        await test.DisposeAsync();

        try
        {
            while (await reader.ReadLineAsync(Token).AsTask().WaitAsync(Eventually.Patience, Token) is not null)
            {
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // Cut off is an end too.
        }
    }

    [Fact]
    public async Task SlowListener_LosesTheOldestAndIsTold()
    {
        const int Lost = 3;
        var feed = new LiveFeed();
        using var listener = feed.TryListen()!;
        var records = Enumerable.Range(0, LiveFeed.QueueCapacity + Lost).Select(i => Projected((uint)i)).ToList();

        feed.Announce(records);

        Assert.True(listener.TryTake(out var first));
        Assert.Equal(new LiveEvent("lagged", $$"""{"lost":{{Lost}}}"""), first);
        Assert.True(listener.TryTake(out var second));
        Assert.Equal(Lost, JsonSerializer.Deserialize<JsonElement>(second.Data).GetProperty("seq").GetInt32());
    }

    [Fact]
    public void Listeners_AreBounded()
    {
        var feed = new LiveFeed();
        var listeners = Enumerable.Range(0, LiveFeed.MaxListeners).Select(_ => feed.TryListen()).ToList();
        Assert.DoesNotContain(null, listeners);

        Assert.Null(feed.TryListen());
        listeners[0]!.Dispose();
        Assert.NotNull(feed.TryListen());
    }

    private static ProjectedRecord Projected(uint sequence) => new(
        new TelemetryRecord { DeviceId = "kite", BootId = 1, Sequence = sequence, TimeMs = 0, ClockSynced = true, Kind = RecordKind.Position },
        DateTimeOffset.UnixEpoch);

    private static async Task<StreamReader> OpenAsync(TestStation test, string path)
    {
        var response = await test.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        Assert.Equal("retry: 2000", await reader.ReadLineAsync(Token));
        return reader;
    }

    private static async Task<JsonElement> NextAsync(StreamReader reader, string name)
    {
        while (true)
        {
            var line = await reader.ReadLineAsync(Token).AsTask().WaitAsync(Eventually.Patience, Token);
            Assert.NotNull(line);
            if (line != "event: " + name) continue;
            var data = await reader.ReadLineAsync(Token);
            return JsonSerializer.Deserialize<JsonElement>(data!["data: ".Length..]);
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using DroneLink.CloudSdk.Wire;
using DroneLink.Tool.GroundStation.Networks;
using Microsoft.AspNetCore.Http;

namespace DroneLink.Tool.Tests.Networks;

public sealed class WebhookTests
{
    [Fact]
    public async Task Request_HoldsRecordsAsTheApiShowsThem_WithIdAndWords()
    {
        await using var server = await HookServer.StartAsync(TimeProvider.System);
        await using var bench = new NetworksBench(Hook(server.Port, headers: new() { ["x-team"] = "ops" }));

        var position = bench.Offer(RecordKind.Position, (0, -353629847), (1, 1491652374)).Record;
        await bench.UntilAsync(() => server.Requests.Count == 1, "the position is there");
        var lost = bench.Offer(RecordKind.Event, (0, 4), (1, 3), (2, -9230)).Record;
        await bench.UntilAsync(() => server.Requests.Count == 2, "the event is there");

        var (first, second) = (server.Requests.First(), server.Requests.Last());
        Assert.Equal(("POST", "/hook", "application/json", "ops"), (first.Method, first.Path, first.Headers["content-type"], first.Headers["x-team"]));
        Assert.False(first.Headers.ContainsKey("dronelink-signature"));
        Assert.Equal(
            $$"""{"id":"kite/65537/{{position.Sequence}}","deviceId":"kite","bootId":65537,"seq":{{position.Sequence}},"time":{{position.TimeMs}},"clockSynced":true,"kind":"position","fields":{"latitude":-353629847,"longitude":1491652374},"received":{{position.TimeMs}}}""",
            Assert.Single(first.Records).GetRawText());
        var alarm = Assert.Single(second.Records);
        Assert.Equal(
            ($"kite/65537/{lost.Sequence}", "linkLost", "video link lost: -92 dBm"),
            (alarm.GetProperty("id").GetString(), alarm.GetProperty("event").GetString(), alarm.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Signature_IsOfTimeAndBody_NewWithEachAttempt_WhileTheNameStays()
    {
        await using var server = await HookServer.StartAsync(TimeProvider.System);
        server.Answers.Enqueue(Status(503));
        await using var bench = new NetworksBench(Hook(server.Port, secret: "s3cret"));

        bench.Offer(RecordKind.Attitude, (0, 1));
        await bench.UntilAsync(() => server.Requests.Count == 2, "it is tried again", stepSeconds: 5);

        var times = server.Requests.Select(request =>
        {
            var parts = request.Headers["dronelink-signature"].Split(',').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
            var expected = HMACSHA256.HashData("s3cret"u8, [.. Encoding.ASCII.GetBytes(parts["t"] + "."), .. request.Body]);
            Assert.Equal(Convert.ToHexStringLower(expected), parts["v1"]);
            return long.Parse(parts["t"]);
        }).ToList();
        Assert.True(times[1] > times[0]);
        Assert.Equal(1_763_980_000, times[0], tolerance: 3600);
        Assert.Single(server.Requests.Select(request => request.Headers["dronelink-delivery"]).Distinct());
        Assert.Single(server.Ids.Distinct());
    }

    [Fact]
    public async Task ServerThatIsDown_IsTriedUntilItIsUp_AndGetsAll()
    {
        var port = FreePort();
        await using var bench = new NetworksBench(Hook(port));
        var offered = Enumerable.Range(0, 30).Select(i => NetworkRecordId(bench.Offer(RecordKind.Event, (0, i), (1, 4)).Record)).ToList();
        await bench.UntilAsync(() => bench.Status("hook").Failures >= 3, "three attempts failed", stepSeconds: 1);
        Assert.Equal((30, 0L), (bench.Status("hook").Waiting, bench.Status("hook").Sent));

        await using var server = await HookServer.StartAsync(TimeProvider.System, port);
        await bench.UntilAsync(() => bench.Status("hook").Sent == 30, "all are there", stepSeconds: 1);

        Assert.Equal(offered, server.Ids);
        Assert.Contains(bench.LogLines, line => line.Contains("network hook failed attempt=1", StringComparison.Ordinal));
        Assert.Contains(bench.LogLines, line => line.Contains("network hook works again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RetryAfter_InSecondsOrAsADate_IsWaitedFor()
    {
        await using var bench = new NetworksBench();
        await using var server = await HookServer.StartAsync(bench.Time);
        server.Answers.Enqueue(context =>
        {
            context.Response.Headers.RetryAfter = "120";
            return Status(429)(context);
        });
        server.Answers.Enqueue(context =>
        {
            context.Response.Headers.RetryAfter = (bench.Time.GetUtcNow() + TimeSpan.FromSeconds(300)).ToString("R");
            return Status(503)(context);
        });
        await using var networks = StationNetworks.Start([Hook(server.Port)], new Registry(), Path.GetTempPath(), bench.Time, new RecordingLogger());

        networks.Offer(NetworkRecords.Stored(NetworkRecords.Event("kite", 0, 4, 3)));
        await bench.UntilAsync(() => networks.Status[0].Sent == 1, "it is there", stepSeconds: 5);

        var at = server.Requests.Select(request => request.At).ToList();
        Assert.Equal(3, at.Count);
        Assert.True(at[1] - at[0] >= TimeSpan.FromSeconds(120), $"{at[1] - at[0]}");
        Assert.True(at[2] - at[1] >= TimeSpan.FromSeconds(299), $"{at[2] - at[1]}");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(413)]
    public async Task RefusedForEver_IsCounted_AndTheNextGoesOn(int status)
    {
        await using var server = await HookServer.StartAsync(TimeProvider.System);
        server.Answers.Enqueue(Status(status));
        await using var bench = new NetworksBench(Hook(server.Port));

        bench.Offer(RecordKind.Attitude, (0, 1));
        await bench.UntilAsync(() => bench.Status("hook").Refused == 1, "it is refused");
        bench.Offer(RecordKind.Attitude, (0, 2));
        await bench.UntilAsync(() => bench.Status("hook").Sent == 1, "the next is there");

        Assert.Equal(2, server.Requests.Count);
        Assert.Contains(bench.LogLines, line => line.Contains($"network hook refused 1 records for ever: answered {status}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task OtherFailures_AreTriedAgain(int status)
    {
        await using var server = await HookServer.StartAsync(TimeProvider.System);
        server.Answers.Enqueue(Status(status));
        await using var bench = new NetworksBench(Hook(server.Port));

        bench.Offer(RecordKind.Attitude, (0, 1));
        await bench.UntilAsync(() => bench.Status("hook").Sent == 1, "it is there", stepSeconds: 1);

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(0, bench.Status("hook").Refused);
    }

    [Fact]
    public async Task Redirect_IsNotFollowed_AndNothingIsLost()
    {
        await using var elsewhere = await HookServer.StartAsync(TimeProvider.System);
        await using var server = await HookServer.StartAsync(TimeProvider.System);
        server.Answers.Enqueue(context =>
        {
            context.Response.Redirect(elsewhere.Address + "secret-path", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        await using var bench = new NetworksBench(Hook(server.Port, secret: "s3cret"));

        bench.Offer(RecordKind.Attitude, (0, 1));
        await bench.UntilAsync(() => bench.Status("hook").Sent == 1, "it is there", stepSeconds: 1);

        Assert.Empty(elsewhere.Requests);
        Assert.Equal(2, server.Requests.Count);
        Assert.Contains(bench.LogLines, line => line.Contains("answered 307, a redirect to 127.0.0.1: it is not followed", StringComparison.Ordinal));
        Assert.DoesNotContain(bench.LogLines, line => line.Contains("secret", StringComparison.Ordinal) || line.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SlowServer_IsGivenUpAfterTheTimeout_AndHoldsUpNobodyElse()
    {
        await using var slow = await HookServer.StartAsync(TimeProvider.System);
        await using var quick = await HookServer.StartAsync(TimeProvider.System);
        slow.Answers.Enqueue(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var bench = new NetworksBench(Hook(slow.Port, "slow", timeout: WebhookOptions.DefaultTimeout), Hook(quick.Port, "quick"));

        bench.Offer(RecordKind.Attitude, (0, 1));
        await Eventually.IsTrueAsync(() => slow.Requests.Count == 1 && bench.Status("quick").Sent == 1, "one hangs, the other has it");
        for (var i = 0; i < 5; i++) bench.Offer(RecordKind.Attitude, (0, i));
        await bench.UntilAsync(() => bench.Status("quick").Sent == 6, "the other has all", stepSeconds: 0.05);
        await bench.UntilAsync(() => bench.Status("slow").Sent == 6, "it has them too, after the timeout", stepSeconds: 1);

        Assert.Contains(bench.LogLines, line => line.Contains("network slow failed attempt=1", StringComparison.Ordinal) && line.Contains("no answer in time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Burst_IsOneRequest_AsLargeAsItMayBe()
    {
        await using var server = await HookServer.StartAsync(TimeProvider.System);
        await using var bench = new NetworksBench(Hook(server.Port, batch: 10));

        bench.Offer(RecordKind.Event, (0, 1));
        await bench.UntilAsync(() => bench.Status("hook").Sent == 1, "the first is there", stepSeconds: 0);
        for (var i = 0; i < 25; i++) bench.Offer(RecordKind.Event, (0, i));
        await bench.UntilAsync(() => bench.Status("hook").Sent == 26, "all are there");

        Assert.Equal([1, 10, 10, 5], server.Requests.Select(request => request.Records.Count));
    }

    private static string NetworkRecordId(TelemetryRecord record) => $"{record.DeviceId}/{record.BootId}/{record.Sequence}";

    private static Func<HttpContext, Task> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync("no");
    };

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static WebhookOptions Hook(
        int port, string name = "hook", string? secret = null, Dictionary<string, string>? headers = null, int batch = WebhookOptions.DefaultBatch,
        TimeSpan? timeout = null) => new()
        {
            Name = name,
            Rate = 100,
            Target = new Uri($"http://127.0.0.1:{port}/hook"),
            Secret = secret,
            Headers = headers ?? [],
            Batch = batch,

            // The clock of the bench runs much faster than a server answers.
            Timeout = timeout ?? TimeSpan.FromDays(1),
        };
}

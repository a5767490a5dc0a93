using System.Buffers.Binary;
using System.Text.Json;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Ota;

namespace DroneLink.CloudSdk.Tests.Ota;

public sealed class OtaHandlerTests : IDisposable
{
    private const string ManifestPath = "/v1/devices/kite/ota/manifest";
    private const string ManifestQuery = "build=5&version=0.1.0&runtime=nano1&role=drone";
    private const string ImagePath = "/v1/devices/kite/ota/7/image";

    private readonly OtaFixture _ota = new();

    public void Dispose() => _ota.Dispose();

    [Fact]
    public async Task A_manifest_comes_over_http_as_over_mqtt()
    {
        Assert.Equal(204, (await _ota.AskAsync(ManifestPath, Kite, ManifestQuery)).StatusCode);
        await _ota.OpenAsync();

        var answer = await _ota.AskAsync(ManifestPath, Kite, ManifestQuery);

        Assert.Equal((200, OtaHandler.ManifestType, true), (answer.StatusCode, answer.Headers!["content-type"], answer.IsBase64Encoded));
        var bytes = Convert.FromBase64String(answer.Body!);
        Assert.Equal(OtaManifest.Sign(Kite.Key.Span, bytes.AsSpan(32)), bytes[..32]);
        Assert.Equal(7, JsonSerializer.Deserialize<JsonElement>(bytes.AsSpan(32)).GetProperty("build").GetInt32());
    }

    [Theory]
    [InlineData("", "build")]
    [InlineData("build=-1&version=0.1.0&runtime=nano1", "build")]
    [InlineData("build=5&version=0.1&runtime=nano1", "version")]
    [InlineData("build=5&version=0.1.0&runtime=nano2", "runtime")]
    [InlineData("build=5&version=0.1.0", "runtime")]
    [InlineData("build=5&version=0.1.0&runtime=nano1&role=pilot", "role")]
    public async Task A_bad_query_is_told_what_is_expected(string query, string told)
    {
        var answer = await _ota.AskAsync(ManifestPath, Kite, query);

        Assert.Equal((400, "bad-parameter"), Problem(answer));
        Assert.StartsWith(told, Detail(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_request_that_the_device_signed_just_now_is_answered()
    {
        await _ota.OpenAsync();

        Assert.Equal((401, "signature"), Problem(await _ota.AskAsync(ManifestPath, Kite, ManifestQuery, signedPath: ManifestPath)));
        Assert.Equal((401, "signature"), Problem(await _ota.AskAsync(ManifestPath, Kite, ManifestQuery, signedPath: $"{ManifestPath}?{ManifestQuery}&x=1")));
        Assert.Equal((401, "signature"), Problem(await _ota.AskAsync(ManifestPath, _ota.Fleet[1], ManifestQuery)));
        Assert.Equal((401, "signature"), Problem(await _ota.AskAsync(ManifestPath, OtaFixture.Device("kate"), ManifestQuery)));
        Assert.Equal((401, "signature"), Problem(await _ota.AskAsync(ManifestPath, Kite, ManifestQuery, sender: "other")));
        Assert.Equal((401, "timestamp"), Problem(await _ota.AskAsync(ManifestPath, Kite, ManifestQuery, at: OtaFixture.Now.AddSeconds(301))));
        Assert.Equal((401, "timestamp"), Problem(await _ota.AskAsync(ManifestPath, Kite, ManifestQuery, at: OtaFixture.Now.AddSeconds(-301))));
        Assert.Equal(200, (await _ota.AskAsync(ManifestPath, Kite, ManifestQuery, at: OtaFixture.Now.AddSeconds(-300))).StatusCode);
        Assert.Equal((401, "signature"), Problem(await _ota.AskAsync(ImagePath, _ota.Fleet[1])));
    }

    [Theory]
    [InlineData(null, 200, 0, -1)]
    [InlineData("bytes=0-0", 206, 0, 1)]
    [InlineData("bytes=0-4091", 206, 0, 4092)]
    [InlineData("bytes=4092-8183", 206, 4092, -1)]
    [InlineData("Bytes= 100-", 206, 100, -1)]
    [InlineData("bytes=-16", 206, -16, -1)]
    [InlineData("bytes=-999999", 206, 0, -1)]
    [InlineData("bytes=0-1,5-6", 200, 0, -1)]
    [InlineData("bytes=9-8", 200, 0, -1)]
    [InlineData("bytes=x-8", 200, 0, -1)]
    [InlineData("bytes=-", 200, 0, -1)]
    [InlineData("lines=0-1", 200, 0, -1)]
    public async Task Any_single_range_of_the_image_is_handed_out(string? range, int status, int offset, int count)
    {
        var image = (await _ota.OpenAsync()).Image.ToArray();
        offset = offset < 0 ? image.Length + offset : offset;
        count = count < 0 ? image.Length - offset : count;

        var answer = await _ota.AskAsync(ImagePath, Kite, range: range);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(image[offset..(offset + count)], Convert.FromBase64String(answer.Body!));
        Assert.Equal(status == 206 ? $"bytes {offset}-{offset + count - 1}/{image.Length}" : null, answer.Headers!.GetValueOrDefault("content-range"));
    }

    [Theory]
    [InlineData("bytes=5124-")]
    [InlineData("bytes=99999999999-99999999999")]
    [InlineData("bytes=-0")]
    public async Task A_range_behind_the_end_is_416(string range)
    {
        var size = (await _ota.OpenAsync(file: TestImage.Release(7, image: TestImage.Nano(bytes: 4900)))).Image.Length;
        Assert.InRange(size, 4900, 5124);

        var answer = await _ota.AskAsync(ImagePath, Kite, range: range);

        Assert.Equal((416, "range"), Problem(answer));
        Assert.Equal($"bytes */{size}", answer.Headers!["content-range"]);
    }

    [Theory]
    [InlineData("/v1/devices/kite/ota", 404)]
    [InlineData("/v1/devices/kite/ota/x/image", 404)]
    [InlineData("/v1/devices/kite/ota/0/image", 404)]
    [InlineData("/v1/devices/kite/ota/7/other", 404)]
    [InlineData("/v1/devices/kite/ota/manifest/x", 404)]
    [InlineData("/v1/devices/k ite/ota/manifest", 404)]
    [InlineData("/v1/devices/kite/ota/99999999999/image", 404)]
    [InlineData("/v1/devices/kite/ota/8/image", 404)]
    [InlineData("/v1/ota/releases", 404)]
    public async Task What_there_is_not_is_404(string path, int status)
    {
        await _ota.OpenAsync();
        Assert.Equal(status, (await _ota.AskAsync(path, Kite)).StatusCode);
    }

    [Fact]
    public async Task Nothing_is_taken_but_get() =>
        Assert.Equal((405, "method-not-allowed"), Problem(await _ota.AskAsync(ManifestPath, Kite, method: "POST")));

    [Fact]
    public async Task A_block_is_its_build_its_offset_and_the_bytes()
    {
        var image = (await _ota.OpenAsync()).Image.ToArray();

        var answer = await _ota.AnswerAsync("kite", """{"want":"block","build":7,"offset":4092,"count":500}""");

        Assert.Equal((byte)'B', answer[0]);
        Assert.Equal((7u, 4092u), (BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(1)), BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(5))));
        Assert.Equal(image[4092..4592], answer[9..]);
    }

    [Fact]
    public void An_error_is_a_letter_and_its_reason() => Assert.Equal((byte[])[(byte)'E', 3], OtaMessage.Error(OtaMessage.TryLater));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"want":7}""")]
    [InlineData("""{"want":"all"}""")]
    [InlineData("""{"want":"manifest"}""")]
    [InlineData("""{"want":"manifest","build":"5","version":"0.1.0","runtime":"nano1"}""")]
    [InlineData("""{"want":"manifest","build":5,"version":"0.1.0","runtime":7}""")]
    [InlineData("""{"want":"block","want":"block","build":7,"offset":0,"count":1}""")]
    [InlineData("""{"want":"block","build":7,"offset":0}""")]
    [InlineData("""{"want":"block","build":7,"offset":0,"count":0}""")]
    [InlineData("""{"want":"block","build":7,"offset":0,"count":2047}""")]
    [InlineData("""{"want":"block","build":7,"offset":-1,"count":1}""")]
    [InlineData("""{"want":"block","build":7,"offset":5000000000,"count":1}""")]
    [InlineData("""{"want":"block","build":7,"offset":2147483647,"count":2046}""")]
    [InlineData("""{"want":"block","build":7,"offset":5100,"count":500}""")]
    [InlineData("""{"want":"block","build":0,"offset":0,"count":1}""")]
    [InlineData("""{"want":"\ud800"}""")]
    public async Task A_bad_message_is_answered_as_one(string message)
    {
        await _ota.OpenAsync();
        Assert.Equal(OtaMessage.Error(OtaMessage.BadRequest), await _ota.AnswerAsync("kite", message));
        Assert.Empty(_ota.Failures);
    }

    [Fact]
    public async Task A_message_is_bounded()
    {
        var padding = new string('x', 512);
        Assert.Equal(OtaMessage.Error(OtaMessage.BadRequest), await _ota.AnswerAsync("kite", $$"""{"want":"manifest","build":5,"version":"0.1.0","runtime":"nano1","core":"{{padding}}"}"""));
    }

    [Fact]
    public async Task Noise_is_answered_and_raises_nothing()
    {
        var random = new Random(4711);
        var good = """{"want":"block","build":7,"offset":0,"count":100}"""u8.ToArray();
        await _ota.OpenAsync();
        for (var i = 0; i < 500; i++)
        {
            var message = (byte[])good.Clone();
            message[random.Next(message.Length)] = (byte)random.Next(256);
            Assert.NotNull(await _ota.Devices.AnswerAsync("kite", message, TestContext.Current.CancellationToken));
        }

        Assert.Empty(_ota.Failures);
    }

    [Fact]
    public async Task Paused_means_later_and_cancelled_means_never()
    {
        await _ota.OpenAsync();
        const string Block = """{"want":"block","build":7,"offset":0,"count":1}""";

        await _ota.RollOutAsync(7, """{"state":"paused"}""");
        Assert.Equal(OtaMessage.Error(OtaMessage.TryLater), await _ota.AnswerAsync("kite", Block));
        var paused = await _ota.AskAsync(ImagePath, Kite);
        Assert.Equal((503, "paused"), Problem(paused));
        Assert.Equal("30", paused.Headers!["retry-after"]);

        await _ota.RollOutAsync(7, """{"state":"active"}""");
        Assert.Equal((byte)'B', (await _ota.AnswerAsync("kite", Block))[0]);

        await _ota.RollOutAsync(7, """{"state":"cancelled"}""");
        Assert.Equal(OtaMessage.Error(OtaMessage.UnknownBuild), await _ota.AnswerAsync("kite", Block));
        Assert.Equal((404, "unknown-build"), Problem(await _ota.AskAsync(ImagePath, Kite)));
        Assert.Equal(OtaMessage.Error(OtaMessage.UnknownBuild), await _ota.AnswerAsync("kite", Block.Replace(":7", ":8", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task How_far_a_download_is_is_noted_by_tenths()
    {
        var size = (await _ota.OpenAsync()).Release.Size;
        await _ota.OfferAsync();
        var seen = new List<int>();
        for (var offset = 0; offset < size; offset += 100)
        {
            await _ota.AnswerAsync("kite", $$"""{"want":"block","build":7,"offset":{{offset}},"count":{{Math.Min(100, size - offset)}}}""");
            seen.Add((await _ota.StateAsync())!.DownloadedBytes);
        }

        Assert.Equal(size, seen[^1]);
        Assert.Equal(seen.Order(), seen);
        Assert.InRange(seen.Distinct().Count(), 10, 11);
    }

    [Fact]
    public async Task Who_was_not_offered_it_is_not_noted()
    {
        var size = (await _ota.OpenAsync()).Release.Size;
        Assert.Equal(size, Convert.FromBase64String((await _ota.AskAsync(ImagePath, Kite)).Body!).Length);
        Assert.Null(await _ota.StateAsync());
    }

    [Fact]
    public async Task A_device_that_is_not_known_is_not_answered() =>
        Assert.Null(await _ota.Devices.AnswerAsync("nobody", "{}"u8.ToArray(), TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_store_that_fails_is_not_now_and_is_told_to_the_log()
    {
        await _ota.OpenAsync();
        _ota.Break();

        Assert.Equal(OtaMessage.Error(OtaMessage.TryLater), await _ota.AnswerAsync("kite", """{"want":"manifest","build":5,"version":"0.1.0","runtime":"nano1"}"""));
        Assert.Equal((503, "unavailable"), Problem(await _ota.AskAsync(ManifestPath, Kite, ManifestQuery)));
        Assert.Equal(2, _ota.Failures.Count);

        _ota.RegistryFailure = new IOException("down");
        Assert.Null(await _ota.Devices.AnswerAsync("kite", "{}"u8.ToArray(), TestContext.Current.CancellationToken));
        Assert.Equal((503, "unavailable"), Problem(await _ota.AskAsync(ManifestPath, Kite, ManifestQuery)));
    }

    private DeviceIdentity Kite => _ota.Fleet[0];

    private static (int Status, string? Code) Problem(HttpApiResponse answer) =>
        (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(answer.Body!).GetProperty("code").GetString());

    private static string Detail(HttpApiResponse answer) => JsonSerializer.Deserialize<JsonElement>(answer.Body!).GetProperty("detail").GetString()!;
}

using System.Globalization;
using System.Text.Json;
using CsCheck;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Wire;
using static DroneLink.CloudSdk.Tests.Ingest.IngestFixture;

namespace DroneLink.CloudSdk.Tests.Ingest;

public sealed class FrameIngestHandleTests
{
    private readonly IngestFixture _fixture = new();

    [Fact]
    public async Task GoodFrames_AreStoredInOrderAsTheyCame()
    {
        byte[][] frames = [Frame(0), Frame(1, key: Key), Frame(2, isSynced: false)];

        var response = await _fixture.PostAsync(frames);

        Assert.Equal(202, response.StatusCode);
        Assert.Equal("application/json", response.Headers!["content-type"]);
        Assert.Equal("""{"accepted":3,"duplicates":0,"rejected":[]}""", response.Body);
        Assert.Equal(frames, _fixture.Stored.Select(entry => entry.Data.ToArray()));
        Assert.All(_fixture.Stored, entry => Assert.Equal(Device, entry.PartitionKey));
        Assert.Empty(_fixture.Letters);
    }

    [Fact]
    public async Task GoodAndBadFrames_AreToldApart()
    {
        var bad = Broken(1);

        var response = await _fixture.PostAsync(Frame(0), bad, [], Frame(2));

        Assert.Equal(202, response.StatusCode);
        var answer = Answer(response);
        Assert.Equal(2, answer.Accepted);
        Assert.Equal([(1, "crc"), (2, "short")], answer.Rejected.Select(frame => (frame.Index, frame.Code)));
        Assert.Equal(FrameError.Crc.Message(), answer.Rejected[0].Message);
        Assert.Equal(2, _fixture.Stored.Count);
        Assert.Equal(["crc", "short"], _fixture.Letters.Select(kept => kept.Code));
        var letter = _fixture.Letters[0];
        Assert.Equal((Device, FrameError.Crc.Message(), Now), (letter.DeviceId, letter.Message, letter.ReceivedAt));
        Assert.Equal(bad, letter.Data.ToArray());
    }

    [Fact]
    public async Task FramesOfNothingButRejects_AreAnsweredAndKept()
    {
        var response = await _fixture.PostAsync(Broken(0));

        Assert.Equal((0, 1), (Answer(response).Accepted, Answer(response).Rejected.Count));
        Assert.Single(_fixture.Letters);
    }

    [Fact]
    public async Task FramesOfABody_AreAtMost1024()
    {
        byte[][] frames = [Frame(0), .. Enumerable.Repeat(Array.Empty<byte>(), 1023)];

        Assert.Equal((1, 1023), (Answer(await _fixture.PostAsync(frames)).Accepted, _fixture.Letters.Count));
        Assert.Equal(1, _fixture.DeadLetterPuts);

        var response = await _fixture.PostAsync([.. frames, Frame(1)]);
        AssertProblem(response, 413, "too-large");
        Assert.Contains("1025 frames; at most 1024 ", response.Body, StringComparison.Ordinal);
        Assert.Equal((1, 1), (_fixture.Stored.Count, _fixture.DeadLetterPuts));
    }

    [Fact]
    public async Task FramesOfABody_AreAnOption()
    {
        var fixture = new IngestFixture(new FrameIngestOptions { MaxFrames = 1 });

        Assert.Equal(202, (await fixture.PostAsync(Frame(0))).StatusCode);
        AssertProblem(await fixture.PostAsync(Frame(1), Frame(2)), 413, "too-large");
    }

    [Fact]
    public async Task FramesRepeatedInOneBody_AreStoredOnce()
    {
        // The second has the same records and another head, as a frame has that was sent before and after the clock was known.
        var response = await _fixture.PostAsync(Frame(0), Frame(0, isSynced: false), Frame(0), Frame(1));

        var answer = Answer(response);
        Assert.Equal((2, 2, 0), (answer.Accepted, answer.Duplicates, answer.Rejected.Count));
        Assert.Equal([Frame(0), Frame(1)], _fixture.Stored.Select(entry => entry.Data.ToArray()));
    }

    [Fact]
    public async Task FrameRepeatedOnceTheClockWasKnown_IsStoredWithItsDate()
    {
        var response = await _fixture.PostAsync(Frame(0, isSynced: false), Frame(1), Frame(0), Frame(0, isSynced: false));

        var answer = Answer(response);
        Assert.Equal((2, 2, 0), (answer.Accepted, answer.Duplicates, answer.Rejected.Count));
        Assert.Equal([Frame(0), Frame(1)], _fixture.Stored.Select(entry => entry.Data.ToArray()));
    }

    [Fact]
    public async Task FrameRepeatedBeforeAndAfterTheClockWasKnown_IsStoredWithItsFirstDate()
    {
        var (first, second) = (Frame(0), Frame(0, timeMs: Now.ToUnixTimeMilliseconds() - 1));

        var response = await _fixture.PostAsync(Frame(0, isSynced: false), Frame(0, isSynced: false), first, second);

        Assert.Equal((1, 3), (Answer(response).Accepted, Answer(response).Duplicates));
        Assert.Equal([first], _fixture.Stored.Select(entry => entry.Data.ToArray()));
    }

    [Fact]
    public async Task FrameOfAnotherDevice_IsAMismatch() => await RejectsAsync("device-mismatch", Frame(0, OtherDevice));

    [Fact]
    public async Task FrameSignedWithAnotherKey_IsRejected() => await RejectsAsync("signature", Frame(0, key: OtherKey));

    [Fact]
    public async Task FrameDated24HoursAheadAndMore_IsOfTheFuture()
    {
        var limit = Now.AddHours(24).ToUnixTimeMilliseconds();

        Assert.Empty(Answer(await _fixture.PostAsync(Frame(0, timeMs: limit))).Rejected);
        await RejectsAsync("future", Frame(1, timeMs: limit + 1));
        await RejectsAsync("future", Frame(2, timeMs: long.MaxValue));
    }

    [Fact]
    public async Task FrameWhoseLastRecordIsOfTheFuture_IsRejectedWhole()
    {
        var now = Now.ToUnixTimeMilliseconds();
        var records = new[] { Record(0, now), Record(1, now + 1), Record(2, Now.AddHours(24).ToUnixTimeMilliseconds() + 1) };

        await RejectsAsync("future", FrameWriter.Write(records));
    }

    [Fact]
    public async Task FrameOfAClockThatIsNotKnown_HasNoFuture()
    {
        var response = await _fixture.PostAsync(Frame(0, timeMs: long.MaxValue, isSynced: false));

        Assert.Equal(1, Answer(response).Accepted);
    }

    [Fact]
    public async Task UnsignedFrame_IsRejectedWhereSignaturesAreRequired()
    {
        var fixture = new IngestFixture(new FrameIngestOptions { RequireFrameSignature = true });

        var answer = Answer(await fixture.PostAsync(Frame(0), Frame(1, key: Key)));

        Assert.Equal([(0, "signature")], answer.Rejected.Select(frame => (frame.Index, frame.Code)));
        Assert.Equal(1, answer.Accepted);
    }

    [Theory]
    [InlineData(300, 202)]
    [InlineData(-300, 202)]
    [InlineData(301, 401)]
    [InlineData(-301, 401)]
    public async Task Timestamp_MayBeOffBy300Seconds(int offSeconds, int expected)
    {
        var timestamp = (Now.ToUnixTimeSeconds() + offSeconds).ToString(CultureInfo.InvariantCulture);

        var response = await _fixture.HandleAsync(Request(Body(Frame(0)), timestamp: timestamp));

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("1764000000.5")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999")]
    [InlineData("0")]
    public async Task Timestamp_ThatIsNoTimeNow_IsRefusedWithTheTime(string timestamp)
    {
        var response = await _fixture.HandleAsync(Request(Body(Frame(0)), timestamp: timestamp));

        AssertProblem(response, 401, "timestamp");
        Assert.Equal("Tue, 24 Nov 2026 12:00:00 GMT", response.Headers!["date"]);
    }

    [Fact]
    public async Task WrongSender_IsRefusedAlikeHoweverItIsWrong()
    {
        var body = Body(Frame(0));
        var good = Request(body);
        HttpApiRequest[] requests =
        [
            Request(body, key: OtherKey),
            Request(body, deviceId: "unknown", key: Key),
            Request(body, deviceId: "unknown", key: new byte[32]),
            Request(body, deviceId: "keyless", key: new byte[32]),
            Request(body, deviceId: "keyless", key: []),
            Request(body, deviceId: "drone 1'--", key: new byte[32]),
            With(good, "x-device-id", OtherDevice),
            With(good, "x-device-id", null),
            With(good, "x-signature", null),
            With(good, "x-signature", good.Headers!["x-signature"][..^1]),
            With(good, "x-signature", good.Headers!["x-signature"].ToUpperInvariant()),
            With(good, "x-timestamp", (Now.ToUnixTimeSeconds() + 1).ToString(CultureInfo.InvariantCulture)),
            good with { Body = Convert.ToBase64String(Body(Frame(1))) },
        ];

        foreach (var request in requests)
        {
            var response = await _fixture.HandleAsync(request);

            AssertProblem(response, 401, "signature");
            Assert.Equal("Tue, 24 Nov 2026 12:00:00 GMT", response.Headers!["date"]);
            Assert.Equal((await _fixture.HandleAsync(requests[0])).Body, response.Body);
        }

        Assert.Empty(_fixture.Stored);
        Assert.Empty(_fixture.Letters);
        Assert.DoesNotContain("drone 1'--", _fixture.Lookups);
    }

    [Fact]
    public async Task HeaderNames_MayBeInAnyCase()
    {
        var request = Request(Body(Frame(0)), contentType: "Application/Vnd.DroneLink.Frames; v=1");

        var response = await _fixture.HandleAsync(
            request with { Headers = request.Headers!.ToDictionary(header => header.Key.ToUpperInvariant(), header => header.Value) });

        Assert.Equal(202, response.StatusCode);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/vnd.dronelink.frames+json")]
    [InlineData("")]
    public async Task OtherContentTypes_AreRefused(string contentType) =>
        AssertProblem(await _fixture.HandleAsync(Request(Body(Frame(0)), contentType: contentType)), 415, "content-type");

    [Fact]
    public async Task RequestOfNothing_IsRefused() => AssertProblem(await _fixture.HandleAsync(new HttpApiRequest()), 415, "content-type");

    [Fact]
    public async Task BodyThatIsNotBase64_IsRefused()
    {
        var request = Request(Body(Frame(0)));

        AssertProblem(await _fixture.HandleAsync(request with { Body = "%%%%" }), 400, "envelope");
        AssertProblem(await _fixture.HandleAsync(request with { Body = request.Body!.TrimEnd('=')[..^1] }), 400, "envelope");
        AssertProblem(await _fixture.HandleAsync(request with { IsBase64Encoded = false }), 400, "envelope");
    }

    [Fact]
    public async Task TornBody_IsRefusedWholeWithTheOffset()
    {
        var whole = Body(Frame(0), Frame(1));

        var response = await _fixture.HandleAsync(Request(whole[..^1]));

        AssertProblem(response, 400, "envelope");
        Assert.Contains($"offset {whole.Length / 2}.", response.Body, StringComparison.Ordinal);
        Assert.Empty(_fixture.Stored);
    }

    [Fact]
    public async Task EmptyBody_IsRefused()
    {
        AssertProblem(await _fixture.HandleAsync(Request([])), 400, "envelope");
        AssertProblem(await _fixture.HandleAsync(Request([]) with { Body = null }), 400, "envelope");
        AssertProblem(await _fixture.HandleAsync(Request([], key: OtherKey) with { Body = null, IsBase64Encoded = false }), 401, "signature");
    }

    [Theory]
    [InlineData(-1, 202)]
    [InlineData(0, 202)]
    [InlineData(1, 413)]
    [InlineData(2, 413)]
    [InlineData(100_000, 413)]
    public async Task Body_HasAtMost256KiB(int over, int expected)
    {
        var frame = Frame(0);
        var left = (256 * 1024) + over - FrameBody.LengthBytes - frame.Length;
        var frames = new List<byte[]> { frame };
        for (; left > 0; left -= frames[^1].Length + FrameBody.LengthBytes)
        {
            frames.Add(new byte[int.Min(50_000, left - FrameBody.LengthBytes)]);
        }

        var body = Body([.. frames]);
        Assert.Equal((256 * 1024) + over, body.Length);
        var response = await _fixture.HandleAsync(Request(body));

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == 202 ? 1 : 0, _fixture.Stored.Count);
        if (expected == 413)
        {
            AssertProblem(response, 413, "too-large");
        }
    }

    [Fact]
    public async Task BodyThatIsTooLong_IsRefusedBeforeItIsDecoded()
    {
        var most = (FrameIngestOptions.DefaultMaxBodyBytes + 2) / 3 * 4;

        AssertProblem(await _fixture.HandleAsync(Request([]) with { Body = new string('%', most) }), 400, "envelope");
        AssertProblem(await _fixture.HandleAsync(Request([]) with { Body = new string('%', most + 1) }), 413, "too-large");
    }

    [Fact]
    public async Task NullArguments_Throw()
    {
        Assert.Throws<ArgumentNullException>(() => new FrameIngest(null!, _fixture, _fixture, TimeProvider.System));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await _fixture.HandleAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await _fixture.AcceptAsync(null!, Frame(0)));
    }

    [Fact]
    public async Task AnyRequest_IsAnsweredAndNeverThrows()
    {
        var request =
            from body in Gen.Byte.Array[0, 200]
            from deviceId in Gen.OneOf(Gen.Const(Device), Gen.String)
            from timestamp in Gen.OneOf(Gen.Const((string?)null), Gen.String!)
            from change in Gen.OneOf("", "", "x-signature", "x-timestamp", "content-type", "x-device-id")
            from value in Gen.Null(Gen.String)
            from text in Gen.Frequency((3, Gen.Const((string?)null)), (1, Gen.Null(Gen.String)))
            let good = Request(body, deviceId, timestamp: timestamp)
            select With(good, change, value) with { Body = text ?? good.Body };

        await request.SampleAsync(async request =>
        {
            var response = await new IngestFixture().HandleAsync(request);
            return response.StatusCode is 202 or 400 or 401 or 415 && response.Body is not null;
        });
    }

    private async Task RejectsAsync(string code, byte[] frame)
    {
        var answer = Answer(await _fixture.PostAsync(frame));

        Assert.Equal([(0, code)], answer.Rejected.Select(rejected => (rejected.Index, rejected.Code)));
        Assert.Equal(code, _fixture.Letters[^1].Code);
        Assert.DoesNotContain(_fixture.Stored, entry => entry.Data.Span.SequenceEqual(frame));
    }

    private static IngestAnswer Answer(HttpApiResponse response)
    {
        Assert.Equal(202, response.StatusCode);
        return JsonSerializer.Deserialize(response.Body!, CloudJsonContext.Default.IngestAnswer)!;
    }

    private static void AssertProblem(HttpApiResponse response, int status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(Problems.ContentType, response.Headers!["content-type"]);
        Assert.Equal(code, JsonSerializer.Deserialize(response.Body!, CloudJsonContext.Default.ProblemDetails)!.Code);
    }
}

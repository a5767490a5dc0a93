using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Lambda.Runtime;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Tests.Embedded;
using DroneLink.CloudSdk.Tests.Ingest;
using DroneLink.CloudSdk.Tests.Iot;
using DroneLink.CloudSdk.Tests.Projection;
using DroneLink.CloudSdk.Wire;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Lambda;

public sealed class LambdaFunctionsTests
{
    private static readonly LambdaInvocation Invocation = new("id", DateTimeOffset.MaxValue, null, null);

    private HttpApiRequest? _request;

    [Theory]
    [InlineData("http-api-v2-request.json", "/my/path", "POST")]
    [InlineData("http-api-v2-request-iam-authorizer.json", "/my/path", "GET")]
    [InlineData("http-api-v2-request-lambda-authorizer.json", "/my/path", "GET")]
    [InlineData("own-http-api-v2-telemetry-binary.json", "/v1/telemetry", "POST")]
    [InlineData("proxy-event.json", "/hello/world", "POST")]
    public async Task Http_EveryRequestOfAGateway_ReachesTheHandler(string sample, string path, string method)
    {
        var answer = await InvokeAsync(LambdaFunctions.Http(Answer), CloudSamples.Load(sample));

        Assert.Equal(path, _request!.RawPath);
        Assert.Equal((method, path), (_request.RequestContext!.Http!.Method, _request.RequestContext.Http.Path));
        Assert.Equal(200, answer["statusCode"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("""{"version":"2.0","httpMethod":"GET","rawPath":"/a","path":"/b"}""", "/a")]
    [InlineData("""{"httpMethod":"GET","path":"/b","version":"2.0","rawPath":"/a"}""", "/a")]
    [InlineData("""{"version":"1.0","resource":"/b","path":"/b","httpMethod":"GET","requestContext":{"version":"2.0"}}""", "/b")]
    public async Task Http_TheVersionDecides(string json, string path)
    {
        await InvokeAsync(LambdaFunctions.Http(Answer), Encoding.UTF8.GetBytes(json));

        Assert.Equal(path, _request!.RawPath);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"version":"2.0" """)]
    [InlineData("""{"version":"2.0","headers":[1]}""")]
    [InlineData("""{"httpMethod":"GET","headers":"x"}""")]
    [InlineData("""{"data":"AA==","deviceId":"drone-1"}""")]
    [InlineData("""{"Records":[]}""")]
    [InlineData("""{"httpMet\ud800od":"GET"}""")]
    [InlineData("""{"version":"\udc00"}""")]
    [InlineData("""{"httpMethod":"GET","headers":{"\ud800":"1"}}""")]
    public async Task Http_WhatIsNoRequest_IsAnError(string json) => await Assert.ThrowsAsync<InvalidDataException>(
        async () => await LambdaFunctions.Http(Answer)(Encoding.UTF8.GetBytes(json), Invocation, Token));

    [Fact]
    public async Task Http_AtTheDeadline_AnswersToComeAgain()
    {
        using var deadline = new CancellationTokenSource();
        var function = LambdaFunctions.Http(async (_, token) =>
        {
            await deadline.CancelAsync();
            token.ThrowIfCancellationRequested();
            return new HttpApiResponse { StatusCode = 200 };
        });

        var answer = Parse(await function(Encoding.UTF8.GetBytes("""{"version":"2.0"}"""), Invocation, deadline.Token));

        Assert.Equal(503, answer["statusCode"]!.GetValue<int>());
        Assert.Equal("5", answer["headers"]!["retry-after"]!.GetValue<string>());
    }

    [Fact]
    public async Task Http_AHandlerThatGivesUpByItself_IsAnError() => await Assert.ThrowsAsync<TaskCanceledException>(async () =>
        await LambdaFunctions.Http((_, _) => throw new TaskCanceledException())(Encoding.UTF8.GetBytes("""{"version":"2.0"}"""), Invocation, Token));

    [Theory]
    [InlineData("http-api-v2-request.json")]
    [InlineData("proxy-event.json")]
    public async Task Http_OverIngestOrQuery_IsAnswered(string sample)
    {
        using var folder = new TempFolder();
        using var cloud = EmbeddedCloud.Open(folder["cloud.db"]);

        var ingest = LambdaFunctions.Http(new IngestFixture().Ingest.HandleAsync);
        var query = LambdaFunctions.Http(async (request, token) => await cloud.Query.HandleAsync(request, token));

        Assert.Equal(415, (int)(await InvokeAsync(ingest, CloudSamples.Load(sample)))["statusCode"]!);
        Assert.Equal(404, (int)(await InvokeAsync(query, CloudSamples.Load(sample)))["statusCode"]!);
    }

    [Fact]
    public async Task Http_FramesFromARestApi_AreTaken()
    {
        var fixture = new IngestFixture();
        var request = IngestFixture.Request(IngestFixture.Body(IngestFixture.Frame(0)));
        var headers = new JsonObject(request.Headers!.Select(header => KeyValuePair.Create(header.Key.ToUpperInvariant(), (JsonNode?)header.Value)));
        var rest = new JsonObject
        {
            ["httpMethod"] = "POST",
            ["path"] = "/v1/frames",
            ["headers"] = headers,
            ["body"] = request.Body,
            ["isBase64Encoded"] = true,
        };

        var answer = await InvokeAsync(LambdaFunctions.Http(fixture.Ingest.HandleAsync), Encoding.UTF8.GetBytes(rest.ToJsonString()));

        Assert.Equal(202, answer["statusCode"]!.GetValue<int>());
        Assert.Single(fixture.Stored);
    }

    [Theory]
    [InlineData("kinesis-event.json", 2)]
    [InlineData("kinesis-timewindow-event.json", 1)]
    [InlineData("own-kinesis-event-kpl-aggregated.json", 4)]
    public async Task Kinesis_EveryBatch_IsTakenToTheEnd(string sample, int letters)
    {
        var deadLetters = new TestDeadLetters();

        var function = LambdaFunctions.Kinesis(new ProjectionHandler([new TestSink()], deadLetters, TimeProvider.System));

        var answer = await InvokeAsync(function, CloudSamples.Load(sample));

        Assert.Empty(answer["batchItemFailures"]!.AsArray());
        Assert.Equal(letters, deadLetters.Letters.Count);
    }

    [Theory]
    [InlineData("""{"Records":[],"state":{"a":1,"a":2}}""")]
    [InlineData("""{"Records":[],"state":{"\ud800":1}}""")]
    [InlineData("""{"Records":[],"state":{"a":{"\ud800":["\udc00"]}}}""")]
    [InlineData("""{"Records":[],"state":[]}""")]
    [InlineData("""{"Records":[{"kinesis":{"data":"="}}]}""")]
    public async Task Kinesis_WhatIsNoBatch_IsAnError(string json) => await Assert.ThrowsAsync<InvalidDataException>(
        async () => await LambdaFunctions.Kinesis(new ProjectionHandler([], new TestDeadLetters(), TimeProvider.System))(Encoding.UTF8.GetBytes(json), Invocation, Token));

    [Fact]
    public async Task Kinesis_AFailedRecord_IsReportedByLambdaSBytes()
    {
        var sink = new TestSink();
        sink.Fail(_ => true, isPoison: false);
        var function = LambdaFunctions.Kinesis(new ProjectionHandler([sink], new TestDeadLetters(), TimeProvider.System));
        var frame = Convert.ToBase64String(FrameWriter.Write([Record(0)]));
        const string Number = "1405400000000002063282832";

        var answer = await function(
            Encoding.UTF8.GetBytes($$$"""{"Records":[{"kinesis":{"partitionKey":"drone-1","sequenceNumber":"{{{Number}}}","data":"{{{frame}}}"}}]}"""),
            Invocation,
            Token);

        Assert.Equal(
            JsonSerializer.Serialize(JsonDocument.Parse(CloudSamples.Load("kinesis-batchitemfailures-response.json")).RootElement),
            Encoding.UTF8.GetString(answer.Span));
    }

    [Theory]
    [InlineData("kinesis-event.json")]
    [InlineData("http-api-v2-request.json")]
    [InlineData("proxy-event.json")]
    public async Task AByteOrderMark_IsSteppedOver(string sample)
    {
        byte[] payload = [0xEF, 0xBB, 0xBF, .. CloudSamples.Load(sample)];
        var function = sample.StartsWith("kinesis", StringComparison.Ordinal)
            ? LambdaFunctions.Kinesis(new ProjectionHandler([], new TestDeadLetters(), TimeProvider.System))
            : LambdaFunctions.Http(Answer);

        Assert.NotNull(await InvokeAsync(function, payload));
    }

    [Fact]
    public async Task Json_AnEventThatDoesNotFit_SaysWhereAndNotWhat()
    {
        var function = LambdaFunctions.Json(
            CloudJsonContext.Default.KinesisEvent,
            CloudJsonContext.Default.BatchResponse,
            (_, _) => ValueTask.FromResult(new BatchResponse { BatchItemFailures = [] }));

        var error = await Assert.ThrowsAsync<InvalidDataException>(
            async () => await function(Encoding.UTF8.GetBytes("""{"Records":[{"kinesis":{"data":"s3cret!"}}]}"""), Invocation, Token));

        Assert.Contains("$.Records[0].kinesis.data", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    private ValueTask<HttpApiResponse> Answer(HttpApiRequest request, CancellationToken cancellationToken)
    {
        _request = request;
        return ValueTask.FromResult(new HttpApiResponse { StatusCode = 200 });
    }

    private static async Task<JsonNode> InvokeAsync(LambdaFunction function, byte[] payload) => Parse(await function(payload, Invocation, Token));

    private static JsonNode Parse(ReadOnlyMemory<byte> json) => JsonNode.Parse(json.Span)!;
}

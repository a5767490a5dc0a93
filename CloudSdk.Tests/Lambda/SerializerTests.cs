using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Tests.Iot;
using DroneLink.CloudSdk.Tests.Projection;

namespace DroneLink.CloudSdk.Tests.Lambda;

/// <summary>POCO in, POCO out: with every serializer the events are understood and the answers have AWS's very names.</summary>
public sealed class SerializerTests
{
    public static TheoryData<string> Serializers => EventSerializer.Names;

    [Theory, MemberData(nameof(Serializers))]
    public async Task Partial_batch_response_has_lambda_s_very_bytes(string serializer)
    {
        var expected = Compact(CloudSamples.Load("kinesis-batchitemfailures-response.json"));
        var response = await FailingAsync(EventSerializer.Of(serializer).Read<KinesisEvent>(Encoding.UTF8.GetBytes("""
            {"Records":[{"kinesis":{"partitionKey":"d","sequenceNumber":"1405400000000002063282832","data":"AA=="}}]}
            """)));

        Assert.Equal(expected, Encoding.UTF8.GetString(EventSerializer.Of(serializer).Write(response)));
    }

    [Theory, MemberData(nameof(Serializers))]
    public void Partial_batch_response_has_the_names_without_which_records_are_lost(string serializer)
    {
        var response = new BatchResponse { BatchItemFailures = [new BatchItemFailure { ItemIdentifier = "495" }] };

        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"495"}]}""", Encoding.UTF8.GetString(EventSerializer.Of(serializer).Write(response)));
    }

    [Theory, MemberData(nameof(Serializers))]
    public async Task State_of_a_tumbling_window_goes_back_as_it_came(string serializer)
    {
        var batch = EventSerializer.Of(serializer).Read<KinesisEvent>(CloudSamples.Load("kinesis-timewindow-event.json"));

        var response = await new ProjectionHandler([], new TestDeadLetters(), TimeProvider.System).HandleAsync(batch, Token);

        Assert.Equal(
            Compact(CloudSamples.Load("kinesis-timewindow-response.json")), Encoding.UTF8.GetString(EventSerializer.Of(serializer).Write(response)));
    }

    [Theory, MemberData(nameof(Serializers))]
    public void Batch_of_kinesis_is_read(string serializer)
    {
        var records = EventSerializer.Of(serializer).Read<KinesisEvent>(CloudSamples.Load("kinesis-event.json")).Records!;

        Assert.Equal(2, records.Count);
        var record = records[1];
        Assert.Equal("s1", record.Kinesis!.PartitionKey);
        Assert.Equal("49568167373333333334444444444444444444444444444444444444", record.Kinesis.SequenceNumber);
        Assert.Equal("Hello World", Encoding.UTF8.GetString(record.Kinesis.Data!));
        Assert.Equal(1480841523.477, record.Kinesis.ApproximateArrivalTimestamp);
        Assert.Equal("aws:kinesis", record.EventSource);
        Assert.Equal("shardId-000000000000:49568167373333333334444444444444444444444444444444444444", record.EventId);
        Assert.Equal("arn:aws:kinesis:us-east-1:123456789012:stream/simple-stream", record.EventSourceArn);
    }

    [Theory, MemberData(nameof(Serializers))]
    public void Request_of_an_http_api_is_read(string serializer)
    {
        var request = EventSerializer.Of(serializer).Read<HttpApiRequest>(CloudSamples.Load("http-api-v2-request.json"));

        Assert.Equal("/my/path", request.RawPath);
        Assert.Equal("parameter1=value1&parameter1=value2&parameter2=value", request.RawQueryString);
        Assert.Equal("value1", request.Headers!["Header1"]);
        Assert.Equal("value1,value2", request.QueryStringParameters!["parameter1"]);
        Assert.Equal("value1", request.PathParameters!["parameter1"]);
        Assert.Equal("Hello from Lambda", request.Body);
        Assert.True(request.IsBase64Encoded);
        Assert.Equal("request-id", request.RequestContext!.RequestId);
        Assert.Equal(1583348638390, request.RequestContext.TimeEpoch);
        var http = request.RequestContext.Http!;
        Assert.Equal(("POST", "/my/path", "IP"), (http.Method, http.Path, http.SourceIp));
    }

    [Theory, MemberData(nameof(Serializers))]
    public void Request_of_a_rest_api_is_read(string serializer)
    {
        var request = EventSerializer.Of(serializer).Read<RestApiRequest>(CloudSamples.Load("proxy-event.json")).ToHttpApi();

        Assert.Equal("/hello/world", request.RawPath);
        Assert.Equal("application/json", request.Headers!["content-type"]);
        Assert.Equal("me", request.QueryStringParameters!["name"]);
        Assert.Equal("hello/world", request.PathParameters!["proxy"]);
        Assert.Equal("{\r\n\t\"a\": 1\r\n}", request.Body);
        Assert.False(request.IsBase64Encoded);
        Assert.Equal("deef4878-7910-11e6-8f14-25afc3e9ae33", request.RequestContext!.RequestId);
        Assert.Equal(1519166937665, request.RequestContext.TimeEpoch);
        Assert.Equal(
            ("POST", "/hello/world", "192.168.196.186"),
            (request.RequestContext.Http!.Method, request.RequestContext.Http.Path, request.RequestContext.Http.SourceIp));
    }

    [Theory, MemberData(nameof(Serializers))]
    public void Several_values_of_a_rest_api_are_joined_as_an_http_api_joins_them(string serializer)
    {
        var request = EventSerializer.Of(serializer).Read<RestApiRequest>(Encoding.UTF8.GetBytes("""
            {"httpMethod":"GET","path":"/v1/events","headers":{"Accept":"b"},"multiValueHeaders":{"Accept":["a","b"]},
            "queryStringParameters":{"text":"y"},"multiValueQueryStringParameters":{"text":["x","y"]},"pathParameters":null,"body":null}
            """)).ToHttpApi();

        Assert.Equal("a,b", request.Headers!["accept"]);
        Assert.Equal("x,y", request.QueryStringParameters!["text"]);
        Assert.Null(request.PathParameters);
        Assert.Null(request.Body);
    }

    [Theory, MemberData(nameof(Serializers))]
    public void Caller_that_an_authorizer_found_out_is_read(string serializer)
    {
        var request = EventSerializer.Of(serializer).Read<HttpApiRequest>(Encoding.UTF8.GetBytes("""
            {"version":"2.0","requestContext":{"authorizer":{"lambda":{"token":"office","scopes":"read command","fleet":"fleet-1"}}}}
            """));

        Assert.Equal(new ApiCaller { Token = "office", Scopes = "read command", Fleet = "fleet-1" }, request.RequestContext!.Authorizer!.Lambda);
        request = EventSerializer.Of(serializer).Read<HttpApiRequest>(CloudSamples.Load("http-api-v2-request-lambda-authorizer.json"));
        Assert.Equal(new ApiCaller(), request.RequestContext!.Authorizer!.Lambda);
        request = EventSerializer.Of(serializer).Read<HttpApiRequest>(CloudSamples.Load("http-api-v2-request.json"));
        Assert.Null(request.RequestContext!.Authorizer!.Lambda);
    }

    [Theory, MemberData(nameof(Serializers))]
    public void Answer_of_an_authorizer_has_the_gateway_s_names(string serializer)
    {
        var answer = new AuthorizerAnswer { IsAuthorized = true, Context = new ApiCaller { Token = "office", Scopes = "read", Fleet = "fleet-1" } };

        Assert.Equal(
            """{"isAuthorized":true,"context":{"token":"office","scopes":"read","fleet":"fleet-1"}}""",
            Encoding.UTF8.GetString(EventSerializer.Of(serializer).Write(answer)));
    }

    [Theory, MemberData(nameof(Serializers))]
    public void Event_of_an_iot_rule_is_read(string serializer)
    {
        var frame = EventSerializer.Of(serializer).Read<IotFrameEvent>(CloudSamples.Load("own-iot-rule-lambda-binary.json"));

        Assert.Equal(("drone-0042", 1795413600187, "6f2d3c0e4f5a"), (frame.DeviceId, frame.IotTs, frame.Principal));
        Assert.Equal(Convert.FromBase64String("omNzZXEZEHNidHMbAAABogWQAAA="), frame.Data);
    }

    [Theory, MemberData(nameof(Serializers))]
    public void Response_has_the_gateway_s_names_and_nothing_empty(string serializer)
    {
        var response = new HttpApiResponse { StatusCode = 202, Headers = new Dictionary<string, string> { ["Content-Type"] = "a/b" }, Body = "x" };

        Assert.Equal(
            """{"statusCode":202,"headers":{"Content-Type":"a/b"},"body":"x","isBase64Encoded":false}""",
            Encoding.UTF8.GetString(EventSerializer.Of(serializer).Write(response)));
        Assert.Equal(
            """{"statusCode":204,"isBase64Encoded":false}""",
            Encoding.UTF8.GetString(EventSerializer.Of(serializer).Write(new HttpApiResponse { StatusCode = 204 })));
    }

    [Theory]
    [InlineData("own-http-api-v2-response.json")]
    [InlineData("own-rest-v1-response.json")]
    public void Response_has_no_name_that_one_of_the_gateways_does_not_know(string sample)
    {
        var known = JsonDocument.Parse(CloudSamples.Load(sample)).RootElement.EnumerateObject().Select(member => member.Name).ToList();

        var problem = Problems.Create(429, "throttled", "Later.", ("retry-after", "2"));
        var ours = JsonSerializer.SerializeToElement(problem, CloudJsonContext.Default.HttpApiResponse);

        Assert.All(ours.EnumerateObject(), member => Assert.Contains(member.Name, known));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<BatchResponse> FailingAsync(KinesisEvent batch) =>
        await new ProjectionHandler([], new TestDeadLetters { IsBroken = true }, TimeProvider.System).HandleAsync(batch, Token);

    private static string Compact(byte[] json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);
}

using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Lambda;

namespace DroneLink.CloudSdk.Tests.Lambda;

public sealed class CloudJsonContextTests
{
    [Fact]
    public void BatchResponse_HasTheBytesThatLambdaTakes()
    {
        var response = new BatchResponse { BatchItemFailures = [new BatchItemFailure { ItemIdentifier = "1405400000000002063282832" }] };

        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"1405400000000002063282832"}]}""",
            JsonSerializer.Serialize(response, CloudJsonContext.Default.BatchResponse));
    }

    [Fact]
    public void BatchResponse_OfFullSuccess_IsAnEmptyList() => Assert.Equal(
        """{"batchItemFailures":[]}""",
        JsonSerializer.Serialize(new BatchResponse { BatchItemFailures = [] }, CloudJsonContext.Default.BatchResponse));

    [Fact]
    public void HttpApiResponse_LeavesOutWhatIsNull() => Assert.Equal(
        """{"statusCode":202,"headers":{"Content-Type":"a/b"},"isBase64Encoded":false}""",
        JsonSerializer.Serialize(
            new HttpApiResponse { StatusCode = 202, Headers = new Dictionary<string, string> { ["Content-Type"] = "a/b" } },
            CloudJsonContext.Default.HttpApiResponse));

    [Fact]
    public void KinesisEvent_IsReadByItsExactNames()
    {
        const string Json = """
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"d","sequenceNumber":"49568167373333333333333333333333333333333333333333333333",
            "data":"1wE=","approximateArrivalTimestamp":1480641523.477},"eventSource":"aws:kinesis","eventID":"shardId-000000000000:4956",
            "eventSourceARN":"arn:aws:kinesis:us-east-1:123456789012:stream/s","awsRegion":"us-east-1","new":{"nested":[1]}}],"window":null}
            """;

        var record = Assert.Single(JsonSerializer.Deserialize(Json, CloudJsonContext.Default.KinesisEvent)!.Records!);

        Assert.Equal("aws:kinesis", record.EventSource);
        Assert.Equal("shardId-000000000000:4956", record.EventId);
        Assert.Equal("arn:aws:kinesis:us-east-1:123456789012:stream/s", record.EventSourceArn);
        Assert.Equal("d", record.Kinesis!.PartitionKey);
        Assert.Equal("49568167373333333333333333333333333333333333333333333333", record.Kinesis.SequenceNumber);
        Assert.Equal([0xD7, 0x01], record.Kinesis.Data);
        Assert.Equal(1480641523.477, record.Kinesis.ApproximateArrivalTimestamp);
    }

    [Fact]
    public void HttpApiRequest_MayLackEveryOptionalMember()
    {
        var request = JsonSerializer.Deserialize("""{"version":"2.0","rawPath":"/v1/x","body":null}""", CloudJsonContext.Default.HttpApiRequest)!;

        Assert.Equal("/v1/x", request.RawPath);
        Assert.Null(request.Headers);
        Assert.Null(request.PathParameters);
        Assert.Null(request.RequestContext);
        Assert.False(request.IsBase64Encoded);
    }

    [Fact]
    public void HttpApiRequest_OfTheGateway_IsRead()
    {
        var request = JsonSerializer.Deserialize(Sample("http-api-v2-request.json"), CloudJsonContext.Default.HttpApiRequest)!;

        Assert.Equal("/my/path", request.RawPath);
        Assert.Equal("parameter1=value1&parameter1=value2&parameter2=value", request.RawQueryString);
        Assert.Equal("value1", request.Headers!["Header1"]);
        Assert.Equal("value1,value2", request.QueryStringParameters!["parameter1"]);
        Assert.Equal("value1", request.PathParameters!["parameter1"]);
        Assert.True(request.IsBase64Encoded);
        Assert.Equal("Hello from Lambda", request.Body);
        Assert.Equal("POST", request.RequestContext!.Http!.Method);
        Assert.Equal("IP", request.RequestContext.Http.SourceIp);
        Assert.Equal("request-id", request.RequestContext.RequestId);
        Assert.Equal(1583348638390, request.RequestContext.TimeEpoch);
    }

    [Fact]
    public void KinesisEvent_OfLambda_IsRead()
    {
        var records = JsonSerializer.Deserialize(Sample("kinesis-event.json"), CloudJsonContext.Default.KinesisEvent)!.Records!;

        Assert.Equal(2, records.Count);
        Assert.All(records, record => Assert.Equal("Hello World", Encoding.UTF8.GetString(record.Kinesis!.Data!)));
    }

    private static byte[] Sample(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "cloud.sln")))
        {
            root = root.Parent;
        }

        var path = root is null ? null : Path.Combine(root.FullName, "..", "shared", "data", "cloud-samples", name);
        Assert.SkipUnless(File.Exists(path), $"The sample event {name} is not beside this repository.");
        return File.ReadAllBytes(path!);
    }
}

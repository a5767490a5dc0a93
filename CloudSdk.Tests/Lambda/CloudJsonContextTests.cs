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
}

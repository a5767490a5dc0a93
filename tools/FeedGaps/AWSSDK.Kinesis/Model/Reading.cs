using System.Text.Json;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>Where to start reading a shard.</summary>
public class GetShardIteratorRequest : AmazonWebServiceRequest
{
    /// <summary>The shard.</summary>
    public string? ShardId { get; set; }

    /// <summary>Where in it.</summary>
    public ShardIteratorType? ShardIteratorType { get; set; }

    /// <summary>The sequence number of the types that have one.</summary>
    public string? StartingSequenceNumber { get; set; }

    /// <summary>The name of the stream.</summary>
    public string? StreamName { get; set; }

    internal static void Write(GetShardIteratorRequest request, Utf8JsonWriter writer)
    {
        writer.WriteText("ShardId", request.ShardId);
        writer.WriteText("ShardIteratorType", request.ShardIteratorType?.Value);
        writer.WriteText("StartingSequenceNumber", request.StartingSequenceNumber);
        writer.WriteText("StreamName", request.StreamName);
    }
}

/// <summary>A place in a shard.</summary>
public class GetShardIteratorResponse : AmazonWebServiceResponse
{
    /// <summary>The place.</summary>
    public string? ShardIterator { get; set; }

    internal static GetShardIteratorResponse Read(JsonElement answer) => new() { ShardIterator = answer.Text("ShardIterator") };
}

/// <summary>Asks for the records at a place.</summary>
public class GetRecordsRequest : AmazonWebServiceRequest
{
    /// <summary>Records at most, up to 10,000.</summary>
    public int? Limit { get; set; }

    /// <summary>The place.</summary>
    public string? ShardIterator { get; set; }

    internal static void Write(GetRecordsRequest request, Utf8JsonWriter writer)
    {
        writer.WriteNumber("Limit", (long?)request.Limit);
        writer.WriteText("ShardIterator", request.ShardIterator);
    }
}

/// <summary>Records of a shard.</summary>
public class GetRecordsResponse : AmazonWebServiceResponse
{
    /// <summary>How far behind the newest this was.</summary>
    public long? MillisBehindLatest { get; set; }

    /// <summary>The place to go on; null at the end of a closed shard.</summary>
    public string? NextShardIterator { get; set; }

    /// <summary>The records.</summary>
    public List<Record>? Records { get; set; }

    internal static GetRecordsResponse Read(JsonElement answer) => new()
    {
        MillisBehindLatest = (long?)answer.Number("MillisBehindLatest"),
        NextShardIterator = answer.Text("NextShardIterator"),
        Records = answer.List("Records", static record => new Record
        {
            ApproximateArrivalTimestamp = record.Number("ApproximateArrivalTimestamp") is { } seconds
                ? DateTime.UnixEpoch.AddSeconds(seconds)
                : null,
            Data = record.TryGetProperty("Data", out var data) ? new MemoryStream(data.GetBytesFromBase64()) : null,
            PartitionKey = record.Text("PartitionKey"),
            SequenceNumber = record.Text("SequenceNumber"),
        }),
    };
}

/// <summary>A record.</summary>
public class Record
{
    /// <summary>When it came, UTC.</summary>
    public DateTime? ApproximateArrivalTimestamp { get; set; }

    /// <summary>Its bytes.</summary>
    public MemoryStream? Data { get; set; }

    /// <summary>Its key.</summary>
    public string? PartitionKey { get; set; }

    /// <summary>Its place.</summary>
    public string? SequenceNumber { get; set; }
}

using System.Text.Json;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>Records to write.</summary>
public class PutRecordsRequest : AmazonWebServiceRequest
{
    /// <summary>1 to 500 records.</summary>
    public List<PutRecordsRequestEntry>? Records { get; set; }

    /// <summary>The name of the stream.</summary>
    public string? StreamName { get; set; }

    /// <summary>The ARN of the stream.</summary>
    public string? StreamARN { get; set; }

    internal static void Write(PutRecordsRequest request, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("Records");
        foreach (var record in request.Records ?? [])
        {
            writer.WriteStartObject();
            if (record.Data is { } data)
                writer.WriteBase64String("Data", data.TryGetBuffer(out var bytes) ? bytes : data.ToArray());
            writer.WriteText("ExplicitHashKey", record.ExplicitHashKey);
            writer.WriteText("PartitionKey", record.PartitionKey);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteText("StreamName", request.StreamName);
        writer.WriteText("StreamARN", request.StreamARN);
    }
}

/// <summary>A record to write.</summary>
public class PutRecordsRequestEntry
{
    /// <summary>Its bytes.</summary>
    public MemoryStream? Data { get; set; }

    /// <summary>Decides the shard instead of the partition key.</summary>
    public string? ExplicitHashKey { get; set; }

    /// <summary>Decides the shard: 1 to 256 characters.</summary>
    public string? PartitionKey { get; set; }
}

/// <summary>What became of the records.</summary>
public class PutRecordsResponse : AmazonWebServiceResponse
{
    /// <summary>How many failed.</summary>
    public int? FailedRecordCount { get; set; }

    /// <summary>One a record, in the order of the request.</summary>
    public List<PutRecordsResultEntry>? Records { get; set; }

    internal static PutRecordsResponse Read(JsonElement answer) => new()
    {
        FailedRecordCount = (int?)answer.Number("FailedRecordCount"),
        Records = answer.List("Records", static record => new PutRecordsResultEntry
        {
            SequenceNumber = record.Text("SequenceNumber"),
            ShardId = record.Text("ShardId"),
            ErrorCode = record.Text("ErrorCode"),
            ErrorMessage = record.Text("ErrorMessage"),
        }),
    };
}

/// <summary>What became of a record.</summary>
public class PutRecordsResultEntry
{
    /// <summary>Its place; null when it was not stored.</summary>
    public string? SequenceNumber { get; set; }

    /// <summary>Its shard.</summary>
    public string? ShardId { get; set; }

    /// <summary>Why it was not stored; null when it was.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>The same for people.</summary>
    public string? ErrorMessage { get; set; }
}

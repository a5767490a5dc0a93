using System.Text.Json.Serialization;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>A batch as Lambda's event source mapping hands it over from Kinesis.</summary>
public sealed record KinesisEvent
{
    /// <summary>The records, in the order of the shard.</summary>
    [JsonPropertyName("Records")]
    public IReadOnlyList<KinesisEventRecord>? Records { get; init; }
}

/// <summary>One record of a batch.</summary>
public sealed record KinesisEventRecord
{
    /// <summary>The record itself.</summary>
    public KinesisPayload? Kinesis { get; init; }

    /// <summary><c>aws:kinesis</c>.</summary>
    public string? EventSource { get; init; }

    /// <summary><c>shardId-…:sequenceNumber</c>.</summary>
    [JsonPropertyName("eventID")]
    public string? EventId { get; init; }

    /// <summary>ARN of the stream.</summary>
    [JsonPropertyName("eventSourceARN")]
    public string? EventSourceArn { get; init; }
}

/// <summary>What was put into the stream.</summary>
public sealed record KinesisPayload
{
    /// <summary>The partition key: the device's id.</summary>
    public string? PartitionKey { get; init; }

    /// <summary>Place in the stream: a decimal number of up to 56 digits.</summary>
    public string? SequenceNumber { get; init; }

    /// <summary>The bytes, base64 in JSON.</summary>
    public byte[]? Data { get; init; }

    /// <summary>Seconds since 1970-01-01 UTC, with a fraction.</summary>
    public double ApproximateArrivalTimestamp { get; init; }
}

/// <summary>Answer to a batch: what must be delivered again. An empty list is full success.</summary>
public sealed record BatchResponse
{
    /// <summary>The failed records. Lambda goes back to the lowest sequence number and delivers everything from there again.</summary>
    public required IReadOnlyList<BatchItemFailure> BatchItemFailures { get; init; }
}

/// <summary>A failed record of a batch.</summary>
public sealed record BatchItemFailure
{
    /// <summary>Its sequence number.</summary>
    public required string ItemIdentifier { get; init; }
}

using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>A batch as Lambda's event source mapping hands it over from Kinesis.</summary>
[DataContract]
public sealed record KinesisEvent
{
    /// <summary>The records, in the order of the shard.</summary>
    [DataMember(Name = "Records"), JsonPropertyName("Records")]
    public IReadOnlyList<KinesisEventRecord>? Records { get; init; }

    /// <summary>
    /// State of the tumbling window, where the mapping has one; else null. It is not ours: <see cref="BatchResponse.State"/> hands it back.
    /// </summary>
    [DataMember(Name = "state"), JsonPropertyName("state")]
    [JsonConverter(typeof(WindowStateConverter))]
    public IReadOnlyDictionary<string, object?>? State { get; init; }
}

/// <summary>One record of a batch.</summary>
[DataContract]
public sealed record KinesisEventRecord
{
    /// <summary>The record itself.</summary>
    [DataMember(Name = "kinesis"), JsonPropertyName("kinesis")]
    public KinesisPayload? Kinesis { get; init; }

    /// <summary><c>aws:kinesis</c>.</summary>
    [DataMember(Name = "eventSource"), JsonPropertyName("eventSource")]
    public string? EventSource { get; init; }

    /// <summary><c>shardId-…:sequenceNumber</c>.</summary>
    [DataMember(Name = "eventID"), JsonPropertyName("eventID")]
    public string? EventId { get; init; }

    /// <summary>ARN of the stream.</summary>
    [DataMember(Name = "eventSourceARN"), JsonPropertyName("eventSourceARN")]
    public string? EventSourceArn { get; init; }
}

/// <summary>What was put into the stream.</summary>
[DataContract]
public sealed record KinesisPayload
{
    /// <summary>The partition key: the device's id.</summary>
    [DataMember(Name = "partitionKey"), JsonPropertyName("partitionKey")]
    public string? PartitionKey { get; init; }

    /// <summary>Place in the stream: a decimal number of up to 56 digits.</summary>
    [DataMember(Name = "sequenceNumber"), JsonPropertyName("sequenceNumber")]
    public string? SequenceNumber { get; init; }

    /// <summary>The bytes, base64 in JSON.</summary>
    [DataMember(Name = "data"), JsonPropertyName("data")]
    public byte[]? Data { get; init; }

    /// <summary>Seconds since 1970-01-01 UTC, with a fraction.</summary>
    [DataMember(Name = "approximateArrivalTimestamp"), JsonPropertyName("approximateArrivalTimestamp")]
    public double ApproximateArrivalTimestamp { get; init; }
}

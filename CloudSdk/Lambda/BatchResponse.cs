using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>
/// Answer to a batch: what must be delivered again. An empty list is full success, and so is a list under another name: the names are what
/// keeps records from being lost.
/// </summary>
[DataContract]
public sealed record BatchResponse
{
    /// <summary>State of the tumbling window as it came; null where the mapping has none.</summary>
    [DataMember(Name = "state", Order = 0, EmitDefaultValue = false), JsonPropertyName("state")]
    [JsonConverter(typeof(WindowStateConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, object?>? State { get; init; }

    /// <summary>The failed records. Lambda goes back to the lowest sequence number and delivers everything from there again.</summary>
    [DataMember(Name = "batchItemFailures", Order = 1), JsonPropertyName("batchItemFailures")]
    public required IReadOnlyList<BatchItemFailure> BatchItemFailures { get; init; }
}

/// <summary>A failed record of a batch.</summary>
[DataContract]
public sealed record BatchItemFailure
{
    /// <summary>Its sequence number.</summary>
    [DataMember(Name = "itemIdentifier"), JsonPropertyName("itemIdentifier")]
    public required string ItemIdentifier { get; init; }
}

using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>
/// What an IoT rule hands to a function: the result of its SELECT and nothing around it. The rule's SQL gives these names, see
/// <c>Iot/Templates/frames-to-lambda.json</c>. The names are on the members, so that any serializer reads it.
/// </summary>
[DataContract]
public sealed record IotFrameEvent : IotRuleEvent
{
    /// <summary>The message, base64 in JSON: <c>encode(*, 'base64')</c>. Null only when the rule does not select it.</summary>
    [DataMember(Name = "data")]
    [JsonPropertyName("data")]
    public byte[]? Data { get; init; }
}

/// <summary>What became of the frame, for the log; the rule's call is asynchronous and nobody waits for it.</summary>
[DataContract]
public sealed record IotFrameAnswer
{
    /// <summary><c>accepted</c> or <c>rejected</c>.</summary>
    [DataMember(Name = "status")]
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Why it was rejected; null otherwise.</summary>
    [DataMember(Name = "code", EmitDefaultValue = false)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    /// <summary>The same for people; null otherwise.</summary>
    [DataMember(Name = "message", EmitDefaultValue = false)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyName("message")]
    public string? Message { get; init; }
}

/// <summary>The JSON of <see cref="IotFrameEvent"/>, <see cref="IotStatusEvent"/> and <see cref="IotFrameAnswer"/>, by generated code. Members that are not known are ignored.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IotFrameEvent))]
[JsonSerializable(typeof(IotFrameAnswer))]
[JsonSerializable(typeof(IotStatusEvent))]
public sealed partial class IotJsonContext : JsonSerializerContext;

using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace DroneLink.CloudSdk.Authorization;

/// <summary>What the gateway was told by the authorizer of a route.</summary>
[DataContract]
public sealed record HttpApiAuthorizer
{
    /// <summary>The context of a Lambda authorizer's answer; null for another kind of authorizer.</summary>
    [DataMember(Name = "lambda")]
    [JsonPropertyName("lambda")]
    public ApiCaller? Lambda { get; init; }
}

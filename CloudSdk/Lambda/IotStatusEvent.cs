using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>
/// What an IoT rule hands to a function of a device's status: the result of its SELECT, see <c>Iot/Templates/online-to-lambda.json</c>.
/// </summary>
[DataContract]
public sealed record IotStatusEvent : IotRuleEvent
{
    /// <summary>What the device says it is, such as <c>online</c>. Null only when the rule does not select it.</summary>
    [DataMember(Name = "state")]
    [JsonPropertyName("state")]
    public string? State { get; init; }
}

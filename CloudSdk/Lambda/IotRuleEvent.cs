using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace DroneLink.CloudSdk.Lambda;

/// <summary>What every IoT rule hands to a function, beside what it selects of the message.</summary>
[DataContract]
public abstract record IotRuleEvent
{
    /// <summary>The topic's fleet, <c>topic(3)</c>; null when the rule does not select it.</summary>
    [DataMember(Name = "fleetId")]
    [JsonPropertyName("fleetId")]
    public string? FleetId { get; init; }

    /// <summary>The topic's device, <c>topic(4)</c>: who the broker proved the sender to be. Null only when the rule does not select it.</summary>
    [DataMember(Name = "deviceId")]
    [JsonPropertyName("deviceId")]
    public string? DeviceId { get; init; }

    /// <summary>When the broker had it, <c>timestamp()</c>, ms since 1970-01-01 UTC.</summary>
    [DataMember(Name = "iotTs")]
    [JsonPropertyName("iotTs")]
    public long IotTs { get; init; }

    /// <summary>The certificate that it came with, <c>principal()</c>; null when the rule does not select it.</summary>
    [DataMember(Name = "principal")]
    [JsonPropertyName("principal")]
    public string? Principal { get; init; }
}

using DroneLink.Tool.GroundStation.Networks.Mavlink;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>Reads the members of each type of network, and the bounds that they have in common.</summary>
internal static class NetworkReaders
{
    /// <summary>Records a second at the least.</summary>
    public const double MinRate = 0.01;

    /// <summary>Records, or messages, a second at the most.</summary>
    public const double MaxRate = 10_000;

    /// <summary>Largest backlog.</summary>
    public const int MaxBacklog = 1_000_000;

    /// <summary>Shortest timeout, ms.</summary>
    public const int MinMs = 100;

    /// <summary>Longest time of any kind, ms.</summary>
    public const int MaxMs = 600_000;

    // A text of MAVLink takes up to 5 messages, and each drone one a second for its heartbeat.
    private const double MinMessages = 10;

    /// <summary>Reads a network; null when it is noted as wrong, or there is no such type.</summary>
    public static NetworkSinkOptions? Read(string? type, string name, RecordFilter filter, JsonMembers members, NetworkSecrets secrets) => type switch
    {
        "mavlink" => Mavlink(name, filter, members),
        "webhook" => WebhookReader.Read(name, filter, members, secrets),
        "mqtt" => MqttBridgeReader.Read(name, filter, members, secrets),
        _ => null,
    };

    private static MavlinkOptions? Mavlink(string name, RecordFilter filter, JsonMembers members)
    {
        var text = members.Text("target", NetworkTarget.Rule, isRequired: true);
        var target = text is null ? null : NetworkTarget.Parse(text, MavlinkOptions.DefaultPort);
        if (text is not null && target is null) members.Wrong("target", NetworkTarget.Rule);
        var options = new MavlinkOptions
        {
            Name = name,
            Filter = filter,
            Host = target?.Host ?? "",
            Port = target?.Port ?? 0,
            Rate = members.Number("rate", MavlinkOptions.DefaultRate, MinMessages, MaxRate),
            Backlog = members.Whole("backlog", MavlinkOptions.DefaultTexts, 1, MaxBacklog),
            PositionHz = members.Number("positionHz", MavlinkOptions.DefaultPositionHz, 0.1, 50),
            MaxAge = members.Milliseconds("maxAgeMs", MavlinkOptions.DefaultMaxAge, 1000, MaxMs),
        };
        return target is null ? null : options;
    }
}

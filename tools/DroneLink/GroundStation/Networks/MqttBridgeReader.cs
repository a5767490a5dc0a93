namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>Reads the members of a bridge to another MQTT broker.</summary>
internal static class MqttBridgeReader
{
    private const string Plain = "mqtt://";
    private const string Safe = "mqtts://";
    private const string Version3 = "3.1.1";
    private const string Version5 = "5";

    /// <summary>Reads one; null when it is noted as wrong.</summary>
    public static MqttBridgeOptions? Read(string name, RecordFilter filter, JsonMembers members, NetworkSecrets secrets)
    {
        var (target, isSafe) = Target(members);
        if (target is not null && !isSafe && members.Has("caFile")) members.Wrong("caFile", $"none unless the target is {Safe}");
        if (members.Has("password") && !members.Has("user")) members.WrongSecret("password", "a user with it");
        var topic = Topic(members);
        var options = new MqttBridgeOptions
        {
            Name = name,
            Filter = filter,
            Host = target?.Host ?? "",
            Port = target?.Port ?? 0,
            UseTls = isSafe,
            Authorities = secrets.Certificates(members, "caFile"),
            User = secrets.Text(members, "user"),
            Password = secrets.Text(members, "password"),
            Topic = topic!,
            IsVersion3 = IsVersion3(members),
            Rate = members.Number("rate", MqttBridgeOptions.DefaultRate, NetworkReaders.MinRate, NetworkReaders.MaxRate),
            Backlog = members.Whole("backlog", NetworkSinkOptions.DefaultBacklog, 1, NetworkReaders.MaxBacklog),
            Timeout = members.Milliseconds("timeoutMs", MqttBridgeOptions.DefaultTimeout, NetworkReaders.MinMs, NetworkReaders.MaxMs),
            ClientId = members.Text("clientId", "a text"),
            Retain = members.Flag("retain"),
        };
        return target is null || topic is null ? null : options;
    }

    private static (NetworkTarget? Target, bool IsSafe) Target(JsonMembers members)
    {
        const string Expected = $"{Plain}HOST, {Plain}HOST:PORT, or the same with {Safe} for TLS";
        if (members.Text("target", Expected, isRequired: true, isSecret: true) is not { } text) return (null, false);
        var isSafe = text.StartsWith(Safe, StringComparison.OrdinalIgnoreCase);
        var target = isSafe ? NetworkTarget.Parse(text[Safe.Length..], MqttBridgeOptions.DefaultTlsPort)
            : text.StartsWith(Plain, StringComparison.OrdinalIgnoreCase) ? NetworkTarget.Parse(text[Plain.Length..], MqttBridgeOptions.DefaultPort)
            : null;

        // Somebody may have put the password there.
        if (target is null) members.WrongSecret("target", Expected);
        return (target, isSafe);
    }

    private static TopicTemplate? Topic(JsonMembers members)
    {
        if (TopicTemplate.TryParse(members.Text("topic", TopicTemplate.Rule) ?? TopicTemplate.Standard, out var topic)) return topic;
        members.Wrong("topic", TopicTemplate.Rule);
        return null;
    }

    private static bool IsVersion3(JsonMembers members)
    {
        const string Expected = $"{Version5} or {Version3}, as a text";
        var version = members.Text("version", Expected);
        if (version is not (null or Version3 or Version5)) members.Wrong("version", Expected);
        return version == Version3;
    }
}

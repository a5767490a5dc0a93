using DroneLink.Tool.GroundStation.Networks.Mavlink;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>Reads the members of each type of network.</summary>
internal static class NetworkReaders
{
    private const double MinRate = 0.01;
    private const double MaxRate = 10_000;
    private const double MinMessages = 10;
    private const int MaxBacklog = 1_000_000;
    private const int MinMs = 100;
    private const int MaxMs = 600_000;

    // What the webhook itself says.
    private static readonly string[] OwnHeaders =
        ["content-type", "content-length", "transfer-encoding", "connection", "host", "user-agent", WebhookDelivery.DeliveryHeader, WebhookSignature.Header];

    /// <summary>Reads a network; null when it is noted as wrong, or there is no such type.</summary>
    public static NetworkSinkOptions? Read(string? type, string name, RecordFilter filter, JsonMembers members, NetworkSecrets secrets) => type switch
    {
        "mavlink" => Mavlink(name, filter, members),
        "webhook" => Webhook(name, filter, members, secrets),
        "mqtt" => Mqtt(name, filter, members, secrets),
        _ => null,
    };

    private static MavlinkOptions? Mavlink(string name, RecordFilter filter, JsonMembers members)
    {
        var text = members.Text("target", NetworkTarget.Rule, isRequired: true);
        var target = text is null ? null : NetworkTarget.Parse(text, MavlinkOptions.DefaultPort);
        if (text is not null && target is null) members.Wrong("target", NetworkTarget.Rule);
        var rate = members.Number("rate", MavlinkOptions.DefaultRate, MinMessages, MaxRate);
        var backlog = members.Whole("backlog", MavlinkOptions.DefaultTexts, 1, MaxBacklog);
        var positionHz = members.Number("positionHz", MavlinkOptions.DefaultPositionHz, 0.1, 50);
        var maxAge = members.Milliseconds("maxAgeMs", MavlinkOptions.DefaultMaxAge, 1000, MaxMs);
        return target is null
            ? null
            : new MavlinkOptions
            {
                Name = name, Filter = filter, Rate = rate, Backlog = backlog, Host = target.Host, Port = target.Port, PositionHz = positionHz, MaxAge = maxAge,
            };
    }

    private static WebhookOptions? Webhook(string name, RecordFilter filter, JsonMembers members, NetworkSecrets secrets)
    {
        const string Expected = "an address that begins with https:// or http://, without a user";
        var text = members.Text("target", Expected, isRequired: true) is { } raw ? secrets.Resolve(members, "target", raw) : null;
        var isRight = Uri.TryCreate(text, UriKind.Absolute, out var target)
            && (target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttp) && target.UserInfo.Length == 0 && target.Host.Length > 0;
        if (text is not null && !isRight) members.WrongSecret("target", Expected);
        var rate = members.Number("rate", WebhookOptions.DefaultRate, MinRate, MaxRate);
        var backlog = members.Whole("backlog", NetworkSinkOptions.DefaultBacklog, 1, MaxBacklog);
        var batch = members.Whole("batch", WebhookOptions.DefaultBatch, 1, 1000);
        var interval = members.Milliseconds("intervalMs", WebhookOptions.DefaultInterval, 0, MaxMs);
        var timeout = members.Milliseconds("timeoutMs", WebhookOptions.DefaultTimeout, MinMs, MaxMs);
        var secret = secrets.Text(members, "secret");
        var headers = Headers(members, secrets);
        return !isRight
            ? null
            : new WebhookOptions
            {
                Name = name, Filter = filter, Rate = rate, Backlog = backlog, Target = target!, Secret = secret, Headers = headers, Batch = batch,
                Interval = interval, Timeout = timeout,
            };
    }

    private static Dictionary<string, string> Headers(JsonMembers members, NetworkSecrets secrets)
    {
        const string Expected = "an object of names of headers and texts, such as {\"authorization\": \"$TOKEN\"}, without those that are always sent";
        var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, text) in members.Dictionary("headers", Expected) ?? new Dictionary<string, string>())
        {
            if (secrets.Resolve(members, "headers", text) is not { } value) continue;
            if (IsHeader(name, value)) read[name] = value;
            else members.WrongSecret("headers", Expected);
        }

        return read;
    }

    private static bool IsHeader(string name, string value)
    {
        using var request = new HttpRequestMessage();
        return !OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) && !value.Any(char.IsControl) && value.All(char.IsAscii)
            && request.Headers.TryAddWithoutValidation(name, value);
    }

    private static MqttBridgeOptions? Mqtt(string name, RecordFilter filter, JsonMembers members, NetworkSecrets secrets)
    {
        const string Expected = "mqtt://HOST, mqtt://HOST:PORT, or the same with mqtts:// for TLS";
        var text = members.Text("target", Expected, isRequired: true);
        var isSafe = text?.StartsWith("mqtts://", StringComparison.OrdinalIgnoreCase) is true;
        var target = isSafe ? NetworkTarget.Parse(text![8..], MqttBridgeOptions.DefaultTlsPort)
            : text?.StartsWith("mqtt://", StringComparison.OrdinalIgnoreCase) is true ? NetworkTarget.Parse(text[7..], MqttBridgeOptions.DefaultPort)
            : null;
        if (text is not null && target is null) members.WrongSecret("target", Expected);
        if (!isSafe && target is not null && members.Has("caFile")) members.Wrong("caFile", "none unless the target is mqtts://");
        var authorities = secrets.Certificates(members, "caFile");
        var user = secrets.Text(members, "user");
        var password = secrets.Text(members, "password");
        if (members.Has("password") && !members.Has("user")) members.WrongSecret("password", "a user with it");
        var topicText = members.Text("topic", TopicTemplate.Rule) ?? TopicTemplate.Standard;
        if (!TopicTemplate.TryParse(topicText, out var topic)) members.Wrong("topic", TopicTemplate.Rule);
        var version = members.Text("version", "5 or 3.1.1, as a text");
        if (version is not (null or "5" or "3.1.1")) members.Wrong("version", "5 or 3.1.1, as a text");
        var rate = members.Number("rate", MqttBridgeOptions.DefaultRate, MinRate, MaxRate);
        var backlog = members.Whole("backlog", NetworkSinkOptions.DefaultBacklog, 1, MaxBacklog);
        var timeout = members.Milliseconds("timeoutMs", MqttBridgeOptions.DefaultTimeout, MinMs, MaxMs);
        var clientId = members.Text("clientId", "a text");
        var retain = members.Flag("retain");
        return target is null || topic is null
            ? null
            : new MqttBridgeOptions
            {
                Name = name, Filter = filter, Rate = rate, Backlog = backlog, Host = target.Host, Port = target.Port, UseTls = isSafe,
                Authorities = authorities, User = user, Password = password, ClientId = clientId, Topic = topic, Retain = retain,
                IsVersion3 = version == "3.1.1", Timeout = timeout,
            };
    }
}

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>Reads the members of a webhook.</summary>
internal static class WebhookReader
{
    private const int MaxBatch = 1000;

    // What a webhook says by itself.
    private static readonly string[] OwnHeaders =
    [
        "content-type", "content-length", "transfer-encoding", "connection", "host", "user-agent", WebhookDelivery.DeliveryHeader,
        WebhookSignature.Header,
    ];

    /// <summary>Reads one; null when it is noted as wrong.</summary>
    public static WebhookOptions? Read(string name, RecordFilter filter, JsonMembers members, NetworkSecrets secrets)
    {
        var target = Target(members, secrets);
        var options = new WebhookOptions
        {
            Name = name,
            Filter = filter,
            Target = target ?? new Uri("http://localhost/"),
            Rate = members.Number("rate", WebhookOptions.DefaultRate, NetworkReaders.MinRate, NetworkReaders.MaxRate),
            Backlog = members.Whole("backlog", NetworkSinkOptions.DefaultBacklog, 1, NetworkReaders.MaxBacklog),
            Batch = members.Whole("batch", WebhookOptions.DefaultBatch, 1, MaxBatch),
            Interval = members.Milliseconds("intervalMs", WebhookOptions.DefaultInterval, 0, NetworkReaders.MaxMs),
            Timeout = members.Milliseconds("timeoutMs", WebhookOptions.DefaultTimeout, NetworkReaders.MinMs, NetworkReaders.MaxMs),
            Secret = secrets.Text(members, "secret"),
            Headers = Headers(members, secrets),
        };
        return target is null ? null : options;
    }

    private static Uri? Target(JsonMembers members, NetworkSecrets secrets)
    {
        const string Expected = "an address that begins with https:// or http://, without a user";
        if (members.Text("target", Expected, isRequired: true, isSecret: true) is not { } raw || secrets.Resolve(members, "target", raw) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var target) && (target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttp)
            && target.UserInfo.Length == 0 && target.Host.Length > 0)
            return target;
        members.WrongSecret("target", Expected);
        return null;
    }

    private static Dictionary<string, string> Headers(JsonMembers members, NetworkSecrets secrets)
    {
        const string Expected = "an object of names of headers and texts, such as {\"authorization\": \"$TOKEN\"}, each once, without those that are always sent";
        var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, text) in members.Dictionary("headers", Expected) ?? new Dictionary<string, string>())
        {
            if (secrets.Resolve(members, "headers", text) is not { } value) continue;
            if (!IsHeader(name, value) || !read.TryAdd(name, value)) members.WrongSecret("headers", Expected);
        }

        return read;
    }

    private static bool IsHeader(string name, string value)
    {
        using var request = new HttpRequestMessage();
        return !OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) && !value.Any(c => char.IsControl(c) || !char.IsAscii(c))
            && request.Headers.TryAddWithoutValidation(name, value);
    }
}

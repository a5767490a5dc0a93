using System.Net;
using System.Net.Sockets;

namespace DroneLink.Tool.Provisioning;

/// <summary>Where a device sends its frames. At least one of the two.</summary>
/// <param name="MqttHost">Host of the broker; null for none.</param>
/// <param name="MqttPort">Its port.</param>
/// <param name="MqttTls">Whether it is reached over TLS.</param>
/// <param name="HttpsUrl">Address of the HTTPS ingest, ending in <c>/v1/frames</c>; null for none.</param>
public sealed record DeviceEndpoints(string? MqttHost, int MqttPort, bool MqttTls, string? HttpsUrl)
{
    /// <summary>The port that means TLS to every broker.</summary>
    public const int MqttTlsPort = 8883;

    private const string FramesPath = "/v1/frames";
    private const int DefaultMqttPort = 1883;

    /// <summary>A ground station's broker and API, both without TLS.</summary>
    public static DeviceEndpoints OfStation(IPAddress address, int mqttPort, int httpPort)
    {
        var host = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        return new DeviceEndpoints(address.ToString(), mqttPort, MqttTls: false, $"http://{host}:{httpPort}{FramesPath}");
    }

    /// <summary>Reads what a person wrote.</summary>
    /// <param name="mqtt"><c>HOST[:PORT]</c>; port 8883 means TLS. Null for none.</param>
    /// <param name="https">URL; one without a path gets <c>/v1/frames</c>. Null for none.</param>
    /// <exception cref="FormatException">One of them cannot be read; the message says how it should look.</exception>
    public static DeviceEndpoints Parse(string? mqtt, string? https)
    {
        var (host, port) = mqtt is null ? (null, 0) : ParseHost(mqtt);
        return new DeviceEndpoints(host, port, port == MqttTlsPort, https is null ? null : ParseUrl(https));
    }

    private static (string Host, int Port) ParseHost(string text)
    {
        // As the authority of a URI, so that an IPv6 address in brackets is understood too.
        if (!text.Contains('/') && Uri.TryCreate($"mqtt://{text}", UriKind.Absolute, out var uri)
            && uri.UserInfo.Length == 0 && Uri.CheckHostName(uri.DnsSafeHost) != UriHostNameType.Unknown)
        {
            return (uri.DnsSafeHost, uri.IsDefaultPort || uri.Port <= 0 ? DefaultMqttPort : uri.Port);
        }

        throw new FormatException($"'{text}' is not a broker; expected HOST or HOST:PORT, such as 192.168.1.20:1883.");
    }

    private static string ParseUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            throw new FormatException($"'{text}' is not an ingest address; expected a URL such as https://api.example.com/v1/frames.");
        }

        return uri.AbsolutePath == "/" && uri.Query.Length == 0 ? uri.GetLeftPart(UriPartial.Authority) + FramesPath : uri.AbsoluteUri;
    }
}

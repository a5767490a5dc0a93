using System.Globalization;
using System.Net;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>A computer and a port: <c>HOST</c>, <c>HOST:PORT</c>, <c>[IPV6]:PORT</c>.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">The port, 1 to 65535.</param>
public sealed record NetworkTarget(string Host, int Port)
{
    /// <summary>What one must be, for messages.</summary>
    public const string Rule = "HOST or HOST:PORT, such as 192.168.1.20 or [::1]:14550";

    /// <summary>Reads one; null when it is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="defaultPort">The port of one that names none.</param>
    public static NetworkTarget? Parse(string text, int defaultPort)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IPAddress.TryParse(text, out var address) && text.Contains(':', StringComparison.Ordinal) && !text.StartsWith('['))
            return new NetworkTarget(address.ToString(), defaultPort);
        var colon = text.LastIndexOf(':');
        var isBracketEnd = text.EndsWith(']');
        var host = colon < 0 || isBracketEnd ? text : text[..colon];
        var port = defaultPort;
        if (!isBracketEnd && colon >= 0
            && !(int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= ushort.MaxValue))
            return null;
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        return Uri.CheckHostName(host) is UriHostNameType.Unknown or UriHostNameType.Basic ? null : new NetworkTarget(host, port);
    }
}

using System.Globalization;
using DroneLink.Load.Network;

namespace DroneLink.Load.Sessions;

/// <summary>A scripted session and the fault that it meets.</summary>
/// <param name="IsMqtt">Whether it is a session of MQTT; else posts to the ingest address.</param>
/// <param name="Direction">The way of the bytes that the fault meets.</param>
/// <param name="At">The first byte that it meets.</param>
/// <param name="Toxic">What it is.</param>
internal sealed record SessionCase(bool IsMqtt, Direction Direction, int At, Toxic Toxic)
{
    /// <summary>Reads what <see cref="ToString"/> wrote, such as <c>mqtt-up-123-timeout</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static SessionCase Parse(string text)
    {
        // An enumeration is read from numbers too, also from those that it has no name for.
        return text.Split('-') is [var transport and ("mqtt" or "https"), var direction, var at, var toxic]
            && Enum.TryParse<Direction>(direction, ignoreCase: true, out var way) && Enum.IsDefined(way)
            && int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Enum.TryParse<Toxic>(toxic, ignoreCase: true, out var kind) && Enum.IsDefined(kind)
            ? new SessionCase(transport == "mqtt", way, number, kind)
            : throw new FormatException($"'{text}' is no case; expected such as mqtt-up-123-timeout.");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsMqtt ? "mqtt" : "https")}-{Direction}-{At}-{Toxic}").ToLowerInvariant();
}

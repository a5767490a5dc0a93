using System.Globalization;

namespace DroneLink.Tool.GroundStation.Networks.Mavlink;

/// <summary>A ground control station that gets the fleet as MAVLink 2 over UDP.</summary>
public sealed class MavlinkOptions : NetworkSinkOptions
{
    /// <summary>The port that ground control stations listen on.</summary>
    public const int DefaultPort = 14550;

    /// <summary>Default of <see cref="NetworkSinkOptions.Rate"/>: a fleet of 50 at their usual rates.</summary>
    public const double DefaultRate = 500;

    /// <summary>Default of <see cref="PositionHz"/>.</summary>
    public const double DefaultPositionHz = 4;

    /// <summary>Default of <see cref="NetworkSinkOptions.Backlog"/>.</summary>
    public const int DefaultTexts = 500;

    /// <summary>Default of <see cref="MaxAge"/>: a device that posts over HTTPS does so every 5 s unless configured otherwise.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromSeconds(10);

    /// <summary>Name or address of the computer that it runs on; a broadcast address reaches every one in that network.</summary>
    public required string Host { get; init; }

    /// <summary>Port that it listens on.</summary>
    public required int Port { get; init; }

    /// <summary>Positions, and attitudes, of one drone a second at the most.</summary>
    public double PositionHz { get; init; } = DefaultPositionHz;

    /// <summary>How old a record may be, by its own time, to be sent; and how long a drone counts as heard.</summary>
    public TimeSpan MaxAge { get; init; } = DefaultMaxAge;

    /// <inheritdoc/>
    public override string Describe() => string.Create(
        CultureInfo.InvariantCulture, $"udp://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}

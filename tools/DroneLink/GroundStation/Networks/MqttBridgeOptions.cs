using System.Security.Cryptography.X509Certificates;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>Another MQTT broker that gets records as JSON, each on a topic of its own.</summary>
public sealed class MqttBridgeOptions : NetworkSinkOptions
{
    /// <summary>Default of <see cref="NetworkSinkOptions.Rate"/>.</summary>
    public const double DefaultRate = 100;

    /// <summary>Default of <see cref="Port"/> without TLS.</summary>
    public const int DefaultPort = 1883;

    /// <summary>Default of <see cref="Port"/> with TLS.</summary>
    public const int DefaultTlsPort = 8883;

    /// <summary>Default of <see cref="Timeout"/>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Host of the broker.</summary>
    public required string Host { get; init; }

    /// <summary>Port of the broker.</summary>
    public required int Port { get; init; }

    /// <summary>Whether over TLS.</summary>
    public bool UseTls { get; init; }

    /// <summary>Those who may vouch for the broker; null for those that this computer trusts.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Whom to log in as; null for nobody.</summary>
    public string? User { get; init; }

    /// <summary>The password; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>Name of the client at the broker; null for one that differs at each start.</summary>
    public string? ClientId { get; init; }

    /// <summary>Topic of a record.</summary>
    public required TopicTemplate Topic { get; init; }

    /// <summary>Whether the broker keeps the last record of each topic for those who come later.</summary>
    public bool Retain { get; init; }

    /// <summary>Whether MQTT 3.1.1 is spoken, and not 5.</summary>
    public bool IsVersion3 { get; init; }

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <inheritdoc/>
    public override string Describe() => $"{(UseTls ? "mqtts" : "mqtt")}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";
}

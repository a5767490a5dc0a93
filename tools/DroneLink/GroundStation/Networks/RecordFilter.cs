using System.Collections.Frozen;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>Which records a network gets.</summary>
public sealed class RecordFilter
{
    /// <summary>Severity of an event that says none: info.</summary>
    public const int DefaultSeverity = 6;

    /// <summary>Number of the least severe: debug.</summary>
    public const int LeastSevere = 7;

    /// <summary>Only these kinds, numbers of <see cref="RecordKind"/>; null for all.</summary>
    public FrozenSet<byte>? Kinds { get; init; }

    /// <summary>Only these devices; null for all.</summary>
    public FrozenSet<string>? Devices { get; init; }

    /// <summary>Of events and texts only those as severe as this or more: 0 emergency to 7 debug (syslog).</summary>
    public int Severity { get; init; } = LeastSevere;

    /// <summary>Whether a kind tells of something that happened, and not of how something is now.</summary>
    public static bool IsEvent(byte kind) => kind is RecordKind.Event or RecordKind.Text;

    /// <summary>Severity of an event or a text, 0 to 7.</summary>
    public static int SeverityOf(TelemetryRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Kind == RecordKind.Text) return Math.Min(record.Severity, (byte)LeastSevere);
        return record.TryGet(EventCodes.SeverityField, out var severity) ? (int)Math.Clamp(severity, 0, LeastSevere) : DefaultSeverity;
    }

    /// <summary>Whether a device's records pass.</summary>
    public bool Passes(string deviceId) => Devices is null || Devices.Contains(deviceId);

    /// <summary>Whether a record passes.</summary>
    public bool Passes(TelemetryRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Passes(record.DeviceId)
            && (Kinds is null || Kinds.Contains(record.Kind))
            && (!IsEvent(record.Kind) || SeverityOf(record) <= Severity);
    }
}

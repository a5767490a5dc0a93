using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DroneLink.Tool.Provisioning;

/// <summary>The configuration file of a device, <c>dronelink.json</c>, as the firmware reads it. It holds secrets.</summary>
public sealed record DeviceConfiguration
{
    /// <summary>Name of the file, on the device and off it.</summary>
    public const string FileName = "dronelink.json";

    // A Wi-Fi password's + is written as it is, for one; what this encoder escapes nevertheless is DeviceText's.
    private static readonly DeviceConfigurationJson Json = new(
        new JsonSerializerOptions(DeviceConfigurationJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The device's id.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The fleet that it belongs to.</summary>
    public required string FleetId { get; init; }

    /// <summary>The device's key, 64 hexadecimal digits.</summary>
    public required string Key { get; init; }

    /// <summary><c>drone</c>, <c>groundReceiver</c> or <c>bench</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The video link that this device is one end of; null for none.</summary>
    public string? LinkId { get; init; }

    /// <summary>The wireless network; null when the board has it stored already.</summary>
    public WifiConfiguration? Wifi { get; init; }

    /// <summary>The broker; null for none.</summary>
    public MqttConfiguration? Mqtt { get; init; }

    /// <summary>The HTTPS ingest address; null for none.</summary>
    public HttpsConfiguration? Https { get; init; }

    /// <summary>Where the device learns the time.</summary>
    public string TimeServer { get; init; } = "pool.ntp.org";

    /// <summary>The autopilot's serial port; drones only.</summary>
    public AutopilotConfiguration? Autopilot { get; init; }

    /// <summary>The video receiver's tuning and RSSI; null for none.</summary>
    public VideoLinkConfiguration? VideoLink { get; init; }

    /// <summary>What else is connected of the video receiver; null for nothing.</summary>
    public ReceiverConfiguration? Receiver { get; init; }

    /// <summary>The video transmitter; null for none.</summary>
    public TransmitterConfiguration? Transmitter { get; init; }

    /// <summary>A second receiver, which scans; null for none.</summary>
    public ScannerConfiguration? Scanner { get; init; }

    /// <summary>A sensor of the air around; null for none.</summary>
    public SensorConfiguration? Environment { get; init; }

    /// <summary>Where a ground receiver stands; null when that is not known.</summary>
    public PlaceConfiguration? Place { get; init; }

    /// <summary>KB that the board has for files; null for those of a 4 MB board.</summary>
    public int? StorageKb { get; init; }

    /// <summary>How the device is updated over the air; null for by cable only.</summary>
    public OtaConfiguration? Ota { get; init; }

    /// <summary>How the device calls the cloud.</summary>
    public UplinkConfiguration Uplink { get; init; } = new();

    /// <summary>The file's text.</summary>
    /// <param name="parts">Objects that are added, or take the place of those of their name; null for none.</param>
    /// <exception cref="UserErrorException">A text in it cannot be written so that the device reads it.</exception>
    public string ToJson(JsonObject? parts = null)
    {
        if (parts is null) return DeviceText.Unescape(JsonSerializer.Serialize(this, Json.DeviceConfiguration)) + "\n";
        var all = JsonSerializer.SerializeToNode(this, Json.DeviceConfiguration)!.AsObject();
        foreach (var (name, value) in parts) all[name] = value?.DeepClone();
        return DeviceText.Unescape(all.ToJsonString(Json.Options)) + "\n";
    }
}

/// <summary>A wireless network.</summary>
/// <param name="Ssid">Its name.</param>
/// <param name="Password">Its password.</param>
public sealed record WifiConfiguration(string Ssid, string Password);

/// <summary>A broker and how to log in there.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Tls">Whether the connection is encrypted.</param>
/// <param name="Password">
/// See <see cref="MqttPassword"/>; null where a certificate says who the device is. The user name and the client id are the device's id.
/// </param>
public sealed record MqttConfiguration(string Host, int Port, bool Tls, string? Password);

/// <summary>An HTTPS ingest address.</summary>
/// <param name="Url">Ends in <c>/v1/frames</c>.</param>
public sealed record HttpsConfiguration(string Url);

/// <summary>The serial port of the autopilot and how often its messages are recorded.</summary>
public sealed record AutopilotConfiguration
{
    /// <summary>The serial port of the board.</summary>
    public string Port { get; init; } = "COM2";

    /// <summary>GPIO that receives.</summary>
    public int RxPin { get; init; } = 16;

    /// <summary>GPIO that sends.</summary>
    public int TxPin { get; init; } = 17;

    /// <summary>MAVLink system to follow; null for the first that is heard.</summary>
    public int? SystemId { get; init; }

    /// <summary>Speed, baud.</summary>
    public int Baud { get; init; } = 57600;

    /// <summary>Time between two position records, ms.</summary>
    public int PositionMs { get; init; } = 1000;

    /// <summary>Time between two attitude records, ms.</summary>
    public int AttitudeMs { get; init; } = 1000;

    /// <summary>Time between two power records, ms.</summary>
    public int PowerMs { get; init; } = 5000;
}

/// <summary>How the device is updated over the air.</summary>
public sealed record OtaConfiguration
{
    /// <summary>KB of each of the two slots; null for the firmware's own default.</summary>
    public int? SlotKb { get; init; }
}

/// <summary>How the device calls the cloud.</summary>
public sealed record UplinkConfiguration
{
    /// <summary>The first try waits a random time up to this, ms, so that a fleet that was switched on together does not call together.</summary>
    public int FirstTryMs { get; init; } = 5000;
}

/// <summary>Its JSON: camelCase, and what is null is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(DeviceConfiguration))]
internal sealed partial class DeviceConfigurationJson : JsonSerializerContext;

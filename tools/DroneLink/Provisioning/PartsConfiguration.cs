using System.Text.Json.Serialization;

namespace DroneLink.Tool.Provisioning;

/// <summary>The video receiver's tuning and RSSI. What is null is the firmware's default.</summary>
public sealed record VideoLinkConfiguration
{
    /// <summary>ADC channel of the receiver's RSSI.</summary>
    public int AdcChannel { get; init; } = 6;

    /// <summary>Frequency, MHz.</summary>
    [JsonPropertyName("frequencyMHz")]
    public int FrequencyMHz { get; init; } = 5800;

    /// <summary>GPIO of the receiver's DATA; null when its bus is not connected.</summary>
    public int? DataPin { get; init; }

    /// <summary>GPIO of its SEL.</summary>
    public int? SelectPin { get; init; }

    /// <summary>GPIO of its CLK.</summary>
    public int? ClockPin { get; init; }

    /// <summary>Power of the transmitter at the other end, mW; null when it is not known, and then there is no excess path loss.</summary>
    public int? TransmitterMw { get; init; }
}

/// <summary>What is connected of a video receiver besides its bus.</summary>
public sealed record ReceiverConfiguration
{
    /// <summary>Its temperature sensor; null for none.</summary>
    public SensorConfiguration? Temperature { get; init; }

    /// <summary>Its supply sensor; null for none.</summary>
    public SupplyConfiguration? Supply { get; init; }
}

/// <summary>A second receiver.</summary>
/// <param name="AdcChannel">ADC channel of its RSSI.</param>
/// <param name="DataPin">GPIO of its DATA.</param>
/// <param name="SelectPin">GPIO of its SEL.</param>
/// <param name="ClockPin">GPIO of its CLK.</param>
public sealed record ScannerConfiguration(int AdcChannel, int DataPin, int SelectPin, int ClockPin);

/// <summary>The video transmitter.</summary>
public sealed record TransmitterConfiguration
{
    /// <summary><c>none</c>, <c>smartAudio</c> or <c>tramp</c>.</summary>
    public string Control { get; init; } = "none";

    /// <summary>GPIO that switches its supply; null for none.</summary>
    public int? SwitchPin { get; init; }

    /// <summary>Power in flight, mW.</summary>
    public int PowerMw { get; init; } = 600;

    /// <summary>Frequency to set it to, MHz; null leaves it as it is.</summary>
    [JsonPropertyName("frequencyMHz")]
    public int? FrequencyMHz { get; init; }

    /// <summary>Its temperature sensor; null for none.</summary>
    public SensorConfiguration? Temperature { get; init; }

    /// <summary>Its supply sensor; null for none.</summary>
    public SupplyConfiguration? Supply { get; init; }
}

/// <summary>A temperature sensor.</summary>
/// <param name="Sensor"><c>ntc</c>, <c>ds18b20</c>, <c>bmp280</c> or <c>own</c>.</param>
public sealed record SensorConfiguration(string Sensor)
{
    /// <summary>ADC channel of a thermistor.</summary>
    public int? AdcChannel { get; init; }

    /// <summary>I2C address of a BMP280.</summary>
    public int? Address { get; init; }
}

/// <summary>A supply sensor.</summary>
/// <param name="Sensor"><c>ina226</c> or <c>ina219</c>.</param>
/// <param name="ShuntMicroOhm">Its shunt, micro-ohm.</param>
/// <param name="MaxMa">The largest current to measure, mA.</param>
public sealed record SupplyConfiguration(string Sensor, int ShuntMicroOhm, int MaxMa);

/// <summary>A place.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
public sealed record PlaceConfiguration(double Latitude, double Longitude);

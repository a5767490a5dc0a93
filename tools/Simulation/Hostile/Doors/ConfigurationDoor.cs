using System.Collections;
using System.Text;
using DroneLink.Firmware.Configuration;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>The device's configuration file: it is taken, or there is a text for each thing that is wrong.</summary>
internal sealed class ConfigurationDoor : Door
{
    private readonly ArrayList _errors = [];
    private ApplicationConfiguration? _configuration;

    /// <inheritdoc/>
    public override string Name => "configuration";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        .. Hostile.Words.Of(
            $$$"""
            {"deviceId":"kite","fleetId":"field","key":"{{{Convert.ToHexStringLower(Samples.Key)}}}","role":"drone","linkId":"link-1","mqtt":{"host":"broker","tls":false,"port":1884},
            "https":{"url":"https://example.org"},"wifi":{"ssid":"a","password":"b"},"autopilot":{"port":"COM2","baud":115200},"transmitter":{"control":"none","switchPin":27,"powerMw":600},
            "uplink":{"signFrames":true,"window":4},"recorder":{"frameMs":1000,"segments":20},"ota":{"slotKb":40},"peers":{"beaconKey":"{{{Convert.ToHexStringLower(Samples.OtherKey)}}}"},
            "place":{"latitude":-22.8219,"longitude":-47.0647},"storageKb":512}
            """,
            $$$"""{"deviceId":"bench","key":"{{{Convert.ToHexStringLower(Samples.Key)}}}","role":"groundReceiver","https":{"url":"http://10.0.0.1:5080"},"videoLink":{"adcChannel":6,"frequencyMHz":5800}}"""),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    // Each wrong setting has a text of what would be right.
    /// <inheritdoc/>
    public override int BytesPerByte => 256;

    /// <inheritdoc/>
    public override int FreeBytes => 131072;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _errors.Clear();
        _configuration = null;
        var values = ConfigurationReader.Parse(Encoding.UTF8.GetString(input), _errors);
        if (values is not null) _configuration = ApplicationConfigurationReader.Read(values, _errors);
        return new Outcome(_configuration is not null, (values is null ? 1 : 0) + (2 * _errors.Count));
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        ViolationException.Unless(_configuration is null == _errors.Count > 0, () => $"{_errors.Count} errors, and {(_configuration is null ? "no" : "a")} configuration");
        foreach (string error in _errors)
            ViolationException.Unless(error.StartsWith("config: ", StringComparison.Ordinal) && error.Contains("; expected ", StringComparison.Ordinal), () => $"an error that does not help: {error}");
        if (_configuration is null) return;
        ViolationException.Unless(CloudSdk.Wire.FrameFormat.IsDeviceId(_configuration.Uplink.DeviceId) && _configuration.Uplink.Key.Length == 32, "a device without a name or a key");
        ViolationException.Unless(_configuration.RingSegments is >= 2 and <= 700 && (_configuration.Uplink.UseMqtt || _configuration.Uplink.UseHttps), "a device that cannot do anything");
    }
}

using System.Collections;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Simulation.Campaigns;
using nanoFramework.Json;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>
/// Settings that a command changes, of a device that has all there is: what is taken may be changed by command, is found again by the next boot, and the device is still who it was, and
/// where its records go.
/// </summary>
internal sealed class SettingsDoor : Door
{
    // All that may be: what is connected, and how often it is recorded. Said here again, and not as the device says it: what is not in this list is for a cable.
    private static readonly string[] Settable =
    [
        "autopilot.", "environment.", "gps.", "i2c.", "locate.", "place.", "receiver.", "scanner.", "transmitter.", "videoLink.",
        "recorder.commitMs", "recorder.frameBytes", "recorder.frameMs", "recorder.systemMs",
    ];

    private static readonly Hashtable File = ConfigurationReader.Parse(System.Text.Encoding.UTF8.GetString(new ConfigurationDoor().Examples[0]), []);

    private readonly LinkEventQueue _events = new();
    private MemorySegmentStore _store = null!;
    private string? _problem;
    private Hashtable? _changes;

    /// <inheritdoc/>
    public override string Name => "settings";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        .. Hostile.Words.Of(
            """{"recorder.frameMs":500,"recorder.commitMs":20000}""",
            """{"recorder.systemMs":5000}""",
            """{"recorder.frameBytes":900,"recorder.systemMs":60000}""",
            """{"transmitter.powerMw":400,"autopilot.positionMs":500,"place.aboveHomeCm":150,"i2c.dataPin":23}"""),
    ];

    // Each would be right in the file.
    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Refused { get; } =
    [
        .. Hostile.Words.Of(
            """{"deviceId":"kestrel"}""", """{"fleetId":"another"}""", $$"""{"key":"{{Convert.ToHexStringLower(Samples.OtherKey)}}"}""", """{"role":"bench"}""", """{"linkId":"link-2"}""",
            """{"wifi.ssid":"b"}""", """{"wifi.password":"c"}""", """{"mqtt.host":"kestrel"}""", """{"mqtt.port":1885}""", """{"mqtt.tls":true}""", """{"mqtt.password":"c"}""",
            """{"https.url":"https://example.com"}""", """{"timeServer":"time.example.org"}""", """{"storageKb":1024}""", """{"ota.slotKb":36}""", """{"ota.checkMs":60000}""",
            $$"""{"peers.beaconKey":"{{Convert.ToHexStringLower(Samples.Key)}}"}""", """{"peers.beaconMs":500}""", """{"uplink.signFrames":false}""", """{"uplink.window":2}""",
            """{"recorder.segments":10}""", """{"recorder.frameMs":500,"deviceId":"kestrel"}"""),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } =
        [.. Hostile.Words.Json, .. Hostile.Words.Of("\"recorder.frameMs\":", "\"deviceId\":\"kestrel\",", "\"mqtt.host\":\"kestrel\",", "\"key\":", "\"mqtt.host\":", "\"place.latitude\":", "\"recorder\":", "\"a.b.c\":", "\"recorder.segments\":", "\"peers.beaconKey\":")];

    /// <inheritdoc/>
    public override int MaxBytes => 1200;

    // The host's JSON, the merged tables and the texts of the errors.
    /// <inheritdoc/>
    public override int BytesPerByte => 400;

    /// <inheritdoc/>
    public override int FreeBytes => 131072;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        (_store, _problem, _changes) = (new MemorySegmentStore(), "not JSON", null);
        try
        {
            _changes = (Hashtable)JsonConvert.DeserializeObject(System.Text.Encoding.UTF8.GetString(input), typeof(Hashtable));
        }
        catch (Exception exception) when (exception is DeserializationException or InvalidOperationException)
        {
            return new Outcome(false, -1);
        }

        // Which of several problems is said first is as the process hashes names; how many there are is not.
        var refused = 0;
        foreach (string name in _changes.Keys) refused += SettingsNames.Refuse(name) is null ? 0 : 1;
        var wrong = 0;
        _problem = Open().TryChange(_changes, (whole, errors) =>
        {
            ApplicationConfigurationReader.Read(whole, errors);
            wrong = errors.Count;
        });
        return new Outcome(_problem is null, _problem is null ? _changes.Count : (refused * 16) + wrong);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (_changes is null) return;
        var board = new CapturingLinkBoard(_events, 0, _ => { });
        var errors = new ArrayList();
        var before = ConfigurationReader.Read(File, errors);
        var after = Open().Apply(before, board, out var settings);
        ViolationException.Unless(after.Uplink.DeviceId == Samples.Device && after.Uplink.FleetId == Samples.Fleet && after.MqttHost == "broker", "the device is another one");
        ViolationException.Unless(after.Uplink.Key.AsSpan().SequenceEqual(Samples.Key), "the device has another key");
        if (_problem is not null)
        {
            ViolationException.Unless(ReferenceEquals(after, before) || _changes.Count == 0, "what was refused is there after a boot");
            return;
        }

        foreach (string name in _changes.Keys)
        {
            ViolationException.Unless(Settable.Any(own => name == own || (own[^1] == '.' && name.StartsWith(own, StringComparison.Ordinal))), () => $"'{name}' is changed by a command");
            object? found = settings;
            foreach (var part in name.Split('.')) found = (found as Hashtable)?[part];
            ViolationException.Unless(Equals(found, _changes[name]) || found is double or int or long && Math.Abs(Number(found) - Number(_changes[name])) < 1e-6, () => $"'{name}' is {found} after a boot");
        }
    }

    private static double Number(object? value) => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);

    private SettingsOverlay Open() => new(_store, File);
}

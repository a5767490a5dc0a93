using System.Collections;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Simulation.Campaigns;
using nanoFramework.Json;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>Settings that a command changes: what is taken is found again by the next boot, and the device is still who it was, and where its records go.</summary>
internal sealed class SettingsDoor : Door
{
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
            """{"recorder.frameBytes":900,"recorder.systemMs":60000}"""),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } =
        [.. Hostile.Words.Json, .. Hostile.Words.Of("\"recorder.frameMs\":", "\"key\":", "\"mqtt.host\":", "\"place.latitude\":", "\"recorder\":", "\"a.b.c\":", "\"recorder.segments\":")];

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

        _problem = Open().TryChange(_changes, (whole, errors) => ConfigurationReader.Read(whole, errors));
        return new Outcome(_problem is null, _problem is null ? _changes.Count : _problem.Length / 16);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (_changes is null) return;
        var board = new CapturingLinkBoard(_events, 0, _ => { });
        var errors = new ArrayList();
        var before = ConfigurationReader.Read(Base(), errors);
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
            object? found = settings;
            foreach (var part in name.Split('.')) found = (found as Hashtable)?[part];
            ViolationException.Unless(Equals(found, _changes[name]) || found is double or int or long && Math.Abs(Number(found) - Number(_changes[name])) < 1e-6, () => $"'{name}' is {found} after a boot");
        }
    }

    private static double Number(object? value) => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);

    private static Hashtable Base() => new()
    {
        ["deviceId"] = Samples.Device,
        ["fleetId"] = Samples.Fleet,
        ["key"] = Convert.ToHexStringLower(Samples.Key),
        ["mqtt"] = new Hashtable { ["host"] = "broker" },
    };

    private SettingsOverlay Open() => new(_store, Base());
}

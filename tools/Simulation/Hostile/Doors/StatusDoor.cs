using System.Buffers;
using System.Text.Json;
using DroneLink.Simulation.Campaigns;
using DroneLink.Tool.GroundStation.Mqtt;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A device's status, as the ground station's broker reads it: online, offline, or nothing at all.</summary>
internal sealed class StatusDoor : Door
{
    private bool? _isOnline;

    /// <inheritdoc/>
    public override string Name => "status";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = [.. Hostile.Words.Of("""{"state":"online"}""", """{"state":"offline","since":1}""")];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    /// <inheritdoc/>
    public override int BytesPerByte => 64;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _isOnline = DevicePayloads.ReadOnline(new ReadOnlySequence<byte>(input));
        return new Outcome(_isOnline is not null, _isOnline is null ? 0 : _isOnline.Value ? 1 : 2);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (_isOnline is null) return;
        using var document = JsonDocument.Parse(input);
        ViolationException.Unless(document.RootElement.GetProperty("state").GetString() == (_isOnline.Value ? "online" : "offline"), "another status");
    }
}

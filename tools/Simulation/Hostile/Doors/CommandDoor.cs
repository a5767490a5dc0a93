using System.Text.Json;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Configuration;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A command on the device: what is taken is flat JSON of a bounded size, with the id and the expiry that it says.</summary>
internal sealed class CommandDoor : Door
{
    private Command? _command;

    /// <inheritdoc/>
    public override string Name => "command";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        .. Hostile.Words.Of(
            """{"id":"0193a","command":"setPower","expires":1795521700,"parameters":{"powerMw":200}}""",
            """{"id":"b","command":"applyConfiguration","expires":4294967295,"parameters":{"recorder.frameMs":1000,"place.latitude":-22.5}}""",
            """{"command":"reboot","expires":1795521700,"id":"c.1_2-3"}"""),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words => Hostile.Words.Json;

    /// <inheritdoc/>
    public override int MaxBytes => 1200;

    /// <inheritdoc/>
    public override int BytesPerByte => 64;

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _command = CommandReader.Read(input, 0, input.Length);
        return new Outcome(_command is not null, _command is null ? 0 : (_command.Name.Length * 8) + _command.Parameters.Count);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (_command is null) return;
        ViolationException.Unless(input.Length <= CommandReader.MaxBytes && ConfigurationSection.IsId(_command.Id) && _command.Expires > 0, "it is no command");
        using var document = JsonDocument.Parse(input, new() { MaxDepth = 2, AllowDuplicateProperties = false });
        ViolationException.Unless(document.RootElement.GetProperty("id").GetString() == _command.Id, "another id");
        ViolationException.Unless(document.RootElement.GetProperty("expires").GetUInt32() == _command.Expires, "another expiry");
    }
}

using System.Text;
using DroneLink.Simulation.Campaigns;
using DroneLink.Tool;
using DroneLink.Tool.GroundStation.Networks;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A file that a person wrote for the command line: it is taken, or there is a text that names what is wrong.</summary>
internal sealed class UserFileDoor : Door
{
    private readonly Action<string> _read;

    private UserFileDoor(string name, Action<string> read, params string[] examples)
    {
        (Name, _read) = (name, read);
        Examples = [.. examples.Select(Encoding.UTF8.GetBytes)];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } = [.. Hostile.Words.Json, .. Hostile.Words.Of(",\"caFile\":\"", ",\"caFile\":\"a\\u0000\"", "mqtts://", "$", "{fleet}")];

    /// <inheritdoc/>
    public override int BytesPerByte => 256;

    /// <inheritdoc/>
    public override int FreeBytes => 131072;

    /// <summary>The other networks of the ground station.</summary>
    public static UserFileDoor Networks() => new(
        "networks",
        text => NetworksFile.Read("networks.json", text, name => name == "SECRET" ? "0123456789abcdef0123456789abcdef" : null),
        """[{"type":"mavlink","target":"192.168.1.20"},{"type":"webhook","target":"https://example.org/h","secret":"$SECRET","rate":5,"filter":{"kinds":["event"],"severity":"warning"}}]""",
        """[{"type":"mqtt","name":"club","target":"mqtts://mqtt.example.org","user":"a","password":"$SECRET","topic":"dronelink/{fleet}/{device}/{kind}","filter":{"devices":["kite"]}}]""");

    /// <summary>The parts of a board.</summary>
    public static UserFileDoor Parts() => new(
        "parts",
        text => PartsFile.Read("parts.json", text),
        """{"videoLink":{"adcChannel":6,"frequencyMHz":5800},"autopilot":{"port":"COM2"},"place":{"latitude":1.5,"longitude":-2}}""");

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        try
        {
            _read(Encoding.UTF8.GetString(input));
            return new Outcome(true, 0);
        }
        catch (UserErrorException exception)
        {
            ViolationException.Unless(exception.Message.Contains(".json", StringComparison.Ordinal), "an error that does not say of what");
            return new Outcome(false, exception.Message.Length / 8);
        }
    }
}

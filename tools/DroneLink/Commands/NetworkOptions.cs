using System.CommandLine;
using DroneLink.Tool.GroundStation.Networks;
using DroneLink.Tool.GroundStation.Networks.Mavlink;

namespace DroneLink.Tool.Commands;

/// <summary>The ground station's options of the networks that it passes records to.</summary>
internal static class NetworkOptions
{
    /// <summary>Makes <c>--mavlink</c> and <c>--networks</c>.</summary>
    public static (Option<NetworkTarget[]> Mavlink, Option<string?> Networks) Create() => (
        new Option<NetworkTarget[]>("--mavlink")
        {
            Description = $"Send the fleet as MAVLink 2 over UDP to a ground control station, port {MavlinkOptions.DefaultPort} "
                + "unless another is named. Can be given several times.",
            HelpName = "HOST[:PORT]",
            DefaultValueFactory = _ => [],
            CustomParser = result =>
            {
                var targets = new List<NetworkTarget>();
                foreach (var token in result.Tokens)
                {
                    if (NetworkTarget.Parse(token.Value, MavlinkOptions.DefaultPort) is { } target) targets.Add(target);
                    else result.AddError($"--mavlink: '{token.Value}' is no computer; expected {NetworkTarget.Rule}.");
                }

                return [.. targets];
            },
        },
        new Option<string?>("--networks")
        {
            Description = "File of other networks that get the records: MAVLink, webhooks, MQTT brokers (GroundStation/Networks/README.md).",
            HelpName = "FILE",
        });

    /// <summary>Returns what a command line asks for.</summary>
    /// <exception cref="UserErrorException">The file cannot be used.</exception>
    public static IReadOnlyList<NetworkSinkOptions> Read(ParseResult parsed, Option<NetworkTarget[]> mavlink, Option<string?> networks)
    {
        var direct = (parsed.GetValue(mavlink) ?? []).Distinct().Select(target => new MavlinkOptions
        {
            Name = $"mavlink-{target.Host}-{target.Port}",
            Host = target.Host,
            Port = target.Port,
            Rate = MavlinkOptions.DefaultRate,
            Backlog = MavlinkOptions.DefaultTexts,
        });
        return [.. direct, .. parsed.GetValue(networks) is { } path ? NetworksFile.Read(path, Environment.GetEnvironmentVariable) : []];
    }
}

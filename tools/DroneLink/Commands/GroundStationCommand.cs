using System.CommandLine;
using System.Net;
using DroneLink.Tool.GroundStation;
using Microsoft.Extensions.Logging;

namespace DroneLink.Tool.Commands;

/// <summary><c>dronelink</c> without a subcommand: the ground station.</summary>
internal static class GroundStationCommand
{
    private const int MaxPort = 65535;
    private const double MaxDurationSeconds = 30 * 24 * 3600;

    public static Option<string> DataOption(string description = "Folder where everything is kept.") => new("--data")
    {
        Description = description,
        HelpName = "DIR",
        DefaultValueFactory = _ => GroundStationOptions.DefaultDataDirectory,
    };

    public static RootCommand Create(CommandConsole console)
    {
        var drones = NumberOption.Whole("--drones", "N", "Simulated drones that fly, each with its ground receiver.", GroundStationOptions.DefaultDrones, 0, GroundStationOptions.MaxDrones);
        var data = DataOption();
        var port = NumberOption.Whole("--port", "PORT", "Port of the page and the HTTP API; 0 takes any free one.", GroundStationOptions.DefaultPort, 0, MaxPort);
        var mqttPort = NumberOption.Whole("--mqtt-port", "PORT", "Port of the MQTT broker; 0 takes any free one.", GroundStationOptions.DefaultMqttPort, 0, MaxPort);
        var duration = NumberOption.SecondsOrNone("--duration", "S", "Stop by itself after this many seconds.", MaxDurationSeconds);
        var seed = NumberOption.WholeOrNone("--seed", "N", "Makes the simulated flights the same each time.");
        var cloud = CloudOption.Create(CloudKind.Embedded, CloudKind.Emulators, CloudKind.Aws);
        var bind = new Option<IPAddress>("--bind")
        {
            Description = "Address to listen on; 0.0.0.0 lets other computers and boards in.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => IPAddress.Loopback,
            CustomParser = r =>
            {
                if (IPAddress.TryParse(r.Tokens[0].Value, out var address)) return address;
                r.AddError($"--bind: '{r.Tokens[0].Value}' is not an IP address, such as 0.0.0.0.");
                return null;
            },
        };
        var (mavlink, networks) = NetworkOptions.Create();
        var root = new RootCommand("The DroneLink ground station: MQTT broker, HTTP API, storage and a live page of the fleet, on this computer.")
        {
            drones, data, port, mqttPort, duration, seed, bind, cloud, mavlink, networks,
        };
        root.SetAction((parsed, token) =>
        {
            var options = new GroundStationOptions
            {
                Drones = parsed.GetValue(drones),
                DataDirectory = parsed.GetRequiredValue(data),
                Port = parsed.GetValue(port),
                MqttPort = parsed.GetValue(mqttPort),
                Bind = parsed.GetRequiredValue(bind),
                Seed = parsed.GetValue(seed),
                Cloud = parsed.GetValue(cloud),
                Networks = NetworkOptions.Read(parsed, mavlink, networks),
            };
            var end = parsed.GetValue(duration) is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;
            return RunAsync(console, options, end, token);
        });
        HelpWithExamples.Add(
            root,
            "dronelink                                 three simulated drones, page at http://localhost:5080",
            "dronelink --drones 0 --bind 0.0.0.0       real boards only, reached from the network",
            "dronelink --duration 60 --seed 7          one minute, the same flights each time",
            "dronelink --mavlink 127.0.0.1             the fleet in QGroundControl or Mission Planner on this computer too",
            "dronelink --networks networks.json        webhooks, other brokers and ground control stations, as the file says",
            "dronelink --cloud emulators               over AWS's protocols, in memory (npm ci in tools/emulators first)",
            "dronelink provision kite --mqtt 192.168.1.20",
            "dronelink decode flight.frames");
        return root;
    }

    private static async Task<int> RunAsync(
        CommandConsole console, GroundStationOptions options, TimeSpan duration, CancellationToken cancellationToken)
    {
        void ConfigureLogging(ILoggingBuilder logging) => logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddProvider(new LineLoggerProvider(console.Error, TimeProvider.System));

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(duration);
        try
        {
            var station = await Station.StartAsync(options, TimeProvider.System, ConfigureLogging, cancellationToken: end.Token).ConfigureAwait(false);
            await using (station.ConfigureAwait(false))
            {
                var display = new StationDisplay(console, station, options);
                display.ShowBanner();
                await using var twins = await TwinFleet.StartAsync(station, options, end.Token).ConfigureAwait(false);
                await display.RunAsync(end.Token).ConfigureAwait(false);
                await twins.StopAsync().ConfigureAwait(false);
                await display.ShowSummaryAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The end came while it was still starting, and is the end all the same.
        }

        return ExitCode.Ok;
    }
}

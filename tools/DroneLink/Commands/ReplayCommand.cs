using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using DroneLink.CloudSdk.Ingest;
using DroneLink.Firmware.Configuration;
using DroneLink.Host.Replay;
using DroneLink.Host.Twins;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.Provisioning;
using DroneLink.Tool.Replay;

namespace DroneLink.Tool.Commands;

/// <summary><c>dronelink replay FLIGHT.tlog</c>: the firmware, fed by a recorded flight.</summary>
internal static class ReplayCommand
{
    private const string MaxSpeed = "max";

    public static Command Create(CommandConsole console)
    {
        var log = new Argument<string>("FLIGHT.tlog") { Description = "MAVLink telemetry log of the flight." };
        var device = new Option<string>("--device") { Description = $"Id of the device that records it: {DeviceName.Rule}.", HelpName = "NAME", Required = true }.Id();
        var speed = new Option<double>("--speed")
        {
            Description = "Times as fast as life, or max.",
            HelpName = "X|max",
            DefaultValueFactory = _ => 1,
            CustomParser = r =>
            {
                var text = r.Tokens[0].Value;
                if (text == MaxSpeed) return double.PositiveInfinity;
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var times) && double.IsFinite(times) && times > 0) return times;
                r.AddError($"--speed: '{text}' is no speed; expected a number above 0, or max.");
                return 0;
            },
        };
        var output = new Option<string?>("--out") { Description = "Write its frames to this file (u16 length, frame …); - writes to the standard output.", HelpName = "FILE" };
        var to = new Option<string?>("--to") { Description = "Post its frames to a ground station or an ingest address.", HelpName = "URL" };
        var config = new Option<string?>("--config")
        {
            Description = "Configuration file of the device, for its key and its rates. Default: the key of the registry in --data, and every message.",
            HelpName = "FILE",
        };
        var data = GroundStationCommand.DataOption("For --to without --config: folder of the ground station, whose registry has the key.");
        var command = new Command("replay", "Feed the firmware with a recorded flight.") { log, device, speed, output, to, config, data };
        command.Validators.Add(r =>
        {
            if ((r.GetValue(output) is null) == (r.GetValue(to) is null)) r.AddError("replay: give either --out FILE or --to URL.");
            if (r.GetValue(to) is not { } url) return;
            try
            {
                DeviceEndpoints.Parse(null, url);
            }
            catch (FormatException e)
            {
                r.AddError($"--to: {e.Message}");
            }
        });
        command.SetAction((parsed, token) => RunAsync(
            console,
            new Wanted(
                parsed.GetRequiredValue(log), parsed.GetRequiredValue(device), parsed.GetValue(speed), parsed.GetValue(output), parsed.GetValue(to),
                parsed.GetValue(config), parsed.GetRequiredValue(data)),
            token));
        HelpWithExamples.Add(
            command,
            "dronelink replay flight.tlog --device kite --speed max --out flight.frames",
            "dronelink replay flight.tlog --device kite --speed 4 --to http://localhost:5080");
        return command;
    }

    private static async Task<int> RunAsync(CommandConsole console, Wanted wanted, CancellationToken cancellationToken)
    {
        var log = await ReadLogAsync(wanted.Log, cancellationToken).ConfigureAwait(false);
        var url = wanted.To is { } to ? DeviceEndpoints.Parse(null, to).HttpsUrl : null;
        var identity = wanted.Config is null ? await IdentityAsync(console, wanted, url, cancellationToken).ConfigureAwait(false) : null;
        var configuration = Configure(wanted, identity);
        ReplaySummary summary;
        using (var sink = OpenSink(console, wanted, url, configuration, cancellationToken))
        {
            try
            {
                summary = await Task.Run(
                    () => new FlightReplay(configuration, sink, TimeProvider.System).Run(log, wanted.Speed, cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                // What is wrong with the log is the log's; the network and the disk speak for themselves.
                throw new UserErrorException(e is InvalidDataException ? $"{wanted.Log}: {e.Message}" : e.Message, e);
            }
        }

        // The frames may be going to the standard output.
        await console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Messages} MAVLink packets gave {summary.Records} records of '{wanted.Device}', boot {summary.BootId}, in {summary.Frames} frames"
            + $"{(summary.RejectedFrames > 0 ? $", {summary.RejectedFrames} of them refused" : "")}.")).ConfigureAwait(false);
        if (summary.TornBytes > 0)
        {
            await console.Error.WriteLineAsync(
                $"{wanted.Log}: its last {summary.TornBytes} bytes are no whole packet; all before them was replayed.").ConfigureAwait(false);
        }

        return summary.RejectedFrames > 0 || summary.TornBytes > 0 ? ExitCode.Failed : ExitCode.Ok;
    }

    private static async Task<byte[]> ReadLogAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Cannot read {path}: {e.Message}", e);
        }
    }

    // Only who posts needs the key that the other end knows.
    private static async Task<DeviceIdentity> IdentityAsync(CommandConsole console, Wanted wanted, string? url, CancellationToken cancellationToken)
    {
        var fresh = DeviceProvisioner.NewDevice(wanted.Device, DeviceProvisioner.DefaultFleet, DeviceProvisioner.DroneRole, linkId: null);
        if (url is null) return fresh;

        // A key that is made up here opens nothing on another computer, and must not litter this one.
        var isHere = new Uri(url).IsLoopback;
        if (!isHere && !File.Exists(Path.Combine(wanted.Data, GroundStationOptions.DatabaseName))) throw NotKnown(wanted, url);
        using var cloud = CloudFile.OpenIn(wanted.Data);
        if (await cloud.Registry.FindAsync(wanted.Device, cancellationToken).ConfigureAwait(false) is { } known) return known;
        if (!isHere) throw NotKnown(wanted, url);
        await cloud.Registry.AddAsync(fresh, cancellationToken: cancellationToken).ConfigureAwait(false);
        await console.Error.WriteLineAsync($"'{wanted.Device}' was not known in {wanted.Data} and has been provisioned there.").ConfigureAwait(false);
        return fresh;
    }

    private static UserErrorException NotKnown(Wanted wanted, string url)
    {
        return new UserErrorException(
            $"'{wanted.Device}' is not known in {wanted.Data}, and {url} is another computer: give the configuration that was provisioned there with --config.");
    }

    private static Firmware.Configuration.ApplicationConfiguration Configure(Wanted wanted, DeviceIdentity? identity)
    {
        try
        {
            if (wanted.Config is { } path)
            {
                var configuration = Twin.ReadConfiguration(path);
                return configuration.Uplink.DeviceId == wanted.Device
                    ? configuration
                    : throw new UserErrorException($"{path} is of device '{configuration.Uplink.DeviceId}', not of '{wanted.Device}'.");
            }

            var file = DeviceProvisioner.Configure(identity!, new DeviceEndpoints(null, 0, false, "https://replay/v1/frames")) with
            {
                Autopilot = new AutopilotConfiguration { PositionMs = 0, AttitudeMs = 0, PowerMs = 0 },
            };
            return Twin.ParseConfiguration(file.ToJson(), "replay");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new UserErrorException(e.Message, e);
        }
    }

    private static FrameSink OpenSink(
        CommandConsole console, Wanted wanted, string? url, Firmware.Configuration.ApplicationConfiguration configuration, CancellationToken cancellationToken)
    {
        if (url is not null)
        {
            return new HttpFrameSink(new Uri(url), configuration.Uplink.DeviceId, configuration.Uplink.Key, TimeProvider.System, cancellationToken);
        }

        if (wanted.Out == "-") return new StreamFrameSink(console.OpenOutput());
        try
        {
            return new StreamFrameSink(new FileStream(wanted.Out!, FileMode.Create, FileAccess.Write));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Cannot write {wanted.Out}: {e.Message}", e);
        }
    }

    private sealed record Wanted(string Log, string Device, double Speed, string? Out, string? To, string? Config, string Data);
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using DroneLink.Host.Twins;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Tool.Commands;

/// <summary><c>dronelink provision NAME</c>: a key, a place in the registry, and the files for the board.</summary>
internal static class ProvisionCommand
{
    public static Command Create(CommandConsole console)
    {
        var name = new Argument<string>("NAME") { Description = $"Id of the device: {DeviceName.Rule}." }.Id();
        var role = new Option<string>("--role")
        {
            Description = "What the board does.",
            DefaultValueFactory = _ => DeviceProvisioner.DroneRole,
        };
        role.AcceptOnlyFromAmong(DeviceProvisioner.DroneRole, DeviceProvisioner.GroundReceiverRole, DeviceProvisioner.BenchRole);
        var link = new Option<string?>("--link") { Description = "Id of its video link; a drone and its ground receiver share one.", HelpName = "ID" }.Id();
        var fleet = new Option<string>("--fleet")
        {
            Description = "Id of its fleet.",
            HelpName = "ID",
            DefaultValueFactory = _ => DeviceProvisioner.DefaultFleet,
        }.Id();
        var data = GroundStationCommand.DataOption();
        var outDirectory = new Option<string?>("--out") { Description = "Folder for the files. Default: devices, in the data folder.", HelpName = "DIR" };
        var mqtt = new Option<string?>("--mqtt")
        {
            Description = "Broker that the device calls. Port 8883 means TLS. Default, if --https is not given either: this computer.",
            HelpName = "HOST[:PORT]",
        };
        var https = new Option<string?>("--https") { Description = "HTTPS address that the device posts to when there is no broker.", HelpName = "URL" };
        var ssid = new Option<string?>("--ssid") { Description = "Name of the wireless network.", HelpName = "NAME" };
        var wifiPassword = new Option<string?>("--wifi-password") { Description = "Its password.", HelpName = "PASSWORD" };
        var parts = new Option<string?>("--parts")
        {
            Description = "JSON file with what is connected: objects such as transmitter, receiver, videoLink, as Firmware/Configuration lists them.",
            HelpName = "FILE",
        };
        var flash = new Option<int>("--flash-mb") { Description = "Flash of the board, MB: 4, 8 or 16.", HelpName = "MB", DefaultValueFactory = _ => 4 };
        flash.AcceptOnlyFromAmong("4", "8", "16");
        var serialPort = new Option<string?>("--serial-port") { Description = "Port that nanoff finds the board at, such as COM3.", HelpName = "PORT" };
        var aws = new Option<bool>("--aws") { Description = "The broker is AWS IoT Core: also write what AWS has to be told, and the commands." };
        var iotEndpoint = new Option<string?>("--iot-endpoint") { Description = "Host of IoT Core's data plane. Default: DRONELINK_IOT_ENDPOINT.", HelpName = "HOST" };
        var account = new Option<string?>("--account") { Description = "Number of the AWS account.", HelpName = "DIGITS" };
        var region = new Option<string?>("--region") { Description = "Region. Default: that of the endpoint, or AWS_REGION.", HelpName = "REGION" };
        var table = new Option<string?>("--table") { Description = $"DynamoDB table. Default: DRONELINK_TABLE, or {AwsTarget.DefaultTable}.", HelpName = "NAME" };
        var force = new Option<bool>("--force") { Description = "Replace a device of that name; its old key is then worth nothing." };
        var command = new Command("provision", "Make a device known: its key, and a configuration ready for nanoff.")
        {
            name, role, link, fleet, data, outDirectory, mqtt, https, ssid, wifiPassword, parts, flash, serialPort, aws, iotEndpoint, account, region, table,
            force,
        };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(ssid) is null) != (result.GetValue(wifiPassword) is null)) result.AddError("--ssid and --wifi-password go together.");
            try
            {
                DeviceEndpoints.Parse(result.GetValue(mqtt), result.GetValue(https));
                if (result.GetValue(aws))
                {
                    TargetOf(result);
                    if (result.GetValue(mqtt) is not null) result.AddError("--aws names the broker with --iot-endpoint: leave --mqtt out.");
                    if (result.GetValue(name) is { } id && AwsDeviceFiles.WhyNot(id) is { } whyNot) result.AddError(whyNot);
                }
                else if ((result.GetValue(iotEndpoint) ?? result.GetValue(account) ?? result.GetValue(region) ?? result.GetValue(table)) is not null)
                {
                    result.AddError("--iot-endpoint, --account, --region and --table go with --aws.");
                }
            }
            catch (FormatException e)
            {
                result.AddError(e.Message);
            }
        });
        command.SetAction((parsed, token) =>
        {
            var wanted = new Wanted(
                parsed.GetRequiredValue(name), parsed.GetRequiredValue(role), parsed.GetValue(link), parsed.GetRequiredValue(fleet),
                parsed.GetValue(mqtt) is null && parsed.GetValue(https) is null && !parsed.GetValue(aws)
                    ? null
                    : DeviceEndpoints.Parse(parsed.GetValue(mqtt), parsed.GetValue(https)),
                parsed.GetValue(ssid) is { } network ? new WifiConfiguration(network, parsed.GetValue(wifiPassword)!) : null,
                parsed.GetValue(parts), StorageKbOf(parsed.GetValue(flash)), parsed.GetRequiredValue(data), parsed.GetValue(outDirectory), parsed.GetValue(serialPort),
                parsed.GetValue(aws) ? TargetOf(parsed.CommandResult) : null, parsed.GetValue(force));
            return RunAsync(console, wanted, token);
        });
        HelpWithExamples.Add(
            command,
            "dronelink provision kite --link kite --ssid field --wifi-password secret --mqtt 192.168.1.20",
            "dronelink provision kite-rx --role groundReceiver --link kite --ssid field --wifi-password secret --mqtt 192.168.1.20",
            "dronelink provision kite --parts kite-parts.json --mqtt 192.168.1.20",
            "dronelink provision kite --aws --iot-endpoint a1b2c3-ats.iot.eu-central-1.amazonaws.com --account 123456789012",
            "nanoff --nanodevice --serialport COM3 --filedeployment dronelink-data/devices/kite/deploy.json");
        return command;

        AwsTarget TargetOf(CommandResult result) => AwsTarget.Parse(
            result.GetValue(iotEndpoint), result.GetValue(region), result.GetValue(account), result.GetValue(table), Environment.GetEnvironmentVariable);
    }

    private static async Task<int> RunAsync(CommandConsole console, Wanted wanted, CancellationToken cancellationToken)
    {
        var endpoints = wanted.Endpoints ?? DeviceEndpoints.OfStation(
            NetworkAddress.Own(), GroundStationOptions.DefaultMqttPort, GroundStationOptions.DefaultPort);
        var device = DeviceProvisioner.NewDevice(wanted.Name, wanted.Fleet, wanted.Role, wanted.Link);
        var beaconKey = wanted.Role == DeviceProvisioner.GroundReceiverRole ? null : BeaconKeys.Of(wanted.DataDirectory, wanted.Fleet);
        var settings = DeviceProvisioner.Configure(device, endpoints, wanted.Wifi, beaconKey);
        settings = settings with { StorageKb = wanted.StorageKb };
        if (wanted.Aws is { } target) settings = settings with { Mqtt = AwsDeviceFiles.Mqtt(target) };
        var parts = wanted.PartsFile is { } file ? PartsFile.Read(file) : null;

        // Who sets how drones hear each other need not know the fleet's key.
        if (beaconKey is not null && parts?["peers"] is JsonObject peers) peers.TryAdd("beaconKey", beaconKey);
        var configuration = settings.ToJson(parts);
        CheckAsTheDeviceDoes(configuration, wanted.PartsFile);
        var folder = wanted.OutDirectory ?? GroundStationOptions.DevicesDirectoryOf(wanted.DataDirectory);

        using var cloud = CloudFile.OpenIn(wanted.DataDirectory);
        var deployment = await new DeviceProvisioner(cloud.Registry)
            .ProvisionAsync(device, configuration, folder, wanted.SerialPort, wanted.Force, cancellationToken).ConfigureAwait(false);

        var output = console.Output;
        await output.WriteLineAsync($"{wanted.Name} is known now. Its configuration, which holds its key: "
            + DeviceProvisioner.ConfigurationPath(folder, wanted.Name)).ConfigureAwait(false);
        if (wanted.Endpoints is null)
        {
            await output.WriteLineAsync($"It will call this computer, {endpoints.MqttHost}: start the ground station with --bind 0.0.0.0. "
                + "Another place: --mqtt, --https.").ConfigureAwait(false);
        }

        if (wanted.Wifi is null) await output.WriteLineAsync("No --ssid: the board must know its wireless network already.").ConfigureAwait(false);
        if (wanted.Aws is not null)
        {
            var steps = AwsDeviceFiles.Write(device, wanted.Aws, deployment, wanted.SerialPort);
            await output.WriteLineAsync($"AWS does not know it yet. What to do, and then how it gets onto the board: {steps}").ConfigureAwait(false);
            return ExitCode.Ok;
        }

        var port = wanted.SerialPort is null ? " --serialport PORT" : "";
        await output.WriteLineAsync($"Onto the board: nanoff --nanodevice{port} --filedeployment \"{deployment}\"").ConfigureAwait(false);
        return ExitCode.Ok;
    }

    // The partition called config of nanoFramework's partition tables.
    private static int? StorageKbOf(int flashMb) => flashMb switch
    {
        8 => 2048,
        16 => 3072,
        _ => null,
    };

    // What the board would only say on its console is said here.
    private static void CheckAsTheDeviceDoes(string configuration, string? partsFile)
    {
        try
        {
            Twin.ParseConfiguration(configuration, partsFile ?? "the configuration");
        }
        catch (InvalidDataException e)
        {
            throw new UserErrorException(e.Message, e);
        }
    }

    private sealed record Wanted(
        string Name, string Role, string? Link, string Fleet, DeviceEndpoints? Endpoints, WifiConfiguration? Wifi,
        string? PartsFile, int? StorageKb, string DataDirectory, string? OutDirectory, string? SerialPort, AwsTarget? Aws, bool Force);
}

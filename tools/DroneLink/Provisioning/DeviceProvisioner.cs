using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Query;

namespace DroneLink.Tool.Provisioning;

/// <summary>
/// Makes devices known and writes their configuration files: <c>FOLDER/NAME/dronelink.json</c>, which goes on the board, and beside it
/// <c>deploy.json</c>, which tells <c>nanoff --filedeployment</c> to put it there. Borrows the registry.
/// </summary>
/// <param name="registry">Where the devices are kept.</param>
public sealed class DeviceProvisioner(IDeviceRegistrar registry)
{
    /// <summary>The role of a device on a drone.</summary>
    public const string DroneRole = "drone";

    /// <summary>The role of a device at a video receiver on the ground.</summary>
    public const string GroundReceiverRole = "groundReceiver";

    /// <summary>The role of a device that is both, on a bench.</summary>
    public const string BenchRole = "bench";

    /// <summary>The fleet of a device that is not told another.</summary>
    public const string DefaultFleet = "fleet-1";

    /// <summary>Name of the file for nanoff.</summary>
    public const string DeploymentFileName = "deploy.json";


    /// <summary>Makes an identity with a new random key.</summary>
    public static DeviceIdentity NewDevice(string deviceId, string fleetId, string role, string? linkId)
    {
        return new DeviceIdentity(deviceId, fleetId, RandomNumberGenerator.GetBytes(DeviceIdentity.KeyBytes), role, linkId);
    }

    /// <summary>The configuration of a device.</summary>
    public static DeviceConfiguration Configure(DeviceIdentity device, DeviceEndpoints endpoints, WifiConfiguration? wifi = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(endpoints);
        var key = device.Key.Span;
        return new DeviceConfiguration
        {
            DeviceId = device.DeviceId,
            FleetId = device.FleetId,
            Key = Convert.ToHexStringLower(key),
            Role = device.Role,
            LinkId = device.LinkId,
            Wifi = wifi,
            Mqtt = endpoints.MqttHost is { } host
                ? new MqttConfiguration(host, endpoints.MqttPort, endpoints.MqttTls, MqttPassword.Derive(key))
                : null,
            Ota = new OtaConfiguration(),
            Https = endpoints.HttpsUrl is { } url ? new HttpsConfiguration(url) : null,
            Autopilot = device.Role != GroundReceiverRole ? new AutopilotConfiguration() : null,
            VideoLink = device.Role != DroneRole ? new VideoLinkConfiguration() : null,
        };
    }

    /// <summary>Adds a device to the registry and writes its files. Either both happen or, short of a power cut between them, neither.</summary>
    /// <param name="device">The device.</param>
    /// <param name="configuration">The text of its configuration file.</param>
    /// <param name="folder">Folder of all devices.</param>
    /// <param name="serialPort">The port that nanoff finds the board at; null to name it when nanoff is run.</param>
    /// <param name="replace">Whether a device of that name may be there already; its old key is then worth nothing.</param>
    /// <param name="cancellationToken">Ends the call before anything is changed.</param>
    /// <returns>Path of the file for nanoff.</returns>
    /// <exception cref="UserErrorException">The device is there already, or the files cannot be written.</exception>
    public async Task<string> ProvisionAsync(
        DeviceIdentity device, string configuration, string folder, string? serialPort, bool replace,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        var path = ConfigurationPath(folder, device.DeviceId);
        if (!replace && File.Exists(path)) throw AlreadyThere(device.DeviceId, path);
        var draft = Draft(path, configuration);
        try
        {
            await registry.AddAsync(device, replace, cancellationToken).ConfigureAwait(false);
            File.Move(draft, path, overwrite: true);
        }
        catch (InvalidOperationException e)
        {
            throw AlreadyThere(device.DeviceId, "the registry", e);
        }
        finally
        {
            File.Delete(draft);
        }

        var deployment = Path.Combine(Path.GetDirectoryName(path)!, DeploymentFileName);
        File.Move(Draft(deployment, DeploymentJson(path, serialPort)), deployment, overwrite: true);
        return deployment;
    }

    /// <summary>Writes the configuration of a device that is in the registry already.</summary>
    /// <returns>Path of the configuration file.</returns>
    public static string WriteConfiguration(DeviceConfiguration configuration, string folder)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var path = ConfigurationPath(folder, configuration.DeviceId);
        File.Move(Draft(path, configuration.ToJson()), path, overwrite: true);
        return path;
    }

    /// <summary>Path of a device's configuration file.</summary>
    public static string ConfigurationPath(string folder, string deviceId)
    {
        return Path.GetFullPath(Path.Combine(folder, deviceId, DeviceConfiguration.FileName));
    }

    /// <summary>Writes the whole text beside its place, for a rename: nobody ever reads half a file. It holds secrets, so it is its owner's alone.</summary>
    internal static string Draft(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var draft = $"{path}.{Environment.ProcessId}.new";
            File.Delete(draft);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(draft, options);
            writer.Write(text);
            return draft;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Cannot write {path}: {e.Message}", e);
        }
    }

    /// <summary>What nanoff reads. Its paths are full ones: nanoff takes others from wherever it is started.</summary>
    private static string DeploymentJson(string configurationPath, string? serialPort)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            if (serialPort is not null) writer.WriteString("serialport", serialPort);
            writer.WriteStartArray("files");
            writer.WriteStartObject();
            writer.WriteString("DestinationFilePath", @"I:\" + DeviceConfiguration.FileName);
            writer.WriteString("SourceFilePath", configurationPath);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static UserErrorException AlreadyThere(string deviceId, string where, Exception? cause = null)
    {
        return new UserErrorException(
            $"'{deviceId}' is provisioned already ({where}). --force replaces it: a board that has the old key is then locked out.", cause);
    }
}

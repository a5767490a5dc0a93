using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;

namespace DroneLink.Tool.Provisioning;

/// <summary>
/// What AWS has to be told of a device, and the board of AWS: <c>FOLDER/NAME/aws/</c>. Nothing here calls AWS; <c>NEXT-STEPS.txt</c>
/// has the commands that do. <c>registry-item.json</c> holds the device's key. The folder is its owner's alone.
/// </summary>
public static class AwsDeviceFiles
{
    /// <summary>Name of the folder, beside the device's configuration.</summary>
    public const string FolderName = "aws";

    /// <summary>Name of the file that says what to do.</summary>
    public const string StepsFileName = "NEXT-STEPS.txt";

    /// <summary>Name of the one policy of all devices.</summary>
    public const string PolicyName = "dronelink-device";

    private const string ThingFile = "thing.json";
    private const string PolicyFile = "policy.json";
    private const string RegistryFile = "registry-item.json";
    private const string NetworkFile = "network.json";
    private const string CertificateFile = "certificate.pem";
    private const string ArnFile = "certificate-arn.txt";
    private const string PrivateKeyFile = "private-key.pem";
    private const string BoardCertificateFile = "device.pem";
    private const string RootFile = "AmazonRootCA1.pem";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Says why a device cannot be on IoT Core; null when it can.</summary>
    public static string? WhyNot(string deviceId) => IotTopics.IsThingName(deviceId)
        ? null
        : $"'{deviceId}' cannot be a device on AWS IoT Core: a thing's name has no dot, and peers, frames, status, command and command-result are parts of topics.";

    /// <summary>The broker of a device on IoT Core: TLS, and no password, since its certificate says who it is.</summary>
    public static MqttConfiguration Mqtt(AwsTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new MqttConfiguration(target.Endpoint, DeviceEndpoints.MqttTlsPort, Tls: true, Password: null);
    }

    /// <summary>Writes the files of a device; those that are there already are replaced, certificates and keys aside.</summary>
    /// <param name="device">The device.</param>
    /// <param name="target">Where it is to belong.</param>
    /// <param name="deployment">Path of the file for <c>nanoff --filedeployment</c>; the folder is made beside it.</param>
    /// <param name="serialPort">The port that nanoff finds the board at; null to name it when nanoff is run.</param>
    /// <returns>Path of <see cref="StepsFileName"/>.</returns>
    /// <exception cref="UserErrorException">A file cannot be written.</exception>
    public static string Write(DeviceIdentity device, AwsTarget target, string deployment, string? serialPort)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(target);
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(deployment))!, FolderName);
        try
        {
            // What the steps put here, the private key above all, is then nobody else's to read, whatever the umask.
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Cannot make {folder}: {e.Message}", e);
        }

        Put(ThingFile, Thing(device).ToJsonString(Indented) + "\n");
        Put(PolicyFile, IotDocuments.DevicePolicy(target.Place));
        Put(RegistryFile, RegistryItem(device).ToJsonString(Indented) + "\n");
        Put(NetworkFile, Network(folder, serialPort).ToJsonString(Indented) + "\n");
        return Put(StepsFileName, Steps(device, target, folder, Path.GetFullPath(deployment), serialPort));

        string Put(string name, string text)
        {
            var path = Path.Combine(folder, name);
            File.Move(DeviceProvisioner.Draft(path, text), path, overwrite: true);
            return path;
        }
    }

    // For 'aws iot create-thing --cli-input-json'. A thing without a type has three attributes at the most.
    private static JsonObject Thing(DeviceIdentity device)
    {
        var attributes = new JsonObject { ["fleetId"] = device.FleetId, ["role"] = device.Role };
        if (device.LinkId is { } link)
            attributes["linkId"] = link;
        return new JsonObject
        {
            ["thingName"] = device.DeviceId,
            ["attributePayload"] = new JsonObject { ["attributes"] = attributes },
        };
    }

    // For 'aws dynamodb put-item --item'.
    private static JsonObject RegistryItem(DeviceIdentity device) =>
        new(DynamoDeviceRegistry.ItemOf(device).Select(attribute => KeyValuePair.Create<string, JsonNode?>(
            attribute.Key,
            attribute.Value.B is { } bytes
                ? new JsonObject { ["B"] = Convert.ToBase64String(bytes.ToArray()) }
                : new JsonObject { ["S"] = attribute.Value.S })));

    // For 'nanoff --networkdeployment'. Certificate and private key are one file on the board.
    private static JsonObject Network(string folder, string? serialPort)
    {
        var network = new JsonObject();
        if (serialPort is not null)
            network["serialport"] = serialPort;
        network["CACertificatesPath"] = Path.Combine(folder, RootFile);
        network["DeviceCertificatesPath"] = Path.Combine(folder, BoardCertificateFile);
        return network;
    }

    private static string Steps(DeviceIdentity device, AwsTarget target, string folder, string deployment, string? serialPort)
    {
        var (name, region, port) = (device.DeviceId, target.Place.Region, serialPort ?? "PORT");
        return $"""
            {name} on AWS IoT Core, once per device, in a POSIX shell (on Windows: Git Bash) with the AWS CLI 2. Nothing here was run yet.
            What holds a secret: {PrivateKeyFile}, {BoardCertificateFile}, {RegistryFile}, and ../{DeviceConfiguration.FileName}.

                cd "{folder}"
                umask 077

            1. Once for all devices: their policy.

                aws iot create-policy --region {region} --policy-name {PolicyName} --policy-document file://{PolicyFile}

            2. The thing, a key with its certificate, and what belongs together. Nothing of the key is printed.

                aws iot create-thing --region {region} --cli-input-json file://{ThingFile}
                aws iot create-keys-and-certificate --region {region} --set-as-active --certificate-pem-outfile {CertificateFile} --private-key-outfile {PrivateKeyFile} --query certificateArn --output text > {ArnFile}
                aws iot attach-thing-principal --region {region} --thing-name {name} --principal "$(cat {ArnFile})"
                aws iot attach-policy --region {region} --policy-name {PolicyName} --target "$(cat {ArnFile})"

            3. The registry, so that its frames are accepted. After --force leave the condition out: it protects a key that is in use.

                aws dynamodb put-item --region {region} --table-name {target.Table} --item file://{RegistryFile} --condition-expression "attribute_not_exists(pk)"

            4. Onto the board: the certificates, then the configuration.

                curl --fail --output {RootFile} https://www.amazontrust.com/repository/{RootFile}
                cat {CertificateFile} {PrivateKeyFile} > {BoardCertificateFile}
                nanoff --nanodevice --serialport {port} --networkdeployment "{Path.Combine(folder, NetworkFile)}"
                nanoff --nanodevice --serialport {port} --filedeployment "{deployment}"

            5. When the board is online, delete what holds a secret.

                rm {PrivateKeyFile} {BoardCertificateFile} {RegistryFile}

            The board's own copy is not protected. Whoever loses a board revokes its certificate, whose id is the last part of {ArnFile}
            ('aws iot update-certificate --certificate-id ID --new-status REVOKED'), and deletes the registry's item.

            """.ReplaceLineEndings("\n");
    }
}

using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;

namespace DroneLink.LambdaHost;

/// <summary>What the functions stand on. The one place that knows of a cloud by its name.</summary>
internal sealed record HostCloud(ITelemetryCloud Telemetry, ICommandChannel CommandChannel)
{
    /// <summary>Opens what the environment names: AWS, or the file of <c>DRONELINK_EMBEDDED</c>, for trying.</summary>
    public static HostCloud Open()
    {
        if (Environment.GetEnvironmentVariable("DRONELINK_EMBEDDED") is { Length: > 0 } path)
            return new HostCloud(EmbeddedCloud.Open(path), new NoCommandChannel("There is no way to a device from one file."));

        var options = AwsCloudOptions.FromEnvironment();
        var cloud = new AwsCloud(options, AwsClients.FromEnvironment(options));
        return new HostCloud(cloud, cloud.CommandChannel ?? new NoCommandChannel("DRONELINK_IOT_ENDPOINT is not set; it names the host of IoT Core's data plane."));
    }

    private sealed class NoCommandChannel(string why) : ICommandChannel
    {
        public ValueTask PublishAsync(DeviceIdentity device, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default) =>
            throw new IOException(why);
    }
}

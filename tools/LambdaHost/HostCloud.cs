using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;

namespace DroneLink.LambdaHost;

/// <summary>What the functions stand on. The one place that knows of a cloud by its name.</summary>
internal sealed record HostCloud(AwsCloud Telemetry, IDeviceChannel DeviceChannel)
{
    /// <summary>Opens what the environment names. It does no I/O.</summary>
    /// <exception cref="FormatException">A variable is malformed.</exception>
    public static HostCloud Open()
    {
        var options = AwsCloudOptions.FromEnvironment();
        var cloud = new AwsCloud(options, AwsClients.FromEnvironment(options));
        return new HostCloud(cloud, cloud.DeviceChannel ?? new NoChannel());
    }

    private sealed class NoChannel : IDeviceChannel
    {
        public ValueTask PublishAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default) =>
            throw new IOException("DRONELINK_IOT_ENDPOINT is not set; it names the host of IoT Core's data plane.");
    }
}

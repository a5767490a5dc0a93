using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;

namespace DroneLink.LambdaHost;

/// <summary>What the functions stand on. The one place that knows of a cloud by its name.</summary>
internal sealed record HostCloud(AwsCloud Telemetry, ICommandChannel CommandChannel, IDeviceChannel DeviceChannel)
{
    /// <summary>Opens what the environment names. It does no I/O.</summary>
    /// <exception cref="FormatException">A variable is malformed.</exception>
    public static HostCloud Open()
    {
        var options = AwsCloudOptions.FromEnvironment();
        var cloud = new AwsCloud(options, AwsClients.FromEnvironment(options));
        var none = new NoChannel();
        return new HostCloud(cloud, cloud.CommandChannel ?? none, cloud.DeviceChannel ?? none);
    }

    private sealed class NoChannel : ICommandChannel, IDeviceChannel
    {
        public ValueTask PublishAsync(DeviceIdentity device, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default) =>
            PublishAsync(device, "", message, cancellationToken);

        public ValueTask PublishAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default) =>
            throw new IOException("DRONELINK_IOT_ENDPOINT is not set; it names the host of IoT Core's data plane.");
    }
}

using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;

namespace DroneLink.LambdaHost;

/// <summary>What the functions stand on. The one place that knows of a cloud by its name.</summary>
internal sealed record HostCloud(ITelemetryCloud Telemetry, IApiTokens Tokens, ICommandLog Commands, ICommandChannel CommandChannel)
{
    /// <summary>Opens what the environment names.</summary>
    public static HostCloud Open() => Environment.GetEnvironmentVariable("DRONELINK_EMBEDDED") is { Length: > 0 } path
        ? OpenFile(path)
        : throw new InvalidOperationException("DRONELINK_EMBEDDED is not set.");

    private static HostCloud OpenFile(string path)
    {
        var cloud = EmbeddedCloud.Open(path);
        return new HostCloud(cloud, cloud.ApiTokens, cloud.Commands, new NoCommandChannel("There is no way to a device from one file."));
    }

    private sealed class NoCommandChannel(string why) : ICommandChannel
    {
        public ValueTask PublishAsync(DeviceIdentity device, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default) =>
            throw new IOException(why);
    }
}

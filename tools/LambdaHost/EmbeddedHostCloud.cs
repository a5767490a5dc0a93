using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Embedded;

namespace DroneLink.LambdaHost;

/// <summary>One SQLite file in AWS's place, for tests and trying. No device hears it.</summary>
internal sealed class EmbeddedHostCloud(string path) : IHostCloud
{
    private readonly EmbeddedCloud _cloud = EmbeddedCloud.Open(path);

    public ITelemetryCloud Telemetry => _cloud;

    public IApiTokens Tokens => _cloud.ApiTokens;

    public ICommandLog CommandLog => throw new InvalidOperationException("There are no commands on one file. Unset DRONELINK_EMBEDDED.");

    public ICommandChannel CommandChannel => throw new InvalidOperationException("There are no commands on one file. Unset DRONELINK_EMBEDDED.");

    public void Dispose() => _cloud.Dispose();
}

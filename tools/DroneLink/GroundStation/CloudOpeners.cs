using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Embedded;

namespace DroneLink.Tool.GroundStation;

/// <summary>The clouds that a ground station can run on.</summary>
internal static class CloudOpeners
{
    /// <summary>Returns what opens the one that the options name.</summary>
    public static CloudOpener Of(GroundStationOptions options, TimeProvider time) => (report, stored, _) =>
        Task.FromResult<ITelemetryCloud>(CloudFile.Open(() => EmbeddedCloud.Open(options.DatabasePath, time, report: report, stored: stored)));
}

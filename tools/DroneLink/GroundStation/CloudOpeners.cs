using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Projection;
using DroneLink.Emulators;

namespace DroneLink.Tool.GroundStation;

/// <summary>The clouds that a ground station can run on.</summary>
internal static class CloudOpeners
{
    /// <summary>Returns what opens the one that the options name.</summary>
    public static CloudOpener Of(GroundStationOptions options, TimeProvider time) => options.Cloud switch
    {
        CloudKind.Embedded => (report, stored, _) =>
            Task.FromResult<ITelemetryCloud>(CloudFile.Open(() => EmbeddedCloud.Open(options.DatabasePath, time, report: report, stored: stored))),
        CloudKind.Emulators => (report, stored, cancellationToken) => EmulateAsync(time, report, stored, cancellationToken),
        _ => async (report, stored, cancellationToken) => await AwsAccount.OpenAsync(time, report, stored, cancellationToken).ConfigureAwait(false),
    };

    private static async Task<ITelemetryCloud> EmulateAsync(
        TimeProvider time, Action<ProjectionProblem> report, Action<IReadOnlyList<ProjectedRecord>> stored, CancellationToken cancellationToken)
    {
        var emulated = StartEmulators();
        var clients = emulated.Connect(isOwner: true);
        try
        {
            return new AwsCloud(await emulated.CreateAsync(cancellationToken: cancellationToken).ConfigureAwait(false), clients, time, report, stored);
        }
        catch
        {
            clients.Dispose();
            throw;
        }
    }

    private static EmulatedCloud StartEmulators()
    {
        string reason;
        try
        {
            var emulated = new EmulatedCloud();
            if (emulated.WhyNot is null)
                return emulated;
            reason = emulated.WhyNot;
            emulated.Dispose();
        }
        catch (InvalidOperationException e)
        {
            reason = e.Message;
        }

        throw new UserErrorException($"The emulators do not run: {reason}");
    }
}

using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;

namespace DroneLink.Tool.GroundStation;

/// <summary>Commands of the ground station. It has no login, and listens on this machine only unless its owner says otherwise: whoever asks may command.</summary>
internal static class StationCommands
{
    /// <summary>Makes the handler.</summary>
    public static CommandHandler Create(ITelemetryCloud cloud, IDeviceChannel channel, IDeadLetters letters, FailureLog failures, TimeProvider time)
    {
        var options = new CommandHandlerOptions { AllowAnonymous = true, OnFailure = e => failures.Failed("command", e) };
        return new CommandHandler(cloud.Registry, cloud.Commands, channel, letters, time, options);
    }

    /// <summary>Sends a device what it may have missed. When that fails it is logged: the device is served all the same, and gets it when it is back the next time.</summary>
    public static async ValueTask OnlineAsync(CommandHandler commands, string deviceId, FailureLog failures, CancellationToken cancellationToken)
    {
        try
        {
            await commands.OnlineAsync(deviceId, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The device left meanwhile, or the station stops.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failures.Failed("commands of a device that is back", e);
        }
    }
}

using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;

namespace DroneLink.CloudSdk.Ota;

/// <summary>Tells the devices of a roll-out to ask now. A device that does not hear it asks within an hour by itself. Thread safe.</summary>
internal sealed class OtaNudge(IDeviceChannel channel, OtaHandlerOptions options)
{
    private const int AtOnce = 8;

    /// <summary>Nudges devices and returns how many of them the broker took it for.</summary>
    public async ValueTask<int> SendAsync(IEnumerable<DeviceIdentity> devices, CancellationToken cancellationToken)
    {
        var sent = 0;
        await Parallel.ForEachAsync(
            devices,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (device, token) =>
            {
                try
                {
                    await channel.PublishAsync(device, IotTopics.Ota, OtaMessage.Check(), token).ConfigureAwait(false);
                    Interlocked.Increment(ref sent);
                }
                catch (Exception exception) when (exception is not OperationCanceledException || !token.IsCancellationRequested)
                {
                    options.OnFailure?.Invoke(exception);
                }
            }).ConfigureAwait(false);
        return sent;
    }
}

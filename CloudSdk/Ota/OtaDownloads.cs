using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Ota;

/// <summary>Why a part of an image is not handed out.</summary>
internal enum OtaDownloadRefusal
{
    /// <summary>It is.</summary>
    None,

    /// <summary>There is no such release, or it is offered to nobody, or no longer.</summary>
    UnknownBuild,

    /// <summary>Its roll-out is paused.</summary>
    Later,
}

/// <summary>Hands out images, and notes how far devices are with them. Thread safe.</summary>
internal sealed class OtaDownloads(IReleaseStore releases, IRolloutStore rollouts, TimeProvider clock, OtaHandlerOptions options)
{
    private const int Steps = 10;

    /// <summary>Returns the release of a build if its image is handed out now.</summary>
    public async ValueTask<(OtaRelease? Release, OtaDownloadRefusal Refusal)> FindAsync(int build, CancellationToken cancellationToken)
    {
        var rollout = build > 0 ? await rollouts.FindAsync(build, cancellationToken).ConfigureAwait(false) : null;
        var refusal = rollout?.State switch
        {
            OtaRolloutState.Active or OtaRolloutState.Completed => OtaDownloadRefusal.None,
            OtaRolloutState.Paused => OtaDownloadRefusal.Later,
            _ => OtaDownloadRefusal.UnknownBuild,
        };
        if (refusal != OtaDownloadRefusal.None)
            return (null, refusal);
        return await releases.FindAsync(build, cancellationToken).ConfigureAwait(false) is { } release
            ? (release, OtaDownloadRefusal.None)
            : (null, OtaDownloadRefusal.UnknownBuild);
    }

    /// <summary>Returns a part of an image.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        OtaRelease release, DeviceIdentity device, int offset, int count, CancellationToken cancellationToken)
    {
        var bytes = await releases.ReadAsync(release, offset, count, cancellationToken).ConfigureAwait(false);
        if (StepOf(release, offset + count) > StepOf(release, offset))
            await NoteAsync(release, device, offset + count, cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    private static int StepOf(OtaRelease release, int end) => (int)((long)end * Steps / release.Size);

    // For people to look at: what cannot be noted is no reason to keep the image from the device.
    private async ValueTask NoteAsync(OtaRelease release, DeviceIdentity device, int end, CancellationToken cancellationToken)
    {
        try
        {
            if (await rollouts.FindDeviceAsync(release.Build, device.DeviceId, cancellationToken).ConfigureAwait(false) is { IsUnderWay: true } known)
                await rollouts.TryPutDeviceAsync(known with { DownloadedBytes = end, AskedAt = clock.WholeMs() }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            options.OnFailure?.Invoke(exception);
        }
    }
}

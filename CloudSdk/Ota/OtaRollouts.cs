using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Query;

namespace DroneLink.CloudSdk.Ota;

/// <summary>Changes roll-outs for people, and tells how they are. Thread safe.</summary>
internal sealed class OtaRollouts(IDeviceDirectory directory, IRolloutStore rollouts, TimeProvider clock)
{
    /// <summary>Changes a roll-out, which begins as a draft, and lets devices have it again.</summary>
    /// <exception cref="OtaRequestException">That cannot be.</exception>
    public async ValueTask ChangeAsync(OtaRelease release, OtaRolloutRequest request, string? caller, CancellationToken cancellationToken)
    {
        await rollouts.ChangeAsync(
            release.Build,
            found =>
            {
                var now = clock.WholeMs();
                var rollout = found ?? new OtaRollout { Build = release.Build, ChangedAt = now };
                var changed = request.Change(rollout) with { ChangedAt = now, ChangedBy = caller };
                return new(request.State is { } state ? InState(changed, state, now) : Unended(changed));
            },
            cancellationToken).ConfigureAwait(false);
        await RetryAsync(release, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells how a release is.</summary>
    public async ValueTask<OtaOverview> DescribeAsync(OtaRelease release, CancellationToken cancellationToken)
    {
        var rollout = await rollouts.FindAsync(release.Build, cancellationToken).ConfigureAwait(false);
        var known = (await rollouts.ListDevicesAsync(release.Build, cancellationToken).ConfigureAwait(false)).ToDictionary(device => device.DeviceId);
        var identities = (await directory.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(device => device.DeviceId);
        var cohort = rollout is null ? [] : identities.Values.Where(device => rollout.IsFor(device) && release.IsFor(device.Role)).ToList();
        var included = cohort.Where(device => rollout!.Includes(release, device)).ToList();
        var ids = known.Keys.Union(included.Select(device => device.DeviceId)).Order(StringComparer.Ordinal);
        return new OtaOverview(
            release,
            rollout,
            [.. ids.Select(id => (
                known.GetValueOrDefault(id) ?? new OtaDevice { Build = release.Build, DeviceId = id, ChangedAt = rollout!.ChangedAt },
                identities.GetValueOrDefault(id)))],
            cohort.Count,
            included.Count);
    }

    private static OtaRollout Unended(OtaRollout rollout) => rollout.State != OtaRolloutState.Cancelled ? rollout : throw Cancelled(rollout);

    private static OtaRollout InState(OtaRollout rollout, OtaRolloutState state, DateTimeOffset now)
    {
        if (rollout.State == OtaRolloutState.Cancelled && state != OtaRolloutState.Cancelled)
            throw Cancelled(rollout);
        if (rollout.State == OtaRolloutState.Draft && state is OtaRolloutState.Paused or OtaRolloutState.Completed)
            throw new OtaRequestException($"The roll-out of release {rollout.Build} has not begun. Make it active first.", 409, "not-begun");
        if (state == OtaRolloutState.Active && rollout.Percentage is null)
            throw new OtaRequestException("percentage is missing: say to how many of the devices it is to go, 0 to 100 %.");

        // Who makes it active again has seen what failed until then; only what fails from now on pauses it again.
        var isResumed = state == OtaRolloutState.Active && rollout.State != OtaRolloutState.Active;
        return rollout with { State = state, PausedBecause = null, CountsFrom = isResumed ? now : rollout.CountsFrom };
    }

    private static OtaRequestException Cancelled(OtaRollout rollout) =>
        new($"The roll-out of release {rollout.Build} was cancelled, for good. Publish the image with a higher build.", 409, "cancelled");

    private async ValueTask RetryAsync(OtaRelease release, OtaRolloutRequest request, CancellationToken cancellationToken)
    {
        if (!request.RetriesFailed && request.Retries.Count == 0)
            return;
        var all = await rollouts.ListDevicesAsync(release.Build, cancellationToken).ConfigureAwait(false);
        var ids = request.RetriesFailed ? [.. all.Where(device => device.IsFailed).Select(device => device.DeviceId)] : request.Retries;
        foreach (var id in ids)
        {
            await rollouts.ChangeDeviceAsync(
                release.Build,
                id,
                known => known is { IsEnded: true }
                    ? known with { State = OtaDeviceState.Waiting, Code = null, DownloadedBytes = 0, ChangedAt = clock.WholeMs() }
                    : null,
                cancellationToken).ConfigureAwait(false);
        }
    }
}

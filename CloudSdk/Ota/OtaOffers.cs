using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Ota;

/// <summary>Decides what a device is offered: at most one release, the highest build that it is in. Thread safe.</summary>
internal sealed class OtaOffers(IReleaseStore releases, IRolloutStore rollouts, TimeProvider clock, OtaHandlerOptions options)
{
    /// <summary>Returns the manifest for a device, or null when there is nothing for it now. That it was offered is durable then.</summary>
    public async ValueTask<byte[]?> OfferAsync(DeviceIdentity device, OtaAsk ask, CancellationToken cancellationToken)
    {
        foreach (var rollout in await rollouts.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (rollout.State is not (OtaRolloutState.Active or OtaRolloutState.Completed) || rollout.Build <= ask.Build
                || await releases.FindAsync(rollout.Build, cancellationToken).ConfigureAwait(false) is not { } release || !Fits(release, device, ask))
            {
                continue;
            }

            var known = await rollouts.FindDeviceAsync(rollout.Build, device.DeviceId, cancellationToken).ConfigureAwait(false);
            if (!MayHave(rollout, release, device, known))
                continue;

            // One that has to wait for its turn waits for this release, and takes no older one meanwhile.
            var hasTurn = known is { IsUnderWay: true } || await HasRoomAsync(rollout, device, cancellationToken).ConfigureAwait(false);
            return hasTurn && await TryTakePlaceAsync(rollout, release, device, ask, cancellationToken).ConfigureAwait(false)
                ? await ManifestAsync(release, device, cancellationToken).ConfigureAwait(false)
                : null;
        }

        return null;
    }

    // What the device would refuse is not offered: a refusal counts as a failure.
    private static bool Fits(OtaRelease release, DeviceIdentity device, OtaAsk ask) =>
        release.Runtime == ask.Runtime
        && release.IsFor(ask.Role ?? device.Role)
        && (release.MinVersion is not { } least || ask.Version.CompareTo(least) >= 0);

    // What began goes on, also when the cohort became another one meanwhile; what ended does not begin again by itself.
    private static bool MayHave(OtaRollout rollout, OtaRelease release, DeviceIdentity device, OtaDevice? known) => known switch
    {
        null or { State: OtaDeviceState.Waiting } => rollout.State == OtaRolloutState.Active && rollout.Includes(release, device),
        { IsUnderWay: true } => true,
        _ => false,
    };

    // First the place, then the count: of several that take the last place at once, each sees the others, and no more than allowed stay.
    private async ValueTask<bool> TryTakePlaceAsync(
        OtaRollout rollout, OtaRelease release, DeviceIdentity device, OtaAsk ask, CancellationToken cancellationToken)
    {
        var isNew = false;
        var placed = await rollouts.ChangeDeviceAsync(
            release.Build,
            device.DeviceId,
            known =>
            {
                // Once new is new: what is found the second time may be an own put whose answer was lost.
                isNew |= known is null or { State: OtaDeviceState.Waiting };
                return MayHave(rollout, release, device, known) ? Offered(known, release, device, ask) : null;
            },
            cancellationToken).ConfigureAwait(false);
        if (placed is null)
            return false;
        if (!isNew || await HasRoomAsync(rollout, device, cancellationToken).ConfigureAwait(false))
            return true;

        await rollouts.ChangeDeviceAsync(
            release.Build,
            device.DeviceId,
            known => known is { State: OtaDeviceState.Offered }
                ? known with { State = OtaDeviceState.Waiting, Offers = known.Offers - 1, ChangedAt = clock.WholeMs() }
                : null,
            cancellationToken).ConfigureAwait(false);
        return false;
    }

    private async ValueTask<bool> HasRoomAsync(OtaRollout rollout, DeviceIdentity device, CancellationToken cancellationToken)
    {
        if (rollout.MaxInProgress is not { } most)
            return true;
        var devices = await rollouts.ListDevicesAsync(rollout.Build, cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        return devices.Count(other => other.DeviceId != device.DeviceId && other.TakesPlace(now, options.OfferLifetime)) < most;
    }

    private OtaDevice Offered(OtaDevice? known, OtaRelease release, DeviceIdentity device, OtaAsk ask)
    {
        var now = clock.WholeMs();
        var row = known ?? new OtaDevice { Build = release.Build, DeviceId = device.DeviceId, ChangedAt = now };
        return row with
        {
            State = row.State == OtaDeviceState.Started ? OtaDeviceState.Started : OtaDeviceState.Offered,
            ChangedAt = row.IsUnderWay ? row.ChangedAt : now,
            FromBuild = ask.Build,
            FromVersion = ask.Version,
            Offers = row.Offers + 1,
            AskedAt = now,
        };
    }

    private async ValueTask<byte[]> ManifestAsync(OtaRelease release, DeviceIdentity device, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var serial = await rollouts.NextSerialAsync(device.DeviceId, now.ToUnixTimeSeconds(), cancellationToken).ConfigureAwait(false);
        return OtaManifest.Write(release, device, serial, now + options.OfferLifetime);
    }
}

namespace DroneLink.CloudSdk.Ota;

/// <summary>Reads, changes and puts until nobody was ahead.</summary>
internal static class OtaChanges
{
    private const int Attempts = 20;

    /// <summary>Changes how far a device is.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="build">The release.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="change">Gets what there is, null for nothing, and returns what is to be; null to leave it. It may be called again.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was put; null when it was left.</returns>
    /// <exception cref="IOException">Others were always ahead.</exception>
    public static async ValueTask<OtaDevice?> ChangeDeviceAsync(
        this IRolloutStore store, int build, string deviceId, Func<OtaDevice?, OtaDevice?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var found = await store.FindDeviceAsync(build, deviceId, cancellationToken).ConfigureAwait(false);
            if (change(found) is not { } changed)
                return null;
            if (await store.TryPutDeviceAsync(changed, cancellationToken).ConfigureAwait(false))
                return changed;
        }

        throw new IOException($"What '{deviceId}' makes of release {build} changes too fast to be noted.");
    }

    /// <summary>Changes a roll-out; the rest as for <see cref="ChangeDeviceAsync"/>.</summary>
    public static async ValueTask<OtaRollout?> ChangeAsync(
        this IRolloutStore store, int build, Func<OtaRollout?, ValueTask<OtaRollout?>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var found = await store.FindAsync(build, cancellationToken).ConfigureAwait(false);
            if (await change(found).ConfigureAwait(false) is not { } changed)
                return null;
            if (await store.TryPutAsync(changed, cancellationToken).ConfigureAwait(false))
                return changed;
        }

        throw new IOException($"The roll-out of release {build} changes too fast to be changed.");
    }

    /// <summary>The time in whole ms, as the stores keep it.</summary>
    public static DateTimeOffset WholeMs(this TimeProvider clock) => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}

namespace DroneLink.CloudSdk.Ota;

/// <summary>
/// The roll-outs, how far each device is, and the serials of what they were offered. When a call completes, what it did is durable, and
/// every later call sees it. Thread safe.
/// </summary>
public interface IRolloutStore
{
    /// <summary>Returns the roll-out of a release, or null when nobody has made one.</summary>
    ValueTask<OtaRollout?> FindAsync(int build, CancellationToken cancellationToken = default);

    /// <summary>Returns all roll-outs, the highest build first.</summary>
    ValueTask<IReadOnlyList<OtaRollout>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Puts a roll-out if it is still of the version that was read, and gives it the next.</summary>
    /// <returns>
    /// False when somebody else was ahead. That may have been an attempt of this very call, whose answer was lost: read again.
    /// </returns>
    ValueTask<bool> TryPutAsync(OtaRollout rollout, CancellationToken cancellationToken = default);

    /// <summary>Returns how far a device is with a release, or null when it was never offered it.</summary>
    ValueTask<OtaDevice?> FindDeviceAsync(int build, string deviceId, CancellationToken cancellationToken = default);

    /// <summary>Returns every device that was offered a release, in ordinal order of its id.</summary>
    ValueTask<IReadOnlyList<OtaDevice>> ListDevicesAsync(int build, CancellationToken cancellationToken = default);

    /// <summary>Puts how far a device is if that is still of the version that was read, and gives it the next.</summary>
    /// <returns>As for <see cref="TryPutAsync"/>.</returns>
    ValueTask<bool> TryPutDeviceAsync(OtaDevice device, CancellationToken cancellationToken = default);

    /// <summary>Gives the number of an offer to a device: strictly higher than every one before, whoever asks at the same time.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="least">What it is at least, such as the time in seconds since 1970-01-01 UTC.</param>
    /// <param name="cancellationToken">Ends the call; a number may then be left out.</param>
    ValueTask<long> NextSerialAsync(string deviceId, long least, CancellationToken cancellationToken = default);
}

namespace DroneLink.CloudSdk.Ota;

/// <summary>Parts of an image.</summary>
internal static class OtaRange
{
    /// <exception cref="ArgumentOutOfRangeException">It is not all in the image, or empty.</exception>
    public static void Check(OtaRelease release, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(release);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (long)release.Size - offset, nameof(count));
    }
}

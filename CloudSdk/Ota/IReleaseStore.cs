namespace DroneLink.CloudSdk.Ota;

/// <summary>The releases with their images. When a call completes, what it did is durable; one that is cut off leaves nothing that is served. Thread safe.</summary>
public interface IReleaseStore
{
    /// <summary>Adds a release, unless there is one of that build.</summary>
    /// <returns>The one that is there now: this one, or the earlier one.</returns>
    ValueTask<OtaRelease> AddAsync(OtaRelease release, ReadOnlyMemory<byte> image, CancellationToken cancellationToken = default);

    /// <summary>Returns a release, or null when there is none. It sees every completed add.</summary>
    ValueTask<OtaRelease?> FindAsync(int build, CancellationToken cancellationToken = default);

    /// <summary>Returns all releases, the highest build first.</summary>
    ValueTask<IReadOnlyList<OtaRelease>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Returns a part of an image.</summary>
    /// <param name="release">The release, as a call here returned it.</param>
    /// <param name="offset">Where it begins, from 0.</param>
    /// <param name="count">Bytes, 1 or more.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not all in the image.</exception>
    /// <exception cref="IOException">The image is not there, or not all of it.</exception>
    ValueTask<ReadOnlyMemory<byte>> ReadAsync(OtaRelease release, int offset, int count, CancellationToken cancellationToken = default);
}

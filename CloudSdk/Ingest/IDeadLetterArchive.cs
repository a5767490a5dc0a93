using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Ingest;

/// <summary>Dead letters that can be read. Thread safe.</summary>
public interface IDeadLetterArchive : IDeadLetters
{
    /// <summary>Returns letters, the newest first.</summary>
    /// <param name="limit">Letters at most, 1 to <see cref="PageLimits.MaxRecords"/>.</param>
    /// <param name="after">Goes on after the letter with this id; null to begin.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    ValueTask<IReadOnlyList<StoredDeadLetter>> ListAsync(
        int limit = PageLimits.DefaultRecords, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Returns how many letters were dropped for newer ones.</summary>
    ValueTask<long> CountDroppedAsync(CancellationToken cancellationToken = default);
}

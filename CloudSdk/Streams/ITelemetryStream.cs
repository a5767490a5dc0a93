namespace DroneLink.CloudSdk.Streams;

/// <summary>The one source of truth: an ordered, durable log of frames. Thread safe.</summary>
public interface ITelemetryStream
{
    /// <summary>
    /// Appends entries. Entries of one partition key keep their order; one that could not be stored makes the later ones of its key
    /// fail too, so that a caller who sends the failed ones again reorders nothing.
    /// </summary>
    /// <returns>One result an entry, in order. <see cref="StreamResult.IsStored"/> means durable.</returns>
    ValueTask<IReadOnlyList<StreamResult>> PutAsync(IReadOnlyList<StreamEntry> entries, CancellationToken cancellationToken = default);
}

/// <summary>One frame for the stream.</summary>
/// <param name="PartitionKey">The device's id.</param>
/// <param name="Data">The frame.</param>
public readonly record struct StreamEntry(string PartitionKey, ReadOnlyMemory<byte> Data);

/// <summary>What became of an entry.</summary>
/// <param name="SequenceNumber">Its place in the stream, a decimal number; null when it was not stored.</param>
/// <param name="ErrorCode">The service's code; null when it was stored.</param>
/// <param name="ErrorMessage">The same for people.</param>
public readonly record struct StreamResult(string? SequenceNumber, string? ErrorCode = null, string? ErrorMessage = null)
{
    /// <summary>Whether the entry is durable.</summary>
    public bool IsStored => SequenceNumber is not null;
}

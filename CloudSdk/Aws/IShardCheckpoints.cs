namespace DroneLink.CloudSdk.Aws;

/// <summary>Remembers how far each shard of a stream is done. Thread safe.</summary>
public interface IShardCheckpoints
{
    /// <summary>Returns the sequence number of the last record that is done; null for none.</summary>
    ValueTask<string?> FindAsync(string shardId, CancellationToken cancellationToken = default);

    /// <summary>Notes durably that everything up to a sequence number is done.</summary>
    ValueTask SaveAsync(string shardId, string sequenceNumber, CancellationToken cancellationToken = default);
}

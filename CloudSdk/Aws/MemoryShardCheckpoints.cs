using System.Collections.Concurrent;

namespace DroneLink.CloudSdk.Aws;

/// <summary>Remembers for as long as the process lives: for whoever only listens. Thread safe.</summary>
public sealed class MemoryShardCheckpoints : IShardCheckpoints
{
    private readonly ConcurrentDictionary<string, string> _checkpoints = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<string?> FindAsync(string shardId, CancellationToken cancellationToken = default) => new(_checkpoints.GetValueOrDefault(shardId));

    /// <inheritdoc/>
    public ValueTask SaveAsync(string shardId, string sequenceNumber, CancellationToken cancellationToken = default)
    {
        _checkpoints[shardId] = sequenceNumber;
        return default;
    }
}

using DroneLink.CloudSdk.Lambda;

namespace DroneLink.CloudSdk.Projection;

/// <summary>One Kinesis record of a batch: what Lambda delivers again, or does not, with all that is in it.</summary>
internal sealed class BatchRecord
{
    private const double MaxSeconds = 1e11;

    private volatile bool _mustRetry;

    public BatchRecord(KinesisEventRecord? record, TimeProvider timeProvider)
    {
        var payload = record?.Kinesis;
        SequenceNumber = payload?.SequenceNumber ?? "";
        var receivedAt = ReceivedAt(payload?.ApproximateArrivalTimestamp ?? 0, timeProvider);
        Items = KplAggregate.TryRead(payload?.Data, out var parts)
            ? [.. parts.Select(part => new BatchItem(this, part.PartitionKey, part.Data, receivedAt))]
            : [new BatchItem(this, payload?.PartitionKey, payload?.Data, receivedAt)];
    }

    /// <summary>What Lambda goes back to. Lambda takes an empty one as failure of the whole batch, which is right for a record without.</summary>
    public string SequenceNumber { get; }

    /// <summary>Its frame; of a KPL aggregate each of its frames.</summary>
    public IReadOnlyList<BatchItem> Items { get; }

    /// <summary>Whether it must be delivered again, whole.</summary>
    public bool MustRetry
    {
        get => _mustRetry;
        set => _mustRetry = value;
    }

    // Seconds by the contract, but Lambda's own tooling has sent milliseconds.
    private static DateTimeOffset ReceivedAt(double timestamp, TimeProvider timeProvider)
    {
        var seconds = timestamp >= MaxSeconds ? timestamp / 1000 : timestamp;
        return seconds > 0 && seconds < MaxSeconds
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000))
            : timeProvider.GetUtcNow();
    }
}

using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Projection;

/// <summary>One Kinesis record of a batch and what became of it. Sinks may report about it at the same time.</summary>
internal sealed class BatchItem
{
    private const double MaxSeconds = 1e11;

    private readonly KinesisPayload? _payload;
    private readonly DateTimeOffset _receivedAt;
    private readonly Lock _lock = new();
    private volatile bool _mustRetry;

    public BatchItem(KinesisEventRecord? record, TimeProvider timeProvider)
    {
        _payload = record?.Kinesis;
        _receivedAt = ReceivedAt(_payload?.ApproximateArrivalTimestamp ?? 0, timeProvider);
    }

    /// <summary>What Lambda goes back to. Lambda takes an empty one as failure of the whole batch, which is right for a record without.</summary>
    public string SequenceNumber => _payload?.SequenceNumber ?? "";

    /// <summary>What the sinks get; empty when the frame was refused.</summary>
    public IReadOnlyList<ProjectedRecord> Records { get; private set; } = [];

    /// <summary>Why it, or a record of it, will never be stored; null when nobody says so.</summary>
    public DeadLetter? Refusal { get; private set; }

    /// <summary>Who refused it.</summary>
    public string RefusedBy { get; private set; } = "frame";

    /// <summary>Whether it must be delivered again.</summary>
    public bool MustRetry
    {
        get => _mustRetry;
        set => _mustRetry = value;
    }

    /// <summary>Reads the frame into <see cref="Records"/>, or refuses it.</summary>
    public void Decode()
    {
        if (!FrameReader.TryRead(_payload?.Data, out var frame, out var error))
        {
            Refuse(error);
        }
        else if (frame.DeviceId != _payload?.PartitionKey)
        {
            Refuse(FrameError.DeviceMismatch);
        }
        else if (frame.ClockSynced && frame.Records[^1].TimeMs > _receivedAt.ToUnixTimeMilliseconds() + FrameFormat.MaxAheadMs)
        {
            // What came over MQTT has met no ingest that would have checked it.
            Refuse(FrameError.Future);
        }
        else
        {
            Records = [.. frame.Records.Select(record => new ProjectedRecord(record, _receivedAt))];
        }
    }

    /// <summary>Notes that a sink did not store one of the records.</summary>
    public void Fail(SinkFailure failure, uint sequence, string sink)
    {
        if (!failure.IsPoison)
        {
            MustRetry = true;
            return;
        }

        // The frame is buried whole, so its first poison record tells an operator enough.
        lock (_lock)
        {
            if (Refusal is not null)
                return;
            RefusedBy = sink;
            Refusal = Letter(failure.Code, $"Record {sequence}: {failure.Message}");
        }
    }

    private void Refuse(FrameError error) => Refusal = Letter(error.Code(), error.Message());

    private DeadLetter Letter(string code, string message) => new(_payload?.PartitionKey, code, message, _payload?.Data, _receivedAt);

    // Seconds by the contract, but Lambda's own tooling has sent milliseconds.
    private static DateTimeOffset ReceivedAt(double timestamp, TimeProvider timeProvider)
    {
        var seconds = timestamp >= MaxSeconds ? timestamp / 1000 : timestamp;
        return seconds > 0 && seconds < MaxSeconds
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000))
            : timeProvider.GetUtcNow();
    }
}

using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Projection;

/// <summary>One frame of a batch and what became of it. Sinks may report about it at the same time.</summary>
internal sealed class BatchItem(BatchRecord parent, string? partitionKey, ReadOnlyMemory<byte> data, DateTimeOffset receivedAt)
{
    private readonly Lock _lock = new();

    /// <summary>The Kinesis record that it came in.</summary>
    public BatchRecord Parent { get; } = parent;

    /// <summary>What the sinks get; empty when the frame was refused.</summary>
    public IReadOnlyList<ProjectedRecord> Records { get; private set; } = [];

    /// <summary>Why it, or a record of it, will never be stored; null when nobody says so.</summary>
    public DeadLetter? Refusal { get; private set; }

    /// <summary>Who refused it.</summary>
    public string RefusedBy { get; private set; } = "frame";

    /// <summary>Reads the frame into <see cref="Records"/>, or refuses it.</summary>
    public void Decode()
    {
        if (!FrameReader.TryRead(data.Span, out var frame, out var error))
        {
            Refuse(error);
        }
        else if (frame.DeviceId != partitionKey)
        {
            Refuse(FrameError.DeviceMismatch);
        }
        else if (frame.ClockSynced && frame.Records[^1].TimeMs > receivedAt.ToUnixTimeMilliseconds() + FrameFormat.MaxAheadMs)
        {
            // What came over MQTT has met no ingest that would have checked it.
            Refuse(FrameError.Future);
        }
        else
        {
            Records = [.. frame.Records.Select(record => new ProjectedRecord(record, receivedAt))];
        }
    }

    /// <summary>Notes that a sink did not store one of the records.</summary>
    public void Fail(SinkFailure failure, uint sequence, string sink)
    {
        if (!failure.IsPoison)
        {
            Parent.MustRetry = true;
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

    private DeadLetter Letter(string code, string message) => new(partitionKey, code, message, data, receivedAt);
}

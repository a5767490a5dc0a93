namespace DroneLink.CloudSdk.Ingest;

/// <summary>Keeps what was refused, with the reason, where an operator can find it. Thread safe.</summary>
public interface IDeadLetters
{
    /// <summary>Keeps what was refused together. When it completes, all of the letters are durable; an exception claims none.</summary>
    ValueTask PutAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default);
}

/// <summary>Something refused.</summary>
/// <param name="DeviceId">In whose name it came; null when that is unknown.</param>
/// <param name="Code">Why: a code of <see cref="Wire.FrameError"/>, or of the sink that refused a record.</param>
/// <param name="Message">The same for people.</param>
/// <param name="Data">The bytes as they came.</param>
/// <param name="ReceivedAt">When.</param>
public sealed record DeadLetter(string? DeviceId, string Code, string Message, ReadOnlyMemory<byte> Data, DateTimeOffset ReceivedAt);

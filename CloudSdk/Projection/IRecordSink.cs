using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Projection;

/// <summary>A store that records are projected into. Writing a record twice leaves it stored once. Thread safe.</summary>
public interface IRecordSink
{
    /// <summary>Writes records. Assume failure first: a record that is not in the result is durable in this sink.</summary>
    /// <param name="records">In the order of the stream.</param>
    /// <param name="cancellationToken">Ends the attempt; what was not stored must then be reported, or the exception thrown.</param>
    /// <returns>What was not stored. An exception means that nothing may be taken as stored.</returns>
    ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default);
}

/// <summary>A record on its way into the sinks.</summary>
/// <param name="Record">The record.</param>
/// <param name="ReceivedAt">When the stream took its frame.</param>
public sealed record ProjectedRecord(TelemetryRecord Record, DateTimeOffset ReceivedAt);

/// <summary>A record that a sink did not store.</summary>
/// <param name="Index">Its index in the call.</param>
/// <param name="IsPoison">True when it will never be stored, whoever tries; it then goes to the dead letters and blocks nothing.</param>
/// <param name="Code">Why.</param>
/// <param name="Message">The same for people.</param>
public sealed record SinkFailure(int Index, bool IsPoison, string Code, string Message);

namespace DroneLink.CloudSdk.Projection;

/// <summary>Something that went wrong in a batch, for the log.</summary>
/// <param name="SequenceNumber">The Kinesis record; null when it is about several.</param>
/// <param name="Source">Where: the type of the sink, <c>frame</c>, <c>deadLetters</c> or <c>stream</c>.</param>
/// <param name="WillRetry">True when the record is delivered again; false when it went to the dead letters.</param>
/// <param name="Code">Why: a code of the frame or of the sink, or the type of an exception.</param>
/// <param name="Message">The same for people.</param>
public sealed record ProjectionProblem(string? SequenceNumber, string Source, bool WillRetry, string Code, string Message);

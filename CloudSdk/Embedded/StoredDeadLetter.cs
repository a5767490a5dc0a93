using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>A dead letter that is kept.</summary>
/// <param name="Id">Grows from letter to letter.</param>
/// <param name="Letter">The letter, with the time of its last arrival.</param>
/// <param name="Times">How often the same bytes were refused for the same device with the same code.</param>
public sealed record StoredDeadLetter(long Id, DeadLetter Letter, int Times);

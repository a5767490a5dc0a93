namespace DroneLink.CloudSdk.Ingest;

/// <summary>A dead letter that is kept.</summary>
/// <param name="Id">Names it among the letters; of no other meaning.</param>
/// <param name="Letter">The letter, with the time of its last arrival.</param>
/// <param name="Times">How often the same bytes were refused for the same device with the same code.</param>
public sealed record StoredDeadLetter(string Id, DeadLetter Letter, int Times);

namespace DroneLink.CloudSdk.Embedded;

/// <summary>An entry as it is read back from the stream.</summary>
/// <param name="SequenceNumber">Its place, 1 or more; later entries have higher ones.</param>
/// <param name="PartitionKey">The device's id.</param>
/// <param name="Data">The frame.</param>
/// <param name="ReceivedAt">When the stream took it.</param>
public sealed record StreamItem(long SequenceNumber, string PartitionKey, byte[] Data, DateTimeOffset ReceivedAt);

namespace DroneLink.CloudSdk.Storage;

/// <summary>What a store knows of a device.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="LastSeen">When the stream last took a record of it.</param>
/// <param name="Latest">The newest record of every kind, in ascending order of kind.</param>
public sealed record StoredDevice(string DeviceId, DateTimeOffset LastSeen, IReadOnlyList<StoredRecord> Latest);

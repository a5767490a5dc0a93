namespace DroneLink.CloudSdk.Storage;

/// <summary>Where a record stands in the order of a query, so that the next page can go on after it.</summary>
/// <param name="EffectiveMs">The record's <see cref="StoredRecord.EffectiveMs"/>.</param>
/// <param name="DeviceId">Its device.</param>
/// <param name="BootId">Its boot.</param>
/// <param name="Sequence">Its sequence number in that boot.</param>
public readonly record struct RecordPosition(long EffectiveMs, string DeviceId, uint BootId, uint Sequence);

namespace DroneLink.CloudSdk.Storage;

/// <summary>One page of the answer to a query.</summary>
/// <param name="Records">The records, in the order of the query.</param>
/// <param name="Next">What the query for the next page goes on after; null when this page is the last.</param>
public sealed record RecordPage(IReadOnlyList<StoredRecord> Records, RecordPosition? Next);

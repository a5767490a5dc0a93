namespace DroneLink.Simulation.Planted;

/// <summary>Bugs in what the cloud does with what came in.</summary>
internal static class CloudBugs
{
    private const string Deduplication = "deduplication";
    private const string Projection = "projection";
    private const string Ingest = "CloudSdk/Ingest/FrameIngest.cs";
    private const string Put = "CloudSdk/Streams/KinesisPut.cs";
    private const string Handler = "CloudSdk/Projection/ProjectionHandler.cs";
    private const string Pipeline = "CloudSdk/Projection/ProjectionPipeline.cs";
    private const string Table = "CloudSdk/Embedded/SqliteRecordTable.cs";

    private static readonly Finder Fleet = new TestFinder(
        "CloudSdk.Tests", "DroneLink.CloudSdk.Tests.Ingest.*", "DroneLink.CloudSdk.Tests.Streams.*", "DroneLink.CloudSdk.Tests.Projection.*", "DroneLink.CloudSdk.Tests.Embedded.*", "DroneLink.CloudSdk.Tests.Storage.*");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new(
            "stored-in-part", Projection, "A body counts as accepted when the stream took a part of it.", Ingest,
            "if (!IsAllStored(results, entries.Count))", "if (!IsAllStored(results, entries.Count) && results.All(result => !result.IsStored))", Fleet),
        new(
            "retry-reorders", Projection, "An entry that Kinesis refused goes again behind the later ones of its device.", Put,
            "device.Last = result;", "device.Last = result; device.Waiting.Add(device.Waiting[device.Head++]);", Fleet),
        new(
            "stored-behind-a-failure", Projection, "What Kinesis refused counts as stored when the call did not fail as a whole.", Put,
            "if (result.IsStored)", "if (result.IsStored || sent.Count > 1)", Fleet),
        new(
            "checkpoint-behind-a-failure", Projection, "The pipeline goes on behind what failed.", Pipeline,
            "batch[done - 1].Kinesis!", "batch[^1].Kinesis!", Fleet),
        new(
            "sink-that-throws", Projection, "What a sink threw at is not tried again.", Handler,
            """
                        foreach (var item in owners)
                            item.Parent.MustRetry = true;
            """,
            "", Fleet),
        new(
            "trimmed-unread", Projection, "The stream is trimmed by age alone.", "CloudSdk/Embedded/SqliteStream.cs",
            "sequence <= (SELECT min(position) FROM consumers) AND ", "", Fleet),
        new(
            "first-date-stands", Deduplication, "A record that comes again with its date stays without.", Table,
            "uptime = CASE WHEN excluded.uptime IS NULL THEN NULL ELSE uptime END", "uptime = uptime", Fleet),
        new(
            "first-boot-stands", Deduplication, "A record counts as known whatever its boot.", Table,
            "ON CONFLICT (device, boot, seq) DO UPDATE", "ON CONFLICT DO NOTHING ON CONFLICT (device, boot, seq) DO UPDATE", Fleet),
        new(
            "latest-is-oldest", Projection, "The latest state is the oldest.", "CloudSdk/Embedded/SqliteTelemetryStore.cs",
            "ORDER BY time DESC, boot DESC, seq DESC LIMIT 1", "ORDER BY time, boot, seq LIMIT 1", Fleet),
    ];
}

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

    private static readonly Finder Fleet = new CampaignFinder("fleet", 36);
    private static readonly Finder Ways = Tests("Ingest", "Streams");
    private static readonly Finder Projections = Tests("Projection", "Embedded");
    private static readonly Finder Stores = Tests("Embedded", "Storage");
    private static readonly Finder Searches = Tests("Search");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new(
            "stored-in-part", Projection, "A body counts as accepted when the stream took a part of it.", Ingest,
            "if (!IsAllStored(results, entries.Count))", "if (!IsAllStored(results, entries.Count) && results.All(result => !result.IsStored))", Fleet, Ways),
        new(
            "retry-reorders", Projection, "An entry that Kinesis refused goes again behind the later ones of its device.", Put,
            "device.Last = result;", "device.Last = result; device.Waiting.Add(device.Waiting[device.Head++]);", Fleet, Ways),
        new(
            "stored-behind-a-failure", Projection, "What Kinesis refused counts as stored when the call did not fail as a whole.", Put,
            "if (result.IsStored)", "if (result.IsStored || sent.Count > 1)", Fleet, Ways),
        new(
            "checkpoint-behind-a-failure", Projection, "The pipeline goes on behind what failed.", Pipeline,
            "batch[done - 1].Kinesis!", "batch[^1].Kinesis!", Fleet, Projections),
        new(
            "sink-that-throws", Projection, "What a sink threw at is not tried again.", Handler,
            """
                        foreach (var item in owners)
                            item.Parent.MustRetry = true;
            """,
            "", Fleet, Projections),
        new(
            "sink-that-fails", Projection, "What a sink says that it did not store is not tried again.", Handler,
            "foreach (var failure in failures)", "foreach (var failure in failures.Where(failure => failure.IsPoison))", Fleet, Projections),
        new(
            "trimmed-unread", Projection, "The stream is trimmed by age alone.", "CloudSdk/Embedded/SqliteStream.cs",
            "sequence <= (SELECT min(position) FROM consumers) AND ", "", Fleet, Projections),
        new(
            "first-date-stands", Deduplication, "A record that comes again with its date stays without.", Table,
            "time = CASE WHEN excluded.uptime IS NULL AND uptime IS NOT NULL THEN excluded.time ELSE time END", "time = time", Fleet, Stores),
        new(
            "dated-anew", Deduplication, "A record that came again with its date is dated once more by its boot's anchor.", Table,
            "uptime = CASE WHEN excluded.uptime IS NULL THEN NULL ELSE uptime END", "uptime = uptime", Fleet, Stores),
        new(
            "condition-is-failure", Deduplication, "A write that DynamoDB refused, since somebody else was ahead, counts as a failure.", "CloudSdk/Storage/DynamoTable.cs",
            """
                    catch (ConditionalCheckFailedException)
                    {
                        return false;
            """,
            """
                    catch (ConditionalCheckFailedException)
                    {
                        throw;
            """,
            Fleet, Stores),
        new(
            "condition-left-out", Deduplication, "A write to DynamoDB goes over what somebody else wrote meanwhile.", "CloudSdk/Storage/DynamoTable.cs",
            "$\"{Version} = :v\",", "$\"{Version} = :v OR {Version} > :v\",", Fleet, Stores),
        new(
            "conflict-is-failure", Deduplication, "A document that Elasticsearch has already counts as failed.", "CloudSdk/Search/BulkWriter.cs",
            "return operation.Name == \"create\" ?", "return operation.Name.Length == 0 ?", Fleet, Searches),
        new(
            "throttled-is-final", Deduplication, "What Elasticsearch has no room for now is not sent again.", "CloudSdk/Search/BulkWriter.cs",
            "if (status is 429 or 500 or 502", "if (status is 500 or 502", Fleet, Searches),
        new(
            "boots-mixed", Deduplication, "A packed record is taken for one of the boot before.", "CloudSdk/Storage/DynamoRecordPack.cs",
            "var isOtherBoot = record.BootId != last.BootId;", "var isOtherBoot = last.BootId == 0;", Fleet, Stores),
        new(
            "last-anchor-wins", Projection, "Of several anchors of a boot the last one dates it.", "CloudSdk/Storage/DynamoLatest.cs",
            "anchor.Sequence < known.Sequence", "anchor.Sequence > known.Sequence", Fleet, Stores),
        new(
            "latest-forgotten", Projection, "The latest state on DynamoDB forgets a kind whose newest record came without a date, eight boots later.", "CloudSdk/Storage/DynamoLatest.cs",
            ".Where(bootId => !needed.Contains(bootId))", "", Fleet, Stores),
        new(
            "latest-goes-back", Projection, "The latest state on DynamoDB is what came last.", "CloudSdk/Storage/DynamoLatest.cs",
            "if (age > 0 ||", "if (age != 0 ||", Fleet, Stores),
        new(
            "items-left-over", Projection, "What DynamoDB left over of a batch is not written.", "CloudSdk/Storage/DynamoTable.cs",
            "if (answer.UnprocessedItems?.GetValueOrDefault(Name) is not { Count: > 0 } left)", "if (answer.UnprocessedItems?.GetValueOrDefault(Name) is not { Count: > 25 } left)", Fleet, Stores),
        new(
            "record-before-pointer", Projection, "A record is written before what finds it, so that a function that dies between leaves it where nobody looks.", "CloudSdk/Storage/DynamoDeviceWrite.cs",
            """
                            await table.PutManyAsync(pointers, cancellationToken).ConfigureAwait(false);
                            isStored = await table.TryPutAsync(block.ToItem(), block.Version, cancellationToken).ConfigureAwait(false);
            """,
            """
                            isStored = await table.TryPutAsync(block.ToItem(), block.Version, cancellationToken).ConfigureAwait(false);
                            await table.PutManyAsync(pointers, cancellationToken).ConfigureAwait(false);
            """,
            Fleet, Stores),
        new(
            "anchor-missed", Projection, "A record that came while an anchor was announced keeps its place without a date.", "CloudSdk/Storage/DynamoDeviceWrite.cs",
            "if (isStored && present?.Best == clock?.Best)", "if (isStored)", Fleet, Stores),
        new(
            "key-of-another", Projection, "Every frame of an aggregate gets the first one's partition key.", "CloudSdk/Projection/KplAggregate.cs",
            "(keys[(int)record.Key], record.Data)", "(keys[0], record.Data)", Fleet, Projections),
        new(
            "aggregate-unproved", Projection, "An aggregate is taken apart whatever its MD5 says.", "CloudSdk/Projection/KplAggregate.cs",
            "return MD5.HashData(body.Span).AsSpan().SequenceEqual(data.Span[^MD5.HashSizeInBytes..]) && TryReadBody", "return TryReadBody", Fleet, Projections),
        new(
            "last-arrival-stands", Deduplication, "Of two arrivals of a record the later one stands.", Table,
            "WHERE excluded.received < received OR", "WHERE excluded.received > received OR", Fleet, Stores),
        new(
            "latest-is-oldest", Projection, "The latest state is the oldest.", "CloudSdk/Embedded/SqliteTelemetryStore.cs",
            "ORDER BY time DESC, boot DESC, seq DESC LIMIT 1", "ORDER BY time, boot, seq LIMIT 1", Fleet, Stores),
    ];

    private static TestFinder Tests(params string[] folders) => new("CloudSdk.Tests", [.. folders.Select(folder => $"DroneLink.CloudSdk.Tests.{folder}.*")]);
}

using System.Text.Json;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Search;

/// <summary>
/// Puts the records of a boot right after a write: dates those that came without a date, and removes those that came with one too. Whatever
/// it is cut at, doing it again ends the same. Thread safe.
/// </summary>
/// <remarks>
/// Records without a date stay in one index for good, the boot's home, so that a record that comes twice finds itself there; to be dated they
/// are written over. Every writer first makes known what it writes (<see cref="BootTable.MergeAsync"/>), writes, and then reads what the
/// others made known: of two that meet, one at least sees the other.
/// </remarks>
internal sealed class BootSettler(SearchClient client, BulkWriter bulk, SearchNames names)
{
    private const int PageDocuments = 1_000;

    /// <summary>Puts right what a batch wrote of one boot.</summary>
    /// <param name="boot">The boot.</param>
    /// <param name="written">The documents of that boot, and what became of them.</param>
    /// <param name="used">What dated them.</param>
    /// <param name="state">What is known of the boot now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SearchException">It is not right yet.</exception>
    public async Task SettleAsync(
        BootKey boot, IReadOnlyList<(BatchDocument Document, BulkResult Result)> written, BootAnchor? used, BootState state, CancellationToken cancellationToken)
    {
        if (state.Home is not { } home)
            return;

        // What was there already may be dated by an older anchor, or by none, if its writer was cut off.
        var undated = written.Where(item => !item.Document.IsDated).ToList();
        if (state.Anchor is { } anchor
            && (written.Any(item => item.Document.Projected.Record.Sequence == anchor.Sequence)
                || (undated.Count > 0 && anchor != used)
                || undated.Exists(item => item.Result.Status != BulkStatus.Done)))
        {
            await DateAsync(boot, home, anchor, cancellationToken).ConfigureAwait(false);
        }

        if (!state.HasDated)
            return;

        string[] dated = [.. written.Where(item => item.Document.IsDated).Select(item => item.Document.Id)];
        var both = (await client.GetManyAsync(home, dated, withSource: false, cancellationToken).ConfigureAwait(false)).Keys
            .Concat(await FindDatedAsync([.. undated.Select(item => item.Document.Id)], cancellationToken).ConfigureAwait(false));
        var results = await bulk.WriteAsync([.. both.Select(id => BulkOperation.Delete(home, id))], cancellationToken).ConfigureAwait(false);
        Check(results);
    }

    private static void Check(BulkResult[] results)
    {
        if (Array.Find(results, result => !result.IsSettled) is { } failed)
            throw failed.ToException();
    }

    /// <summary>Returns which records the index has with their device's own date, wherever that put them.</summary>
    private async Task<IEnumerable<string>> FindDatedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return [];

        await client.RefreshAsync(names.AllTelemetry, cancellationToken).ConfigureAwait(false);
        var found = new List<string>();
        foreach (var part in ids.Chunk(PageDocuments))
        {
            // One that was sent with two dates can be in two indices.
            var body = SearchJson.Object(json =>
            {
                json.WriteNumber("size", 2 * PageDocuments);
                json.WriteBoolean("_source", false);
                json.WriteStartObject("query");
                json.WriteStartObject("bool");
                json.WriteStartArray("filter");
                json.WriteStartObject();
                json.WriteStartObject("ids");
                json.WriteTexts("values", part);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteTerm("clockSynced", value => value.WriteBooleanValue(true));
                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndObject();
            });
            var hits = await client.SearchAsync(names.AllTelemetry, body, cancellationToken).ConfigureAwait(false);
            found.AddRange(hits.Select(hit => SearchJson.Read(hit, static hit => hit.GetProperty("_id").GetString()!)));
        }

        return found.Distinct(StringComparer.Ordinal);
    }

    /// <summary>Dates what no anchor dated, or only a later one. A part that is done stays done, so a long boot gets on however often it is cut.</summary>
    private async Task DateAsync(BootKey boot, string home, BootAnchor anchor, CancellationToken cancellationToken)
    {
        await client.RefreshAsync(home, cancellationToken).ConfigureAwait(false);
        long? after = null;
        while (true)
        {
            var hits = await client.SearchAsync(home, NotDatedBy(boot, anchor, after), cancellationToken).ConfigureAwait(false);
            var operations = new List<BulkOperation>(hits.Count);
            foreach (var hit in hits)
            {
                var (source, version) = SearchJson.Read(hit, static hit => (hit.GetProperty("_source"), DocumentVersion.Of(hit)));
                var document = SearchDocument.Read(source);
                after = document.Record.Sequence;
                operations.Add(BulkOperation.Replace(home, document.Id, new SearchDocument(document.Record, document.ReceivedAt, anchor).ToJson(), version));
            }

            Check(await bulk.WriteAsync(operations, cancellationToken).ConfigureAwait(false));
            if (hits.Count < PageDocuments)
                return;
        }
    }

    private static byte[] NotDatedBy(BootKey boot, BootAnchor anchor, long? after) => SearchJson.Object(json =>
    {
        json.WriteNumber("size", PageDocuments);
        json.WriteBoolean("seq_no_primary_term", true);
        json.WriteStartObject("query");
        json.WriteStartObject("bool");
        json.WriteStartArray("filter");
        json.WriteTerm("device", value => value.WriteStringValue(boot.DeviceId));
        json.WriteTerm("boot", value => value.WriteNumberValue(boot.BootId));
        json.WriteRange("uptime", "gte", 0);
        json.WriteRange("uptime", "lte", BootClock.MaxUptimeMs);
        json.WriteEndArray();
        json.WriteStartArray("must_not");
        json.WriteRange("anchor", "lte", anchor.Sequence);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("sort");
        json.WriteStartObject();
        json.WriteString("seq", "asc");
        json.WriteEndObject();
        json.WriteEndArray();
        if (after is { } sequence)
        {
            json.WriteStartArray("search_after");
            json.WriteNumberValue(sequence);
            json.WriteEndArray();
        }
    });
}

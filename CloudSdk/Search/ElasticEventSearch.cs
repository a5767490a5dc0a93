using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.CloudSdk.Search;

/// <summary>
/// The search on Elasticsearch 7 to 9 or OpenSearch 1 to 3. It indexes every record, for Kibana, and finds events and texts. A record counts as
/// stored only when the cluster said so of its own document. Thread safe. Borrows the client.
/// </summary>
/// <remarks>
/// Of a record that comes twice the first arrival that was indexed stands; the stream keeps the order of a device, so that is the earliest.
/// README.md beside this file has the indices, the documents and what to set up.
/// </remarks>
public sealed class ElasticEventSearch : IEventSearch
{
    private const string MissingIndex = "index_not_found_exception";

    private readonly ElasticEventSearchOptions _options;
    private readonly SearchNames _names;
    private readonly SearchClient _client;
    private readonly BulkWriter _bulk;
    private readonly BootTable _boots;
    private readonly BootSettler _settler;
    private readonly SearchSetup _setup;
    private volatile bool _isSetUp;

    /// <summary>Makes a search; it does no I/O.</summary>
    /// <param name="client">Has the address of the cluster and logs in there, see <see cref="SearchHttp.Create"/>.</param>
    /// <param name="timeProvider">Waits and timeouts go by it.</param>
    /// <param name="random">
    /// Gives numbers from 0 to below 1 for the waits, to several callers at once; null for the shared generator.
    /// </param>
    /// <param name="options">How to name, batch and retry; the defaults when null.</param>
    /// <exception cref="ArgumentException">The client has no address.</exception>
    public ElasticEventSearch(
        HttpClient client, TimeProvider timeProvider, Func<double>? random = null, ElasticEventSearchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(timeProvider);
        if (client.BaseAddress is null)
            throw new ArgumentException("The client has no address.", nameof(client));
        _options = options ?? new ElasticEventSearchOptions();
        _names = new SearchNames(_options.Prefix);
        _client = new SearchClient(client, timeProvider, random ?? Random.Shared.NextDouble, _options);
        _bulk = new BulkWriter(_client, _options);
        _boots = new BootTable(_client, _bulk, _names);
        _settler = new BootSettler(_client, _bulk, _names);
        _setup = new SearchSetup(_client, _names, _options);
    }

    /// <summary>
    /// Puts index templates and the policy that deletes old indices in place, over those that are there. The first write does this by itself
    /// where they are missing, older, or of another retention. It changes no index that exists.
    /// </summary>
    /// <exception cref="SearchException">The cluster refused it or did not answer.</exception>
    public Task InstallAsync(CancellationToken cancellationToken = default) => _setup.InstallAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// Poison is what the cluster will never index, such as a document that does not fit the mapping. All else is reported for another
    /// attempt, or thrown if it concerns the batch as a whole.
    /// </remarks>
    /// <exception cref="SearchException">Nothing may be taken as stored: a missing right, a missing index, no answer.</exception>
    public async ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(
        IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        cancellationToken.ThrowIfCancellationRequested();
        if (records.Count == 0)
            return [];

        if (!_isSetUp)
        {
            await _setup.EnsureAsync(cancellationToken).ConfigureAwait(false);
            _isSetUp = true;
        }

        try
        {
            var failures = await WriteBatchAsync(new RecordBatch(records, _names), cancellationToken).ConfigureAwait(false);

            // Somebody deleted indices and what they are made by: the next attempt makes them again.
            if (failures.Any(failure => failure.Code == MissingIndex))
                _isSetUp = false;
            return failures;
        }
        catch (SearchException exception) when (exception.Code == MissingIndex)
        {
            _isSetUp = false;
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="SearchException">The cluster did not answer, or not for all of its indices.</exception>
    public async ValueTask<RecordPage> SearchAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var limit = PageLimits.Checked(query.Limit);
        if (query.Text is { Length: > EventQuery.MaxTextLength } text)
            throw new ArgumentException($"The text has {text.Length} characters; allowed are {EventQuery.MaxTextLength}.", nameof(query));

        var words = query.Text is null ? null : SearchWords.Of(query.Text);
        if (words is { Count: 0 })
            return new RecordPage([], null);

        var hits = await _client.SearchAsync(_names.AllTelemetry, EventSearchBody.Of(query, words, limit + 1), cancellationToken).ConfigureAwait(false);
        List<StoredRecord> records =
        [
            .. hits.Take(limit).Select(hit => SearchDocument.Read(SearchJson.Read(hit, static hit => hit.GetProperty("_source"))).ToStored()),
        ];
        return new RecordPage(records, hits.Count > limit ? records[^1].Position : null);
    }

    private async Task<IReadOnlyList<SinkFailure>> WriteBatchAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        var before = await _boots.MergeAsync(batch.Wanted, cancellationToken).ConfigureAwait(false);
        var results = await _bulk.WriteAsync([.. batch.Documents.Select(document => Create(document, before[document.Boot]))], cancellationToken)
            .ConfigureAwait(false);
        for (var i = 0; i < results.Length; i++)
        {
            if (!results[i].IsSettled)
                batch.Fail(batch.Documents[i], results[i].Status == BulkStatus.Poison, results[i].Code, results[i].Message);
        }

        var after = await _boots.ReadAsync(before.Keys, cancellationToken).ConfigureAwait(false);
        foreach (var boot in batch.Documents.Zip(results).GroupBy(item => item.First.Boot))
        {
            List<(BatchDocument Document, BulkResult Result)> written = [.. boot];
            try
            {
                await _settler.SettleAsync(boot.Key, written, before[boot.Key].Anchor, after[boot.Key], cancellationToken).ConfigureAwait(false);
            }
            catch (SearchException exception)
            {
                foreach (var (document, _) in written)
                    batch.Fail(document, isPoison: false, exception.Code, exception.Message);
            }
        }

        return batch.Failures;
    }

    private BulkOperation Create(BatchDocument document, BootState boot)
    {
        var record = document.Projected.Record;
        var index = record.ClockSynced ? _names.Dated(record.TimeMs) : boot.Home!;
        return BulkOperation.Create(index, document.Id, new SearchDocument(record, document.Projected.ReceivedAt, boot.Anchor).ToJson());
    }
}

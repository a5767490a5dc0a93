using System.Net.Http.Headers;
using System.Text.Json;

namespace DroneLink.CloudSdk.Search;

/// <summary>
/// Calls the REST API that Elasticsearch 7 to 9 and OpenSearch 1 to 3 share. What may pass is tried again after a random wait, until the
/// attempts or the caller's time run out. Thread safe. Borrows the client.
/// </summary>
internal sealed class SearchClient(HttpClient client, TimeProvider timeProvider, Func<double> random, ElasticEventSearchOptions options)
{
    // Of one look by id.
    private const int MaxIds = 1_000;

    // Plain types: the versioned ones of Elasticsearch are refused by OpenSearch.
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue Lines = new("application/x-ndjson");

    /// <summary>Makes a call until it succeeds, or cannot.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">Path and query, relative to the address of the cluster.</param>
    /// <param name="body">The JSON to send, if any.</param>
    /// <param name="absent">Whether 404 is an answer like another, and not a failure.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SearchException">It did not succeed.</exception>
    public async Task<SearchAnswer> CallAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, bool absent, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await TryAsync(method, path, body, Json, cancellationToken).ConfigureAwait(false);
            if (answer.IsSuccess || (absent && answer.Status == 404))
                return answer;
            if (!answer.MayPass || attempt >= options.MaxAttempts)
                throw answer.ToException();
            await WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes a call and takes an answer that must be there.</summary>
    /// <exception cref="SearchException">It did not succeed.</exception>
    public async Task<JsonElement> CallAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body = null, CancellationToken cancellationToken = default) =>
        (await CallAsync(method, path, body, absent: false, cancellationToken).ConfigureAwait(false)).Body;

    /// <summary>Returns those of the documents that are there, by id; it sees every write at once, unlike a search.</summary>
    /// <exception cref="SearchException">It could not be told of each of them whether it is there.</exception>
    public async Task<Dictionary<string, JsonElement>> GetManyAsync(
        string index, IReadOnlyList<string> ids, bool withSource, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var part in ids.Chunk(MaxIds))
        {
            var body = SearchJson.Object(json => json.WriteTexts("ids", part));
            var path = withSource ? $"{index}/_mget" : $"{index}/_mget?_source=false";
            var answer = await CallAsync(HttpMethod.Post, path, body, cancellationToken).ConfigureAwait(false);
            SearchJson.Read(answer, documents => Collect(documents, part, found));
        }

        return found;
    }

    /// <summary>Lets a search see all that was written.</summary>
    public async Task RefreshAsync(string indices, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(HttpMethod.Post, $"{indices}/_refresh?ignore_unavailable=true", null, cancellationToken).ConfigureAwait(false);
        if (SearchJson.Read(answer, static body => body.GetProperty("_shards").GetProperty("failed").GetInt32()) > 0)
            throw new SearchException("partial", "A part of an index did not refresh.");
    }

    /// <summary>Searches indices, of which none need be there.</summary>
    /// <returns>The hits. A part of the indices that did not answer is a failure, and never a shorter answer.</returns>
    public async Task<List<JsonElement>> SearchAsync(string indices, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var path = $"{indices}/_search?ignore_unavailable=true&allow_partial_search_results=false";
        return SearchJson.Hits(await CallAsync(HttpMethod.Post, path, body, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes one bulk call, once.</summary>
    public Task<SearchAnswer> TryBulkAsync(string path, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) =>
        TryAsync(HttpMethod.Post, path, lines, Lines, cancellationToken);

    /// <summary>Waits after a failure: from nothing up to a bound that doubles with each, so that callers do not come back together.</summary>
    /// <param name="failures">How many there were, this one included.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task WaitAsync(int failures, CancellationToken cancellationToken) => Task.Delay(
        FullJitter.Wait(options.BackoffBase, options.BackoffMax, failures, random()), timeProvider, cancellationToken);

    private async Task<SearchAnswer> TryAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, MediaTypeHeaderValue type, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.CallTimeout, timeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var request = new HttpRequestMessage(method, path);
        if (body is { } content)
            request.Content = new ReadOnlyMemoryContent(content) { Headers = { ContentType = type } };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var status = 0;
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            status = (int)response.StatusCode;
            var bytes = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
            return new SearchAnswer(status, Parse(bytes));
        }
        catch (JsonException exception)
        {
            // A proxy speaks HTML, or not at all, when it refuses; its status says enough. With a success it is no cluster.
            return new SearchAnswer(status, default, status is >= 200 and < 300
                ? new SearchException("bad-answer", "It answered with something that is no JSON.", status, exception)
                : null);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new SearchAnswer(0, default, new SearchException("timeout", $"It did not answer within {options.CallTimeout}.", inner: exception));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new SearchAnswer(0, default, new SearchException("connection", exception.Message, inner: exception));
        }
    }

    private static int Collect(JsonElement answer, string[] ids, Dictionary<string, JsonElement> found)
    {
        var documents = answer.GetProperty("docs");
        if (documents.GetArrayLength() != ids.Length)
            throw new InvalidOperationException($"{documents.GetArrayLength()} documents for {ids.Length} ids.");
        var place = 0;
        foreach (var document in documents.EnumerateArray())
        {
            var id = ids[place++];
            if (document.GetProperty("_id").GetString() != id)
                throw new InvalidOperationException("The documents are not those of the ids.");
            if (document.TryGetProperty("error", out _))
            {
                var (code, message) = SearchAnswer.ErrorOf(document, 0);
                if (code != "index_not_found_exception")
                    throw new SearchException(code, message);
            }
            else if (document.GetProperty("found").GetBoolean())
            {
                found[id] = document;
            }
        }

        return place;
    }

    private static JsonElement Parse(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }
}

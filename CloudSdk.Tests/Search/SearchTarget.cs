using System.Text.Json;
using DroneLink.CloudSdk.Search;
using DroneLink.Emulators;

namespace DroneLink.CloudSdk.Tests.Search;

/// <summary>
/// What tests of the search run on: the double, or where <c>ELASTICSEARCH_URL</c> is set (with <c>ELASTICSEARCH_AUTH</c> and
/// <c>ELASTICSEARCH_SECRET</c> as <see cref="SearchHttp.Create"/> takes them) the cluster there, in indices of their own that are deleted.
/// </summary>
internal sealed class SearchTarget : IDisposable
{
    private readonly string _prefix = $"dronelink-test-{Guid.NewGuid():N}";
    private readonly HttpClient _client;

    /// <summary>Makes one.</summary>
    /// <param name="product">What the double is.</param>
    /// <param name="orReal">Whether the cluster will do as well, if there is one.</param>
    public SearchTarget(ElasticsearchProduct product = ElasticsearchProduct.Elasticsearch, bool orReal = false)
    {
        if (orReal && RealAddress is { } address)
        {
            _client = SearchHttp.Create(
                address, Environment.GetEnvironmentVariable("ELASTICSEARCH_AUTH"), Environment.GetEnvironmentVariable("ELASTICSEARCH_SECRET"));
            return;
        }

        Double = new ElasticsearchDouble(product);
        _client = SearchHttp.Create(Double.Address);
    }

    /// <summary>The cluster's address; null when there is none.</summary>
    public static Uri? RealAddress { get; } = Environment.GetEnvironmentVariable("ELASTICSEARCH_URL") is { Length: > 0 } url ? new Uri(url) : null;

    /// <summary>The double; null when it is a cluster.</summary>
    public ElasticsearchDouble? Double { get; }

    /// <summary>All indices of records.</summary>
    public string AllTelemetry => _prefix + "-telemetry-*";

    /// <summary>Begins the names of the indices.</summary>
    public string Prefix => _prefix;

    /// <summary>Makes a search that shows at once what was written and waits for next to nothing.</summary>
    public ElasticEventSearch Search(Func<ElasticEventSearchOptions, ElasticEventSearchOptions>? change = null, Func<double>? random = null)
    {
        var options = new ElasticEventSearchOptions
        {
            Prefix = _prefix,
            Refresh = SearchRefresh.AtOnce,
            BackoffBase = TimeSpan.FromMilliseconds(1),
            BackoffMax = TimeSpan.FromMilliseconds(2),
        };
        return new ElasticEventSearch(_client, TimeProvider.System, random, change?.Invoke(options) ?? options);
    }

    /// <summary>Returns the ids in the indices of records, with the index of each without the prefix.</summary>
    public IReadOnlyList<(string Index, string Id)> Ids() =>
        [.. Double!.Documents(AllTelemetry).Select(found => (found.Index[(_prefix.Length + 1)..], found.Id)).Order()];

    public void Dispose()
    {
        if (Double is null)
            DeleteAllAsync().GetAwaiter().GetResult();
        Double?.Dispose();
        _client.Dispose();
    }

    private async Task DeleteAllAsync()
    {
        using var indices = JsonDocument.Parse(await _client.GetByteArrayAsync($"_cat/indices/{_prefix}-*?format=json&h=index"));
        foreach (var index in indices.RootElement.EnumerateArray())
            await _client.DeleteAsync(index.GetProperty("index").GetString());
        foreach (var path in (string[])["_index_template/{0}-telemetry", "_index_template/{0}-boots", "_ilm/policy/{0}-telemetry", "_plugins/_ism/policies/{0}-telemetry"])
            await _client.DeleteAsync(string.Format(null, path, _prefix));
    }
}

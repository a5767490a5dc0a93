using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DroneLink.CloudSdk.Search;

/// <summary>Index templates, and the policy that deletes old indices. The documents are in <c>Search/Templates</c>. Thread safe.</summary>
internal sealed class SearchSetup(SearchClient client, SearchNames names, ElasticEventSearchOptions options)
{
    /// <summary>Counts up when the templates change.</summary>
    private const int Version = 1;

    /// <summary>Installs what is missing, older, or of another retention; what is newer stays.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        // It is put last, so where it is all is.
        var answer = await client.CallAsync(HttpMethod.Get, $"_index_template/{names.Telemetry}", null, absent: true, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess || !IsCurrent(answer.Body))
            await InstallAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Installs all of it, whatever is there.</summary>
    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        var product = await DetectAsync(cancellationToken).ConfigureAwait(false);
        if (product == SearchProduct.Elasticsearch)
            await PutAsync($"_ilm/policy/{names.Telemetry}", Load("ilm-policy.json"), cancellationToken).ConfigureAwait(false);
        else if (product == SearchProduct.OpenSearch)
            await PutStatePolicyAsync(cancellationToken).ConfigureAwait(false);

        await PutAsync($"_index_template/{names.Boots}", Load("boots-template.json"), cancellationToken).ConfigureAwait(false);
        var template = JsonNode.Parse(Load("telemetry-template.json"))!;
        if (product == SearchProduct.Elasticsearch)
            template["template"]!["settings"]!["index"]!["lifecycle"] = new JsonObject { ["name"] = names.Telemetry };
        await PutAsync($"_index_template/{names.Telemetry}", Encoding.UTF8.GetBytes(template.ToJsonString()), cancellationToken).ConfigureAwait(false);
    }

    // A cluster whose nodes do not all know of it in time says so, with a success: then it is not to be relied on.
    private async Task PutAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        var answer = await client.CallAsync(HttpMethod.Put, path, body, cancellationToken).ConfigureAwait(false);
        if (!SearchJson.Read(answer, static body => body.GetProperty("acknowledged").GetBoolean()))
            throw new SearchException("not-acknowledged", $"The cluster did not acknowledge {path}.");
    }

    private bool IsCurrent(JsonElement answer) => SearchJson.Read(answer, body =>
    {
        var template = body.GetProperty("index_templates")[0].GetProperty("index_template");
        return template.TryGetProperty("_meta", out var meta)
            && meta.TryGetProperty("version", out var version) && version.TryGetInt32(out var number)
            && meta.TryGetProperty("retentionDays", out var retention) && retention.TryGetInt32(out var days)
            && (number > Version || (number == Version && days == options.RetentionDays));
    });

    private async Task<SearchProduct> DetectAsync(CancellationToken cancellationToken)
    {
        // OpenSearch Serverless has nothing at its root.
        var answer = await client.CallAsync(HttpMethod.Get, "", null, absent: true, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess)
            return SearchProduct.WithoutPolicies;
        return SearchJson.Read(answer.Body, static body =>
        {
            var version = body.GetProperty("version");
            if (version.TryGetProperty("distribution", out var distribution) && distribution.ValueEquals("opensearch"))
                return SearchProduct.OpenSearch;
            return version.TryGetProperty("build_flavor", out var flavor) && flavor.ValueEquals("default")
                ? SearchProduct.Elasticsearch
                : SearchProduct.WithoutPolicies;
        });
    }

    // Unlike the others it is not simply written over.
    private async Task PutStatePolicyAsync(CancellationToken cancellationToken)
    {
        var path = $"_plugins/_ism/policies/{names.Telemetry}";
        var known = await client.CallAsync(HttpMethod.Get, path, null, absent: true, cancellationToken).ConfigureAwait(false);
        if (known.IsSuccess)
        {
            var version = SearchJson.Read(known.Body, DocumentVersion.Of);
            path += string.Create(CultureInfo.InvariantCulture, $"?if_seq_no={version.SequenceNumber}&if_primary_term={version.PrimaryTerm}");
        }

        await client.CallAsync(HttpMethod.Put, path, Load("ism-policy.json"), cancellationToken).ConfigureAwait(false);
    }

    private byte[] Load(string name)
    {
        using var resource = typeof(SearchSetup).Assembly.GetManifestResourceStream("Search/" + name)!;
        using var reader = new StreamReader(resource);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd()
            .Replace("@PREFIX@", names.Prefix, StringComparison.Ordinal)
            .Replace("\"@RETENTION_DAYS@\"", options.RetentionDays.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@RETENTION_DAYS@", options.RetentionDays.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }
}

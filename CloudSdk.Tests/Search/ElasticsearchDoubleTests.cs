using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Tests.Iot;
using DroneLink.CloudSdk.Tests.Storage;
using DroneLink.Emulators;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Search;

/// <summary>The double refuses what a cluster would, and more; by Elastic's documentation.</summary>
public sealed class ElasticsearchDoubleTests : IDisposable
{
    private const string Template =
        """
        {"index_patterns":["telemetry-*"],"priority":300,"template":{"settings":{"index":{"refresh_interval":"10s"}},"mappings":{"dynamic":false,"properties":{
        "@timestamp":{"type":"date"},"device":{"properties":{"id":{"type":"keyword"}}},"seq":{"type":"long"},"position":{"type":"geo_point"}}}}}
        """;

    private readonly ElasticsearchDouble _double = new();
    private readonly HttpClient _client;

    public ElasticsearchDoubleTests()
    {
        _client = new HttpClient { BaseAddress = _double.Address };
        _client.DefaultRequestHeaders.Add("Accept", "application/json");
    }

    public void Dispose()
    {
        _client.Dispose();
        _double.Dispose();
    }

    [Theory]
    [InlineData("PUT", "_index_template/t", "application/json", Template, 200)]
    [InlineData("PUT", "_index_template/t", "text/plain", Template, 406)]
    [InlineData("PUT", "_index_template/t", "application/json", """{"index_patterns":["a"],"prioritaet":1}""", 400)]
    [InlineData("PUT", "_plugins/_ism/policies/p", "application/json", "{}", 400)]
    [InlineData("POST", "_bulk", "application/x-ndjson", "{\"delete\":{\"_index\":\"telemetry-1\",\"_id\":\"a\"}}\n", 200)]
    [InlineData("POST", "_bulk", "application/json", "{\"delete\":{\"_index\":\"telemetry-1\",\"_id\":\"a\"}}\n", 406)]
    [InlineData("POST", "_bulk", "application/x-ndjson", "{\"delete\":{\"_index\":\"telemetry-1\",\"_id\":\"a\"}}", 400)]
    [InlineData("POST", "_bulk", "application/x-ndjson", "", 400)]
    [InlineData("POST", "_bulk", "application/x-ndjson", "{\"create\":{\"_index\":\"telemetry-1\",\"_id\":\"a\"}}\n", 400)]
    [InlineData("POST", "_bulk", "application/x-ndjson", "{\"create\":{\"_index\":\"telemetry-1\",\"_id\":\"a\",\"_type\":\"_doc\"}}\n{}\n", 400)]
    [InlineData("POST", "_bulk", "application/x-ndjson", "{\"update\":{\"_index\":\"telemetry-1\",\"_id\":\"a\"}}\n{}\n", 400)]
    [InlineData("POST", "_bulk", "application/x-ndjson", "{\"create\":{\"_index\":\"telemetry-1\",\"_id\":\"a\"}}\n{\n}\n", 400)]
    [InlineData("POST", "_bulk?pretty", "application/x-ndjson", "{\"delete\":{\"_index\":\"telemetry-1\",\"_id\":\"a\"}}\n", 400)]
    [InlineData("POST", "_bulk?refresh=later", "application/x-ndjson", "{\"delete\":{\"_index\":\"telemetry-1\",\"_id\":\"a\"}}\n", 400)]
    [InlineData("POST", "telemetry-*/_search", "application/json", "{}", 200)]
    [InlineData("POST", "telemetry-1/_search", "application/json", "{}", 404)]
    [InlineData("POST", "telemetry-1/_search?ignore_unavailable=true", "application/json", "{}", 200)]
    [InlineData("POST", "telemetry-*/_search", "application/json", """{"size":10001}""", 400)]
    [InlineData("POST", "telemetry-*/_search", "application/json", """{"sice":1}""", 400)]
    [InlineData("POST", "telemetry-*/_serch", "application/json", "{}", 400)]
    [InlineData("DELETE", "telemetry-*", null, null, 400)]
    public async Task A_call_is_taken_or_refused(string method, string path, string? type, string? body, int status) =>
        Assert.Equal(status, (int)(await SendAsync(method, path, type, body)).Status);

    [Theory]
    [InlineData("""{"match":{"seq":1}}""")]
    [InlineData("""{"term":{"nothing":1}}""")]
    [InlineData("""{"term":{"seq":"one"}}""")]
    [InlineData("""{"range":{"seq":{"from":1}}}""")]
    [InlineData("""{"bool":{"should":[]}}""")]
    public async Task A_query_that_is_not_known_is_refused(string query)
    {
        await SendAsync("PUT", "_index_template/t", "application/json", Template);
        await BulkAsync("""{"seq":1}""");

        Assert.Equal(400, (int)(await SendAsync("POST", "telemetry-*/_search", "application/json", $$"""{"query":{{query}}}""")).Status);
    }

    [Theory]
    [InlineData("""{"seq":"1"}""", 400)]
    [InlineData("""{"seq":1.5}""", 400)]
    [InlineData("""{"seq":9223372036854775808}""", 400)]
    [InlineData("""{"@timestamp":"yesterday"}""", 400)]
    [InlineData("""{"device":"drone"}""", 400)]
    [InlineData("""{"position":{"lat":91,"lon":0}}""", 400)]
    [InlineData("""{"position":{"lat":"north"}}""", 400)]
    [InlineData("""{"seq":9223372036854775807,"position":{"lat":90,"lon":-180},"whatever":{"x":[]}}""", 201)]
    public async Task A_document_must_fit_its_mapping(string document, int status)
    {
        await SendAsync("PUT", "_index_template/t", "application/json", Template);

        var item = (await BulkAsync(document)).GetProperty("items")[0].GetProperty("create");

        Assert.Equal(status, item.GetProperty("status").GetInt32());
        Assert.Equal(status == 400, item.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task An_index_without_a_template_is_not_made()
    {
        var item = (await BulkAsync("{}")).GetProperty("items")[0].GetProperty("create");

        Assert.Equal((404, "index_not_found_exception"), (item.GetProperty("status").GetInt32(), item.GetProperty("error").GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_search_sees_what_was_refreshed_and_a_look_by_id_sees_all()
    {
        using var target = new SearchTarget();
        var search = target.Search(options => options with { Refresh = SearchRefresh.Later });
        await search.StoreAsync(Text(1, "a").At(Now));
        Assert.Empty((await search.SearchAsync(new EventQuery(), Token)).Records);

        await target.Search().StoreAsync(Text(2, "a").At(Now));
        Assert.Equal([2u, 1u], (await search.SearchAsync(new EventQuery(), Token)).Sequences());
    }

    [Fact]
    public async Task The_sample_request_is_taken()
    {
        var lines = Encoding.UTF8.GetString(CloudSamples.Load("own-es-bulk-request.ndjson"));
        await SendAsync("PUT", "_index_template/t", "application/json", Template.Replace("telemetry-*", "telemetry-drone", StringComparison.Ordinal));

        var (status, answer) = await SendAsync("POST", "_bulk", "application/x-ndjson", lines);

        Assert.Equal(200, (int)status);
        Assert.False(answer.GetProperty("errors").GetBoolean());
    }

    [Fact]
    public async Task The_sample_answer_is_understood()
    {
        var sample = JsonSerializer.Deserialize<JsonElement>(CloudSamples.Load("own-es-bulk-response-mixed.json")).GetProperty("items");
        using var target = new SearchTarget();
        var search = target.Search(options => options with { MaxAttempts = 1 });
        await search.InstallAsync(Token);

        // The sample's statuses and errors, about our documents.
        target.Double!.OnCall = call => call.Path == "/_bulk" && call.Body.Contains("-telemetry-", StringComparison.Ordinal)
            ? ElasticsearchFault.Answer(200, $$"""{"errors":true,"items":[{{string.Join(',', sample.EnumerateArray().Select((item, i) => item.GetRawText()
                .Replace($"\"_id\": \"{item.GetProperty("create").GetProperty("_id").GetString()}\"", $"\"_id\":\"drone-1#1#{i}\"", StringComparison.Ordinal)))}}]}""")
            : null;
        var failures = await search.WriteAsync([.. Enumerable.Range(0, 4).Select(i => Text((uint)i, "a").At(Now))], Token);

        Assert.Equal(
            [(2, false, "es_rejected_execution_exception"), (3, true, "document_parsing_exception")],
            failures.Select(failure => (failure.Index, failure.IsPoison, failure.Code)));
        Assert.Equal("failed to parse field [position] of type [geo_point]: latitude must be a number", failures[1].Message);
    }

    private async Task<JsonElement> BulkAsync(string document) => (await SendAsync(
        "POST", "_bulk?refresh=true", "application/x-ndjson", $"{{\"create\":{{\"_index\":\"telemetry-1\",\"_id\":\"a\"}}}}\n{document}\n")).Answer;

    private async Task<(System.Net.HttpStatusCode Status, JsonElement Answer)> SendAsync(string method, string path, string? type, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type!);
        using var response = await _client.SendAsync(request, Token);
        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token)));
    }
}

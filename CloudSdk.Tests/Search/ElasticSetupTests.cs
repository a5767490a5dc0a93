using System.Collections.Concurrent;
using System.Text.Json;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Tests.Storage;
using DroneLink.Emulators;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Search;

/// <summary>Index templates and policies.</summary>
public sealed class ElasticSetupTests
{
    [Fact]
    public async Task Elasticsearch_gets_templates_and_a_lifecycle_policy()
    {
        using var target = new SearchTarget();
        var calls = Record(target);
        await target.Search(options => options with { RetentionDays = 30 }).InstallAsync(Token);

        var name = target.Prefix + "-telemetry";
        Assert.Equal(
            ["GET /", $"PUT /_ilm/policy/{name}", $"PUT /_index_template/{target.Prefix}-boots", $"PUT /_index_template/{name}"],
            calls.Select(call => $"{call.Method} {call.Path}"));
        Assert.Equal("30d", Json(calls, 1).GetProperty("policy").GetProperty("phases").GetProperty("delete").GetProperty("min_age").GetString());
        var template = Json(calls, 3);
        Assert.Equal([name + "-*"], template.GetProperty("index_patterns").EnumerateArray().Select(pattern => pattern.GetString()));
        Assert.True(template.GetProperty("priority").GetInt32() >= 200);
        var settings = template.GetProperty("template").GetProperty("settings").GetProperty("index");
        Assert.Equal(name, settings.GetProperty("lifecycle").GetProperty("name").GetString());
        Assert.Equal("10s", settings.GetProperty("refresh_interval").GetString());
        Assert.Equal(JsonValueKind.False, template.GetProperty("template").GetProperty("mappings").GetProperty("dynamic").ValueKind);
        Assert.All(calls, call => Assert.DoesNotContain("@PREFIX@", call.Body));
        Assert.All(calls, call => Assert.DoesNotContain("@RETENTION", call.Body));
    }

    [Fact]
    public async Task OpenSearch_gets_templates_and_a_state_policy_and_no_lifecycle()
    {
        using var target = new SearchTarget(ElasticsearchProduct.OpenSearch);
        var calls = Record(target);
        await target.Search(options => options with { RetentionDays = 30 }).InstallAsync(Token);

        var policy = Json(calls, 2).GetProperty("policy");
        Assert.Equal($"PUT /_plugins/_ism/policies/{target.Prefix}-telemetry", $"{calls.ElementAt(2).Method} {calls.ElementAt(2).Path}");
        Assert.Contains("\"min_index_age\": \"30d\"", policy.GetRawText());
        Assert.Equal(target.Prefix + "-telemetry-*", policy.GetProperty("ism_template")[0].GetProperty("index_patterns")[0].GetString());
        Assert.DoesNotContain("lifecycle", Json(calls, 4).GetRawText());
    }

    [Theory]
    [InlineData(ElasticsearchProduct.Elasticsearch)]
    [InlineData(ElasticsearchProduct.OpenSearch)]
    public async Task It_can_be_installed_over_and_over(ElasticsearchProduct product)
    {
        using var target = new SearchTarget(product);

        for (var i = 0; i < 3; i++)
            await target.Search().InstallAsync(Token);
    }

    [Fact]
    public async Task The_first_write_installs_what_is_missing_and_the_next_one_does_not_look()
    {
        using var target = new SearchTarget();
        var search = target.Search();
        await search.StoreAsync(Text(0, "a").At(Now));
        var calls = Record(target);

        await search.StoreAsync(Text(1, "a").At(Now));
        Assert.DoesNotContain(calls, call => call.Path.Contains("_template"));

        await target.Search().StoreAsync(Text(2, "a").At(Now));
        Assert.Equal(["GET"], calls.Where(call => call.Path.Contains("_template")).Select(call => call.Method));
    }

    [Fact]
    public async Task Another_retention_is_installed_and_a_newer_version_is_left_alone()
    {
        using var target = new SearchTarget(ElasticsearchProduct.OpenSearch);
        await target.Search().StoreAsync(Text(0, "a").At(Now));
        var calls = Record(target);

        await target.Search(options => options with { RetentionDays = 7 }).StoreAsync(Text(1, "a").At(Now));
        var template = Json(calls, calls.ToList().FindIndex(call => call.Method == "PUT" && call.Path.EndsWith("_index_template/" + target.Prefix + "-telemetry", StringComparison.Ordinal)));
        Assert.Equal(7, template.GetProperty("_meta").GetProperty("retentionDays").GetInt32());

        using var http = new HttpClient { BaseAddress = target.Double!.Address, DefaultRequestHeaders = { { "Accept", "application/json" } } };
        var newer = template.GetRawText().Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal);
        Assert.NotEqual(template.GetRawText(), newer);
        using var content = new StringContent(newer, null, "application/json");
        (await http.PutAsync($"_index_template/{target.Prefix}-telemetry", content, Token)).EnsureSuccessStatusCode();
        calls.Clear();

        await target.Search().StoreAsync(Text(2, "a").At(Now));
        Assert.DoesNotContain(calls, call => call.Method == "PUT");
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(200, """{"version":{"number":"8.11.0","build_flavor":"serverless"}}""")]
    [InlineData(200, """{"version":{"number":"7.10.2","build_flavor":"oss"}}""")]
    public async Task A_cluster_without_policies_gets_none(int status, string body)
    {
        using var target = new SearchTarget();
        var calls = Record(target, call => call.Path == "/" ? ElasticsearchFault.Answer(status, body) : null);

        await target.Search().StoreAsync(Text(0, "a").At(Now));

        Assert.DoesNotContain(calls, call => call.Path.Contains("polic"));
        Assert.Single(target.Ids());
    }

    [Fact]
    public async Task What_could_not_be_installed_is_tried_again_at_the_next_write()
    {
        using var target = new SearchTarget();
        var search = target.Search(options => options with { MaxAttempts = 1 });
        target.Double!.OnCall = call => call.Method == "PUT" ? ElasticsearchFault.Answer(503) : null;
        await Assert.ThrowsAsync<SearchException>(async () => await search.WriteAsync([Text(0, "a").At(Now)], Token));

        target.Double.OnCall = call => call.Method == "PUT" ? ElasticsearchFault.Answer(200, """{"acknowledged":false}""") : null;
        var thrown = await Assert.ThrowsAsync<SearchException>(async () => await search.WriteAsync([Text(0, "a").At(Now)], Token));
        Assert.Equal("not-acknowledged", thrown.Code);

        target.Double.OnCall = null;
        await search.StoreAsync(Text(0, "a").At(Now));
    }

    [Fact]
    public async Task What_was_deleted_is_installed_again()
    {
        using var target = new SearchTarget();
        var search = target.Search();
        await search.StoreAsync(Text(0, "a").At(Now));
        using var http = new HttpClient { BaseAddress = target.Double!.Address, DefaultRequestHeaders = { { "Accept", "application/json" } } };
        foreach (var path in (string[])["-telemetry-2026.05.28", "-boots"])
            (await http.DeleteAsync(target.Prefix + path, Token)).EnsureSuccessStatusCode();
        foreach (var path in (string[])["-telemetry", "-boots"])
            (await http.DeleteAsync($"_index_template/{target.Prefix}{path}", Token)).EnsureSuccessStatusCode();

        var thrown = await Assert.ThrowsAsync<SearchException>(async () => await search.WriteAsync([Text(1, "a").At(Now)], Token));
        Assert.Equal("index_not_found_exception", thrown.Code);

        await search.StoreAsync(Text(1, "a").At(Now));
    }

    [Fact]
    public async Task A_deleted_template_alone_fails_one_batch_and_is_installed_again()
    {
        using var target = new SearchTarget();
        var search = target.Search();
        await search.StoreAsync(Text(0, "a").At(Now));
        using var http = new HttpClient { BaseAddress = target.Double!.Address, DefaultRequestHeaders = { { "Accept", "application/json" } } };
        foreach (var path in (string[])[$"{target.Prefix}-telemetry-2026.05.28", $"_index_template/{target.Prefix}-telemetry"])
            (await http.DeleteAsync(path, Token)).EnsureSuccessStatusCode();

        var failure = Assert.Single(await search.WriteAsync([Text(1, "a").At(Now)], Token));
        Assert.Equal((false, "index_not_found_exception"), (failure.IsPoison, failure.Code));

        await search.StoreAsync(Text(1, "a").At(Now));
    }

    [Fact]
    public async Task An_empty_success_installs_nothing()
    {
        using var target = new SearchTarget();
        var search = target.Search(options => options with { MaxAttempts = 1 });
        target.Double!.OnCall = call => call.Method == "PUT" ? ElasticsearchFault.Answer(200) : null;

        var thrown = await Assert.ThrowsAsync<SearchException>(async () => await search.WriteAsync([Text(0, "a").At(Now)], Token));
        Assert.Equal("bad-answer", thrown.Code);

        target.Double.OnCall = null;
        await search.StoreAsync(Text(0, "a").At(Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Fleet")]
    [InlineData("-a")]
    [InlineData("_a")]
    [InlineData("a.b")]
    [InlineData("a*")]
    [InlineData("a,b")]
    [InlineData("a/b")]
    public void A_prefix_that_begins_no_index_is_refused(string prefix) =>
        Assert.Throws<FormatException>(() => new ElasticEventSearchOptions { Prefix = prefix });

    [Fact]
    public void An_option_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticEventSearchOptions { RetentionDays = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticEventSearchOptions { MaxCallBytes = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticEventSearchOptions { MaxCallItems = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticEventSearchOptions { MaxAttempts = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticEventSearchOptions { BackoffBase = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticEventSearchOptions { BackoffMax = TimeSpan.FromHours(1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticEventSearchOptions { CallTimeout = TimeSpan.FromHours(1) });
    }

    private static ConcurrentQueue<ElasticsearchCall> Record(SearchTarget target, Func<ElasticsearchCall, ElasticsearchFault?>? fault = null)
    {
        var calls = new ConcurrentQueue<ElasticsearchCall>();
        target.Double!.OnCall = call =>
        {
            calls.Enqueue(call);
            return fault?.Invoke(call);
        };
        return calls;
    }

    private static JsonElement Json(ConcurrentQueue<ElasticsearchCall> calls, int place) => JsonSerializer.Deserialize<JsonElement>(calls.ElementAt(place).Body);
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Tests.Storage;
using DroneLink.Emulators;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Search;

/// <summary>What becomes of records when the cluster refuses, breaks off or says something odd.</summary>
public sealed class ElasticEventSearchBulkTests : IDisposable
{
    private const int Attempts = 3;
    private const string Telemetry = "-telemetry-";

    private static readonly ProjectedRecord[] Three = [Text(0, "a").At(Now), Text(1, "b").At(Now), Text(2, "c").At(Now)];

    private readonly SearchTarget _target = new();
    private readonly ConcurrentQueue<ElasticsearchCall> _bulks = new();
    private readonly ElasticEventSearch _search;
    private Func<int, ElasticsearchFault?> _fault = static _ => null;

    public ElasticEventSearchBulkTests()
    {
        _search = _target.Search(options => options with { MaxAttempts = Attempts });
        Double.OnCall = call =>
        {
            if (!IsRecords(call))
                return null;
            _bulks.Enqueue(call);
            return _fault(_bulks.Count - 1);
        };
    }

    private ElasticsearchDouble Double => _target.Double!;

    public void Dispose() => _target.Dispose();

    [Theory]
    [InlineData(429, "es_rejected_execution_exception", false, Attempts)]
    [InlineData(429, "rejected_execution_exception", false, Attempts)]
    [InlineData(429, "cluster_block_exception", false, Attempts)]
    [InlineData(503, "unavailable_shards_exception", false, Attempts)]
    [InlineData(500, "es_rejected_execution_exception", false, Attempts)]
    [InlineData(400, "mapper_parsing_exception", true, 1)]
    [InlineData(400, "document_parsing_exception", true, 1)]
    [InlineData(400, "illegal_argument_exception", true, 1)]
    [InlineData(400, "validation_exception", false, 1)]
    [InlineData(400, "index_closed_exception", false, 1)]
    [InlineData(401, "security_exception", false, 1)]
    [InlineData(403, "cluster_block_exception", false, 1)]
    [InlineData(404, "index_not_found_exception", false, 1)]
    [InlineData(418, "teapot_exception", false, 1)]
    public async Task A_refused_record_is_told_apart_from_those_beside_it(int status, string type, bool isPoison, int attempts)
    {
        var asked = 0;
        Double.OnItem = item => item.Id == "drone-1#1#1" && Interlocked.Increment(ref asked) > 0 ? new ElasticsearchRefusal(status, type, "Because of it.") : null;

        var failure = Assert.Single(await _search.WriteAsync(Three, Token));

        Assert.Equal((1, isPoison, type), (failure.Index, failure.IsPoison, failure.Code));
        Assert.EndsWith("Because of it.", failure.Message);
        Assert.Equal(attempts, asked);
        Assert.Equal(["drone-1#1#0", "drone-1#1#2"], _target.Ids().Select(found => found.Id));
    }

    [Fact]
    public async Task What_was_refused_for_the_moment_is_sent_again_alone()
    {
        var asked = 0;
        Double.OnItem = item => item.Id == "drone-1#1#1" && Interlocked.Increment(ref asked) == 1
            ? new ElasticsearchRefusal(429, "es_rejected_execution_exception", "Full.")
            : null;

        Assert.Empty(await _search.WriteAsync(Three, Token));

        Assert.Equal([3, 1], _bulks.Select(Items));
        Assert.Equal(3, _target.Ids().Count);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_call_that_may_pass_is_made_again(int status)
    {
        _fault = number => number < Attempts - 1 ? ElasticsearchFault.Answer(status, "<html>busy</html>") : null;

        Assert.Empty(await _search.WriteAsync(Three, Token));

        Assert.Equal(Attempts, _bulks.Count);
        Assert.Equal(3, _target.Ids().Count);
    }

    [Theory]
    [InlineData("broken", "connection")]
    [InlineData("lost", "connection")]
    [InlineData("silent", "timeout")]
    [InlineData("silently done", "timeout")]
    public async Task A_call_without_an_answer_is_made_again_and_stores_once(string how, string code)
    {
        var fault = how switch
        {
            "broken" => ElasticsearchFault.Broken,
            "lost" => ElasticsearchFault.AnswerLost,
            "silent" => ElasticsearchFault.Silent,
            _ => ElasticsearchFault.SilentlyDone,
        };
        var search = _target.Search(options => options with { MaxAttempts = 2, CallTimeout = TimeSpan.FromMilliseconds(500) });
        await search.InstallAsync(Token);

        _fault = number => number < 1 ? fault : null;
        Assert.Empty(await search.WriteAsync(Three, Token));
        Assert.Equal(3, _target.Ids().Count);

        _fault = _ => fault;
        var failures = await search.WriteAsync([Text(3, "d").At(Now)], Token);
        Assert.Equal([(0, false, code)], failures.Select(failure => (failure.Index, failure.IsPoison, failure.Code)));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(413)]
    public async Task A_call_that_will_not_pass_is_made_once_and_nothing_is_poison(int status)
    {
        _fault = _ => ElasticsearchFault.Answer(status, """{"error":{"type":"no_such_thing","reason":"Not so."},"status":400}""");

        var failures = await _search.WriteAsync([Three[0]], Token);

        Assert.Equal([(0, false, "no_such_thing")], failures.Select(failure => (failure.Index, failure.IsPoison, failure.Code)));
        Assert.Single(_bulks);
    }

    [Fact]
    public async Task A_call_that_is_too_large_is_halved()
    {
        var tooLarge = new ConcurrentBag<int>();
        Double.OnCall = call =>
        {
            if (!IsRecords(call))
                return null;
            _bulks.Enqueue(call);
            return Items(call) > 3 ? ElasticsearchFault.Answer(413, "<html>Request Entity Too Large</html>") : null;
        };

        Assert.Empty(await _search.WriteAsync([.. Enumerable.Range(0, 10).Select(i => Text((uint)i, "a").At(Now))], Token));

        Assert.Equal([10, 5, 2, 3, 5, 2, 3], _bulks.Select(Items));
        Assert.Equal(10, _target.Ids().Count);
    }

    [Fact]
    public async Task A_batch_is_cut_by_count_and_by_bytes()
    {
        var records = Enumerable.Range(0, 500).Select(i => Text((uint)i, new string('x', 200)).At(Now)).ToList();

        Assert.Empty(await _target.Search(options => options with { MaxCallItems = 150 }).WriteAsync(records, Token));
        Assert.Equal([150, 150, 150, 50], _bulks.Select(Items));

        _bulks.Clear();
        Assert.Empty(await _target.Search(options => options with { MaxCallBytes = 65_536 }).WriteAsync(records, Token));
        Assert.Equal(500, _bulks.Sum(Items));
        Assert.All(_bulks.SkipLast(1), call => Assert.InRange(call.Body.Length, 60_000, 65_536));
        Assert.Equal(500, _target.Ids().Count);
    }

    [Theory]
    [InlineData("one less")]
    [InlineData("one more")]
    [InlineData("in another order")]
    [InlineData("no items")]
    [InlineData("another action")]
    [InlineData("no status")]
    [InlineData("a word for a status")]
    public async Task An_answer_that_is_not_about_these_records_stores_none_of_them(string how)
    {
        Double.OnBulkAnswer = answer =>
        {
            var items = answer["items"]!.AsArray();
            if (items[0]!.AsObject().First().Value!["_index"]!.GetValue<string>().Contains(Telemetry))
                Spoil(answer, items, how);
        };

        var failures = await _search.WriteAsync(Three, Token);

        Assert.NotEmpty(failures);
        Assert.All(failures, failure => Assert.Equal((false, "bad-answer"), (failure.IsPoison, failure.Code)));
        Assert.Equal(how is "another action" or "no status" or "a word for a status" ? 1 : how == "in another order" ? 2 : 3, failures.Count);

        Double.OnBulkAnswer = null;
        Assert.Empty(await _search.WriteAsync(Three, Token));
        Assert.Equal(3, _target.Ids().Count);
    }

    [Theory]
    [InlineData("<html>Sign in</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"items\":7}")]
    public async Task A_success_that_is_no_answer_stores_nothing(string body)
    {
        _fault = _ => ElasticsearchFault.Answer(200, body);

        Assert.Equal([0, 1, 2], (await _search.WriteAsync(Three, Token)).Where(failure => !failure.IsPoison).Select(failure => failure.Index));
    }

    [Fact]
    public async Task A_record_twice_in_a_batch_fails_in_both_places()
    {
        Double.OnItem = item => item.Id == "drone-1#1#1" ? new ElasticsearchRefusal(400, "mapper_parsing_exception", "No.") : null;

        var failures = await _search.WriteAsync([Three[1], Three[0], Three[1]], Token);

        Assert.Equal([(0, true), (2, true)], failures.Select(failure => (failure.Index, failure.IsPoison)));
    }

    [Fact]
    public async Task A_wait_is_any_part_of_its_bound()
    {
        // With the greatest bound and no part of it, this ends at once.
        var search = _target.Search(
            options => options with { BackoffBase = TimeSpan.FromMinutes(1), BackoffMax = TimeSpan.FromMinutes(1) }, random: () => 0);
        _fault = number => number < 2 ? ElasticsearchFault.Answer(503) : null;

        Assert.Empty(await search.WriteAsync(Three, Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task The_callers_token_ends_the_waiting()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var search = _target.Search(
            options => options with { BackoffBase = TimeSpan.FromMinutes(1), BackoffMax = TimeSpan.FromMinutes(1) }, random: () => 1);
        _fault = _ =>
        {
            stop.Cancel();
            return ElasticsearchFault.Answer(503);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await search.WriteAsync(Three, stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await search.WriteAsync(Three, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(401, "_mget")]
    [InlineData(403, "_index_template")]
    [InlineData(403, "_bulk")]
    public async Task What_concerns_the_whole_batch_is_thrown_with_what_to_do(int status, string call)
    {
        Double.OnCall = seen => seen.Path.Contains(call) ? ElasticsearchFault.Answer(status) : null;

        var thrown = await Assert.ThrowsAsync<SearchException>(async () => await _search.WriteAsync(Three, Token));

        Assert.Equal($"http-{status}", thrown.Code);
        Assert.Contains(status == 401 ? "DRONELINK_SEARCH_AUTH" : "not allowed", thrown.Message);
        Double.OnCall = null;
        Assert.Empty(await _search.WriteAsync(Three, Token));
    }

    [Fact]
    public async Task A_search_that_does_not_see_all_is_a_failure()
    {
        var queries = new List<string>();
        Double.OnCall = call =>
        {
            queries.Add(call.Query);
            return ElasticsearchFault.Answer(503, """{"error":{"type":"search_phase_execution_exception","reason":"all shards failed"}}""");
        };

        var thrown = await Assert.ThrowsAsync<SearchException>(async () => await _search.SearchAsync(new EventQuery(), Token));

        Assert.Equal("search_phase_execution_exception", thrown.Code);
        Assert.Equal(Attempts, queries.Count);
        Assert.All(queries, query => Assert.Contains("allow_partial_search_results=false", query));
    }

    private static bool IsRecords(ElasticsearchCall call) => call.Path == "/_bulk" && call.Body.Contains(Telemetry, StringComparison.Ordinal);

    private static int Items(ElasticsearchCall call) => call.Body.Split('\n').Count(line => line.StartsWith("{\"create\":", StringComparison.Ordinal));

    private static void Spoil(JsonObject answer, JsonArray items, string how)
    {
        switch (how)
        {
            case "one less":
                items.RemoveAt(items.Count - 1);
                break;
            case "one more":
                items.Add(items[0]!.DeepClone());
                break;
            case "in another order":
                var first = items[0];
                items.RemoveAt(0);
                items.Insert(1, first);
                break;
            case "no items":
                answer.Remove("items");
                break;
            case "another action":
                items[^1] = new JsonObject { ["index"] = items[^1]!["create"]!.DeepClone() };
                break;
            case "no status":
                items[^1]!["create"]!.AsObject().Remove("status");
                break;
            case "a word for a status":
                items[^1]!["create"]!["status"] = "created";
                break;
        }
    }
}

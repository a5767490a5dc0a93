using System.Text.Json;
using CsCheck;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Tests.Storage;
using DroneLink.CloudSdk.Wire;
using Microsoft.Extensions.Time.Testing;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Query;

/// <summary>What the HTTP API answers on every cloud. Each test gets an empty one.</summary>
public abstract class QueryHandlerContract : IAsyncLifetime
{
    private ITelemetryCloud? _opened;

    private ITelemetryCloud Cloud => _opened!;

    public async ValueTask InitializeAsync() => _opened = await OpenAsync(new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Now)));

    public ValueTask DisposeAsync()
    {
        _opened?.Dispose();
        return CloseAsync();
    }

    /// <summary>Opens an empty cloud.</summary>
    protected abstract ValueTask<ITelemetryCloud> OpenAsync(TimeProvider timeProvider);

    /// <summary>Removes what was opened.</summary>
    protected abstract ValueTask CloseAsync();

    [Fact]
    public async Task Without_a_device_the_list_is_empty() =>
        Assert.Equal("""{"devices":[]}""", await BodyAsync("/v1/devices"));

    [Fact]
    public async Task Devices_are_those_provisioned_and_those_that_spoke()
    {
        await AddAsync("drone-2", "link-1");
        await AddAsync("drone-3", null);
        await Cloud.Store.StoreAsync(
            Record(5, Now, fields: [(0, -353629847), (8, 14)]).At(Now + 40),
            Record(0, Now + 1, device: "drone-2", kind: 200).At(Now + 50));

        Assert.Equal(
            """
            {"devices":[{"deviceId":"drone-1","fleetId":null,"role":null,"linkId":null,"lastSeen":1780000000040,"latest":{"position":{"deviceId":"drone-1","bootId":1,"seq":5,"time":1780000000000,"clockSynced":true,"kind":"position","fields":{"latitude":-353629847,"satellites":14},"received":1780000000040}}},{"deviceId":"drone-2","fleetId":"fleet-1","role":"drone","linkId":"link-1","lastSeen":1780000000050,"latest":{"200":{"deviceId":"drone-2","bootId":1,"seq":0,"time":1780000000001,"clockSynced":true,"kind":200,"fields":{},"received":1780000000050}}},{"deviceId":"drone-3","fleetId":"fleet-1","role":"drone","linkId":null,"lastSeen":null,"latest":{}}]}
            """,
            await BodyAsync("/v1/devices"));
    }

    [Fact]
    public async Task One_device_is_the_same_as_in_the_list()
    {
        await AddAsync("drone-1", "link-1");
        await Cloud.Store.StoreAsync(Record(5).At(Now));

        Assert.Equal($$"""{"devices":[{{await BodyAsync("/v1/devices/drone-1")}}]}""", await BodyAsync("/v1/devices"));
    }

    [Fact]
    public async Task No_answer_tells_a_key()
    {
        await AddAsync("drone-1", null);

        foreach (var path in new[] { "/v1/devices", "/v1/devices/drone-1" })
            Assert.DoesNotContain("key", await BodyAsync(path), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Records_are_paged_to_the_end()
    {
        await Cloud.Store.StoreAsync([.. Enumerable.Range(0, 5).Select(i => Record((uint)i, Now + i).At(Now))]);

        var read = new List<uint>();
        string? cursor = null;
        do
        {
            using var page = JsonDocument.Parse(await BodyAsync("/v1/devices/drone-1/records", ("limit", "2"), ("cursor", cursor)));
            read.AddRange(page.RootElement.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("seq").GetUInt32()));
            cursor = page.RootElement.GetProperty("cursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal([0u, 1u, 2u, 3u, 4u], read);
    }

    [Fact]
    public async Task A_provisioned_device_that_never_spoke_has_no_records()
    {
        await AddAsync("drone-1", null);

        Assert.Equal("""{"records":[],"cursor":null}""", await BodyAsync("/v1/devices/drone-1/records"));
    }

    [Theory]
    [InlineData("kind=power", new uint[] { 1, 3 })]
    [InlineData("from=1780000000002", new uint[] { 2, 3, 4 })]
    [InlineData("to=1780000000002", new uint[] { 0, 1 })]
    [InlineData("from=2026-05-28T20:26:40.002Z&to=2026-05-28T20:26:40.004Z", new uint[] { 2, 3 })]
    [InlineData("from=2026-05-28t22:26:40.002+02:00", new uint[] { 2, 3, 4 })]
    [InlineData("from=2026-05-28T22:26:40.002 02:00", new uint[] { 2, 3, 4 })]
    [InlineData("from=2026-05-28T14:26:40.002-06:00", new uint[] { 2, 3, 4 })]
    [InlineData("from=2026-05-28T20:26:40.0010001Z", new uint[] { 2, 3, 4 })]
    [InlineData("to=2026-05-28T20:26:40.0010001Z", new uint[] { 0, 1 })]
    [InlineData("from=2026-05-28T20:26:40Z&to=2026-05-28T20:26:40Z", new uint[] { })]
    [InlineData("limit=1", new uint[] { 0 })]
    [InlineData("limit=1000&whatever=1", new uint[] { 0, 1, 2, 3, 4 })]
    public async Task Records_are_filtered(string query, uint[] expected)
    {
        await Cloud.Store.StoreAsync([.. Enumerable.Range(0, 5).Select(i => Record((uint)i, Now + i, kind: i % 2 == 1 ? RecordKind.Power : RecordKind.Position).At(Now))]);

        Assert.Equal(expected, await SequencesAsync("/v1/devices/drone-1/records", "records", query));
    }

    [Theory]
    [InlineData("", new uint[] { 3, 2, 1 })]
    [InlineData("device=drone-2", new uint[] { 3 })]
    [InlineData("severity=3", new uint[] { 2 })]
    [InlineData("text=hot motor", new uint[] { 1 })]
    [InlineData("text=\"", new uint[] { })]
    [InlineData("text=linkLost&severity=7", new uint[] { 2 })]
    [InlineData("from=1780000000002&to=1780000000003", new uint[] { 2 })]
    public async Task Events_are_filtered(string query, uint[] expected)
    {
        await Cloud.Search.StoreAsync(Text(1, "motor hot", 4, Now + 1).At(Now), Event(2, 4, 3, time: Now + 2).At(Now), Text(3, "hello", 6, Now + 3, device: "drone-2").At(Now));

        Assert.Equal(expected, await SequencesAsync("/v1/events", "events", query));
    }

    [Fact]
    public async Task An_event_is_a_record_with_its_arrival()
    {
        await Cloud.Search.StoreAsync(Text(1, "hot", 4, Now + 1).At(Now + 9));

        Assert.Equal(
            """{"events":[{"deviceId":"drone-1","bootId":1,"seq":1,"time":1780000000001,"clockSynced":true,"kind":"text","severity":4,"text":"hot","received":1780000000009}],"cursor":null}""",
            await BodyAsync("/v1/events"));
    }

    [Theory]
    [InlineData("limit=0", "limit is '0'; expected is an integer from 1 to 1000.")]
    [InlineData("limit=1001", "limit is '1001'")]
    [InlineData("limit=-1", "limit is '-1'")]
    [InlineData("limit=1e2", "limit is '1e2'")]
    [InlineData("limit=99999999999", "limit is '99999999999'")]
    [InlineData("limit=", "limit is ''")]
    [InlineData("kind=Power", "kind is 'Power'; expected is the name of a kind")]
    [InlineData("kind=1", "kind is '1'")]
    [InlineData("from=yesterday", "from is 'yesterday'; expected is a time")]
    [InlineData("from=2026-05-28", "from is '2026-05-28'")]
    [InlineData("from=2026-05-28T20:26:40", "from is '2026-05-28T20:26:40'")]
    [InlineData("from=2026-13-28T20:26:40Z", "from is")]
    [InlineData("from=2026-05-28T20:26:40+25:00", "from is")]
    [InlineData("from=1969-12-31T23:59:59Z", "from is")]
    [InlineData("from=-1", "from is '-1'")]
    [InlineData("to=253402300800000", "to is '253402300800000'")]
    [InlineData("to=99999999999999999999", "to is")]
    [InlineData("from=2&to=1", "from is '2'; expected is a time not after 'to'.")]
    [InlineData("cursor=", "cursor is ''")]
    [InlineData("cursor=abc", "cursor is 'abc'; expected is the cursor of an answer to this same query, unchanged.")]
    [InlineData("cursor=%%%", "cursor is '%%%'")]
    public async Task A_bad_parameter_of_records_is_named(string query, string message) => await AssertProblemAsync("/v1/devices/drone-1/records", query, message);

    [Theory]
    [InlineData("severity=8", "severity is '8'; expected is an integer from 0 to 7.")]
    [InlineData("severity=high", "severity is 'high'")]
    [InlineData("device=a b", "device is 'a b'; expected is 1 to 32 characters")]
    [InlineData("text=", "text is ''; expected is 1 to 200 characters.")]
    public async Task A_bad_parameter_of_events_is_named(string query, string message) => await AssertProblemAsync("/v1/events", query, message);

    [Fact]
    public async Task A_long_bad_value_is_not_repeated_whole() =>
        await AssertProblemAsync("/v1/events", "text=" + new string('x', 201), $"text is '{new string('x', 64)}…'");

    [Fact]
    public async Task A_cursor_belongs_to_its_query()
    {
        await Cloud.Store.StoreAsync(Record(0).At(Now), Record(1).At(Now), Record(0, device: "drone-2").At(Now));
        using var page = JsonDocument.Parse(await BodyAsync("/v1/devices/drone-1/records", ("limit", "1"), ("kind", "position")));
        var cursor = page.RootElement.GetProperty("cursor").GetString()!;

        Assert.Equal(200, (await GetAsync("/v1/devices/drone-1/records", ("kind", "position"), ("limit", "7"), ("cursor", cursor))).StatusCode);
        Assert.Equal(400, (await GetAsync("/v1/devices/drone-1/records", ("cursor", cursor))).StatusCode);
        Assert.Equal(400, (await GetAsync("/v1/devices/drone-1/records", ("kind", "power"), ("cursor", cursor))).StatusCode);
        Assert.Equal(400, (await GetAsync("/v1/devices/drone-2/records", ("kind", "position"), ("cursor", cursor))).StatusCode);
        Assert.Equal(400, (await GetAsync("/v1/events", ("cursor", cursor))).StatusCode);
    }

    [Fact]
    public async Task A_cursor_with_one_character_changed_is_none()
    {
        await Cloud.Store.StoreAsync(Record(0).At(Now), Record(1).At(Now));
        using var page = JsonDocument.Parse(await BodyAsync("/v1/devices/drone-1/records", ("limit", "1")));
        var cursor = page.RootElement.GetProperty("cursor").GetString()!;

        foreach (var spaced in (string[])[$" {cursor}", $"{cursor}\n", cursor.Insert(9, "\t"), $"{cursor}="])
            Assert.Equal(400, (await GetAsync("/v1/devices/drone-1/records", ("cursor", spaced))).StatusCode);
        for (var i = 0; i < cursor.Length; i++)
        {
            var changed = string.Concat(cursor.AsSpan(0, i), cursor[i] == 'A' ? "B" : "A", cursor.AsSpan(i + 1));
            Assert.Equal(400, (await GetAsync("/v1/devices/drone-1/records", ("cursor", changed))).StatusCode);
        }
    }

    [Theory]
    [InlineData("/v1/devices/drone-9", "unknown-device")]
    [InlineData("/v1/devices/drone-9/records", "unknown-device")]
    [InlineData("/v1/devices/", "not-found")]
    [InlineData("/v1/devices//records", "not-found")]
    [InlineData("/v1/devices/a/b", "not-found")]
    [InlineData("/v1/devices/a b", "not-found")]
    [InlineData("/v1/events/", "not-found")]
    [InlineData("/v2/devices", "not-found")]
    [InlineData("", "not-found")]
    public async Task What_is_not_there_is_not_found(string path, string code)
    {
        var response = await GetAsync(path);

        Assert.Equal(404, response.StatusCode);
        Assert.Equal("application/problem+json", response.Headers!["content-type"]);
        Assert.Contains($"\"code\":\"{code}\"", response.Body);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("HEAD")]
    [InlineData(null)]
    public async Task Only_get_is_allowed(string? method)
    {
        var response = await Cloud.Query.HandleAsync(Request("/v1/devices", method), Token);

        Assert.Equal(405, response.StatusCode);
        Assert.Equal("GET", response.Headers!["allow"]);
    }

    [Fact]
    public async Task An_answer_is_json_that_nobody_keeps()
    {
        var response = await GetAsync("/v1/events");

        Assert.Equal(("application/json", "no-store", false), (response.Headers!["content-type"], response.Headers["cache-control"], response.IsBase64Encoded));
    }

    [Fact]
    public void No_parameter_makes_it_throw() =>
        Gen.Select(
            Gen.OneOf(Gen.Const("/v1/events"), Gen.Const("/v1/devices/drone-1/records"), Gen.Const("/v1/devices")),
            Gen.OneOf(Gen.Const("limit"), Gen.Const("kind"), Gen.Const("from"), Gen.Const("to"), Gen.Const("cursor"), Gen.Const("device"), Gen.Const("severity"), Gen.Const("text")),
            Gen.String).Sample((path, name, value) =>
            Cloud.Query.HandleAsync(Request(path, "GET", (name, value))).GetAwaiter().GetResult().StatusCode is 200 or 400 or 404);

    private async Task AssertProblemAsync(string path, string query, string message)
    {
        await AddAsync("drone-1", null);
        var response = await GetAsync(path, Parse(query));

        Assert.Equal(400, response.StatusCode);
        Assert.Equal("application/problem+json", response.Headers!["content-type"]);
        using var problem = JsonDocument.Parse(response.Body!);
        Assert.StartsWith(message, problem.RootElement.GetProperty("detail").GetString());
    }

    private async Task<IEnumerable<uint>> SequencesAsync(string path, string name, string query)
    {
        using var body = JsonDocument.Parse(await BodyAsync(path, Parse(query)));
        return [.. body.RootElement.GetProperty(name).EnumerateArray().Select(record => record.GetProperty("seq").GetUInt32())];
    }

    private async Task<string> BodyAsync(string path, params (string Name, string? Value)[] query)
    {
        var response = await GetAsync(path, query);
        Assert.Equal(200, response.StatusCode);
        return response.Body!;
    }

    private Task<HttpApiResponse> GetAsync(string path, params (string Name, string? Value)[] query) =>
        Cloud.Query.HandleAsync(Request(path, "GET", query), Token);

    private static HttpApiRequest Request(string path, string? method, params (string Name, string? Value)[] query) => new()
    {
        RawPath = path,
        QueryStringParameters = query.Where(item => item.Value is not null).ToDictionary(item => item.Name, item => item.Value!),
        RequestContext = new HttpApiRequestContext { Http = new HttpApiRequestDescription { Method = method, Path = path } },
    };

    private static (string Name, string? Value)[] Parse(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split('=', 2)).Select(item => (item[0], (string?)item[1]))];

    private async Task AddAsync(string deviceId, string? linkId) =>
        await Cloud.Registry.AddAsync(new DeviceIdentity(deviceId, "fleet-1", new byte[32], "drone", linkId), cancellationToken: Token);
}

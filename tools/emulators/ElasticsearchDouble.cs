using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using static DroneLink.Emulators.ElasticsearchDoubleError;

namespace DroneLink.Emulators;

/// <summary>
/// The part of Elasticsearch or OpenSearch that DroneLink uses, in memory, over HTTP on this machine alone. It was written from their
/// documentation and never compared with a real one. It is strict: what it does not know (a parameter, a query, a setting), it refuses, and
/// so it does what a cluster would let pass but no client should send. It can be told to fail.
/// </summary>
public sealed class ElasticsearchDouble : IDisposable
{
    private const int MaxBytes = 100 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly ElasticsearchProduct _product;
    private readonly ElasticsearchDoubleCluster _cluster;
    private readonly WebApplication _server;
    private int _calls;

    /// <summary>Starts one on a free port.</summary>
    /// <param name="product">What it says that it is.</param>
    /// <param name="timeProvider">Indices refresh by it; null for the system's.</param>
    public ElasticsearchDouble(ElasticsearchProduct product = ElasticsearchProduct.Elasticsearch, TimeProvider? timeProvider = null)
    {
        _product = product;
        _cluster = new ElasticsearchDoubleCluster(product, timeProvider ?? TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, 0);
            server.Limits.MaxRequestBodySize = MaxBytes;
        });
        _server = builder.Build();
        _server.Run(AnswerAsync);
        _server.StartAsync().GetAwaiter().GetResult();
        Address = new Uri(_server.Urls.Single());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Sees every call before it is carried out and may let it fail; null lets it be. Calls may come at the same time.</summary>
    public Func<ElasticsearchCall, ElasticsearchFault?>? OnCall { get; set; }

    /// <summary>Sees every operation of a bulk call and may refuse it; null carries it out.</summary>
    public Func<ElasticsearchItem, ElasticsearchRefusal?>? OnItem { get; set; }

    /// <summary>Changes the answer to a bulk call before it is sent, such as to leave an item out.</summary>
    public Action<JsonObject>? OnBulkAnswer { get; set; }

    /// <summary>Returns all documents of the indices that a pattern means, refreshed or not.</summary>
    public IReadOnlyList<(string Index, string Id, JsonElement Source)> Documents(string pattern)
    {
        lock (_lock)
            return [.. _cluster.Find(pattern, ignoreUnavailable: true).SelectMany(index => index.Live.Values).Select(found => (found.Index, found.Id, found.Source))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Calls that are never answered would be waited for.
        _server.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        ((IDisposable)_server).Dispose();
    }

    private static JsonElement Json(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw BadRequest(exception.Message, "parsing_exception");
        }
    }

    private static JsonObject Shards() => new() { ["total"] = 1, ["successful"] = 1, ["failed"] = 0 };

    private static void CheckType(HttpRequest request, string expected)
    {
        if (request.ContentType?.Split(';')[0] != expected)
            throw new ElasticsearchDoubleError(406, "media_type_header_exception", $"Content-Type header [{request.ContentType}] is not supported");
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var url = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2);
        var call = new ElasticsearchCall(
            Interlocked.Increment(ref _calls) - 1, context.Request.Method, url[0], url.Length > 1 ? url[1] : "", await reader.ReadToEndAsync(context.RequestAborted));
        var fault = OnCall?.Invoke(call);
        var (status, body) = fault is { IsDone: false } ? (fault.Status, fault.Body) : Run(call, context.Request);
        switch (fault?.Status)
        {
            case -1:
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                return;
            case 0:
                context.Abort();
                return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = body.StartsWith('<') ? "text/html" : "application/json";
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private (int Status, string Body) Run(ElasticsearchCall call, HttpRequest request)
    {
        try
        {
            if (request.Headers.Accept.ToString() != "application/json")
                throw new ElasticsearchDoubleError(406, "media_type_header_exception", "Invalid media-type value on headers [Accept]");
            var parameters = call.Query.Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(parameter => parameter.Split('=', 2))
                .ToDictionary(pair => pair[0], pair => pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "", StringComparer.Ordinal);
            var path = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
            lock (_lock)
            {
                var used = new HashSet<string>(StringComparer.Ordinal);
                var answer = Route(call, request, path, name => used.Add(name) && parameters.TryGetValue(name, out var value) ? value : null, parameters);
                var unknown = parameters.Keys.FirstOrDefault(name => !used.Contains(name));
                return unknown is null
                    ? (200, answer.ToJsonString())
                    : throw BadRequest($"request [{call.Path}] contains unrecognized parameter: [{unknown}]");
            }
        }
        catch (ElasticsearchDoubleError error)
        {
            return (error.Status, error.ToBody().ToJsonString());
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // A member of the wrong type, or none where one must be.
            return (400, BadRequest(exception.Message, "parsing_exception").ToBody().ToJsonString());
        }
    }

    private JsonNode Route(
        ElasticsearchCall call, HttpRequest request, string[] path, Func<string, string?> parameter, IReadOnlyDictionary<string, string> parameters)
    {
        var isOpenSearch = _product == ElasticsearchProduct.OpenSearch;
        switch (call.Method, path)
        {
            case ("GET", []):
                return new JsonObject
                {
                    ["cluster_name"] = "double",
                    ["version"] = isOpenSearch
                        ? new JsonObject { ["distribution"] = "opensearch", ["number"] = "2.19.0" }
                        : new JsonObject { ["number"] = "8.15.0", ["build_flavor"] = "default" },
                };
            case ("POST", ["_bulk"]):
                return Bulk(call, request, parameter);
            case ("PUT", ["_index_template", var name]):
                CheckType(request, "application/json");
                return _cluster.PutTemplate(name, Json(call.Body));
            case ("GET", ["_index_template", var name]):
                return _cluster.GetTemplate(name);
            case ("DELETE", ["_index_template", var name]):
                return _cluster.DeleteTemplate(name);
            case ("PUT", ["_ilm", "policy", var name]) when !isOpenSearch:
                CheckType(request, "application/json");
                return _cluster.PutLifecycle(name, Json(call.Body));
            case ("PUT", ["_plugins", "_ism", "policies", var name]) when isOpenSearch:
                CheckType(request, "application/json");
                parameter("if_seq_no");
                parameter("if_primary_term");
                return _cluster.PutStates(name, Json(call.Body), parameters);
            case ("GET", ["_ilm", "policy", var name]) when !isOpenSearch:
                return _cluster.GetPolicy(name);
            case ("GET", ["_plugins", "_ism", "policies", var name]) when isOpenSearch:
                return _cluster.GetPolicy(name);
            case ("DELETE", ["_ilm", "policy", var name]) when !isOpenSearch:
                return _cluster.DeletePolicy(name);
            case ("DELETE", ["_plugins", "_ism", "policies", var name]) when isOpenSearch:
                return _cluster.DeletePolicy(name);
            case ("GET", ["_cat", "indices", var pattern]) when parameter("format") == "json" && parameter("h") == "index":
                return new JsonArray([.. _cluster.Find(pattern, ignoreUnavailable: false).Select(index => new JsonObject { ["index"] = index.Name })]);
            case ("DELETE", [var name]) when name[0] != '_':
                return _cluster.DeleteIndex(name);
            case ("POST", [var pattern, "_refresh"]):
                foreach (var index in _cluster.Find(pattern, parameter("ignore_unavailable") == "true"))
                    index.Refresh();
                return new JsonObject { ["_shards"] = Shards() };
            case ("POST", [var name, "_mget"]):
                CheckType(request, "application/json");
                return GetMany(name, Json(call.Body), parameter("_source") != "false");
            case ("POST", [var pattern, "_count"]):
                CheckType(request, "application/json");
                var count = new ElasticsearchDoubleSearch(Json(call.Body)).Count(_cluster.Find(pattern, parameter("ignore_unavailable") == "true"));
                return new JsonObject { ["count"] = count, ["_shards"] = Shards() };
            case ("POST", [var pattern, "_search"]):
                CheckType(request, "application/json");
                parameter("allow_partial_search_results");
                var hits = new ElasticsearchDoubleSearch(Json(call.Body)).Run(_cluster.Find(pattern, parameter("ignore_unavailable") == "true"));
                return new JsonObject { ["took"] = 1, ["timed_out"] = false, ["_shards"] = Shards(), ["hits"] = hits };
            default:
                throw BadRequest($"no handler found for uri [{call.Path}] and method [{call.Method}]");
        }
    }

    private JsonNode Bulk(ElasticsearchCall call, HttpRequest request, Func<string, string?> parameter)
    {
        CheckType(request, "application/x-ndjson");
        var refresh = parameter("refresh");
        if (refresh is not (null or "true" or "false" or "wait_for"))
            throw BadRequest($"Unknown value for refresh: [{refresh}].");
        var filter = parameter("filter_path");
        var answer = ElasticsearchDoubleBulk.Run(
            _cluster, call.Body, refresh is "true" or "wait_for", (place, action, index, id) => OnItem?.Invoke(new ElasticsearchItem(call.Number, place, action, index, id)));
        OnBulkAnswer?.Invoke(answer);
        return filter is null ? answer : Filter(answer, [.. filter.Split(',').Select(part => part.Split('.'))]);
    }

    private static JsonNode Filter(JsonNode node, IReadOnlyList<string[]> paths)
    {
        if (node is JsonArray array)
            return new JsonArray([.. array.Select(item => Filter(item!, paths))]);
        var kept = new JsonObject();
        foreach (var (name, value) in node.AsObject())
        {
            var inner = paths.Where(path => path[0] == name || path[0] == "*").Select(path => path[1..]).ToList();
            if (inner.Count > 0)
                kept[name] = inner.Exists(path => path.Length == 0) ? value?.DeepClone() : Filter(value!, inner);
        }

        return kept;
    }

    private JsonObject GetMany(string name, JsonElement body, bool withSource)
    {
        if (body.EnumerateObject().Any(member => member.Name != "ids"))
            throw BadRequest("unknown key in a multi get request", "parsing_exception");
        var index = _cluster.Get(name);
        return new JsonObject { ["docs"] = new JsonArray([.. body.GetProperty("ids").EnumerateArray().Select(id => Get(id.GetString()!))]) };

        JsonObject Get(string id)
        {
            var document = new JsonObject { ["_index"] = name, ["_id"] = id };
            if (index is null)
            {
                document["error"] = NoIndex(name).ToError();
                return document;
            }

            var found = index.Live.GetValueOrDefault(id);
            document["found"] = found is not null;
            if (found is null)
                return document;
            document["_seq_no"] = found.SequenceNumber;
            document["_primary_term"] = 1;
            if (withSource)
                document["_source"] = JsonObject.Create(found.Source);
            return document;
        }
    }
}

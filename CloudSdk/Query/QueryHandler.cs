using System.Text.Json;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Query;

/// <summary>
/// Answers the HTTP API: <c>GET /v1/devices</c>, <c>/v1/devices/{id}</c>, <c>/v1/devices/{id}/records</c>, <c>/v1/events</c>,
/// <c>/v1/links</c> and <c>/v1/links/{id}</c>.
/// A bad request gets a problem document (RFC 9457) and raises nothing; a store that is down raises what it raises. Thread safe;
/// borrows what it is given. It tells nobody a device's key.
/// </summary>
public sealed class QueryHandler
{
    private const string DevicesPath = "/v1/devices";
    private const string EventsPath = "/v1/events";
    private const string LinksPath = "/v1/links";
    private const string RecordsSuffix = "/records";

    private readonly ITelemetryStore _store;
    private readonly IEventSearch _search;
    private readonly IDeviceDirectory _directory;
    private readonly LinkQueries _links;

    /// <summary>Makes a handler.</summary>
    /// <param name="store">History and latest state.</param>
    /// <param name="search">Events and texts.</param>
    /// <param name="directory">The provisioned devices; one that never spoke is shown too.</param>
    /// <param name="timeProvider">The clock by which a record is old; null for the system's.</param>
    public QueryHandler(ITelemetryStore store, IEventSearch search, IDeviceDirectory directory, TimeProvider? timeProvider = null)
    {
        _store = store ?? throw new ArgumentNullException(nameof(store));
        _search = search ?? throw new ArgumentNullException(nameof(search));
        _directory = directory ?? throw new ArgumentNullException(nameof(directory));
        _links = new LinkQueries(store, search, directory, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Answers a request.</summary>
    public async Task<HttpApiResponse> HandleAsync(HttpApiRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.RawPath ?? request.RequestContext?.Http?.Path ?? "";
        if (Route(path) is not { } answer)
            return Problems.Create(404, "not-found", $"There is nothing at '{path}'.");
        if (request.RequestContext?.Http?.Method is not "GET")
            return Problems.Create(405, "method-not-allowed", $"'{path}' can only be read: use GET.", ("allow", "GET"));

        try
        {
            return await answer(new QueryParameters(request), cancellationToken).ConfigureAwait(false);
        }
        catch (QueryParameterException exception)
        {
            return Problems.Create(400, "bad-parameter", exception.Message);
        }
    }

    private Func<QueryParameters, CancellationToken, Task<HttpApiResponse>>? Route(string path)
    {
        if (path == DevicesPath)
            return (_, token) => ListDevicesAsync(token);
        if (path == EventsPath)
            return SearchEventsAsync;
        if (path == LinksPath)
            return (_, token) => _links.ListAsync(token);
        if (path.StartsWith(LinksPath + "/", StringComparison.Ordinal))
        {
            var linkId = path[(LinksPath.Length + 1)..];
            return FrameFormat.IsDeviceId(linkId) ? (parameters, token) => _links.DescribeAsync(linkId, parameters, token) : null;
        }

        if (!path.StartsWith(DevicesPath + "/", StringComparison.Ordinal))
            return null;

        var rest = path[(DevicesPath.Length + 1)..];
        if (FrameFormat.IsDeviceId(rest))
            return (_, token) => DescribeDeviceAsync(rest, token);
        if (!rest.EndsWith(RecordsSuffix, StringComparison.Ordinal))
            return null;

        var deviceId = rest[..^RecordsSuffix.Length];
        return FrameFormat.IsDeviceId(deviceId) ? (parameters, token) => ListRecordsAsync(deviceId, path, parameters, token) : null;
    }

    private async Task<HttpApiResponse> ListDevicesAsync(CancellationToken cancellationToken)
    {
        var provisioned = (await _directory.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(device => device.DeviceId);
        var stored = (await _store.ListDevicesAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(device => device.DeviceId);
        return QueryJson.Answer(writer =>
        {
            writer.WriteStartArray("devices"u8);
            foreach (var id in provisioned.Keys.Union(stored.Keys).Order(StringComparer.Ordinal))
            {
                writer.WriteStartObject();
                WriteDevice(writer, id, provisioned.GetValueOrDefault(id), stored.GetValueOrDefault(id));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private async Task<HttpApiResponse> DescribeDeviceAsync(string deviceId, CancellationToken cancellationToken)
    {
        var provisioned = await _directory.FindAsync(deviceId, cancellationToken).ConfigureAwait(false);
        var stored = await _store.FindDeviceAsync(deviceId, cancellationToken).ConfigureAwait(false);
        return provisioned is null && stored is null ? UnknownDevice(deviceId) : QueryJson.Answer(writer => WriteDevice(writer, deviceId, provisioned, stored));
    }

    private async Task<HttpApiResponse> ListRecordsAsync(
        string deviceId, string path, QueryParameters parameters, CancellationToken cancellationToken)
    {
        var identity = parameters.Identity(path, "kind", "from", "to");
        var (fromMs, toMs) = parameters.Range();
        var query = new RecordQuery(deviceId)
        {
            Kind = parameters.Kind(),
            FromMs = fromMs,
            ToMs = toMs,
            Limit = parameters.Limit(),
            After = parameters.Cursor(identity),
        };
        var page = await _store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        var isKnown = page.Records.Count > 0
            || await _directory.FindAsync(deviceId, cancellationToken).ConfigureAwait(false) is not null
            || await _store.FindDeviceAsync(deviceId, cancellationToken).ConfigureAwait(false) is not null;
        return isKnown ? Page("records", page, identity) : UnknownDevice(deviceId);
    }

    private async Task<HttpApiResponse> SearchEventsAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var identity = parameters.Identity(EventsPath, "device", "severity", "text", "from", "to");
        var (fromMs, toMs) = parameters.Range();
        var query = new EventQuery
        {
            DeviceId = parameters.Device(),
            Severity = parameters.Severity(),
            Text = parameters.Text(),
            FromMs = fromMs,
            ToMs = toMs,
            Limit = parameters.Limit(),
            After = parameters.Cursor(identity),
        };
        return Page("events", await _search.SearchAsync(query, cancellationToken).ConfigureAwait(false), identity);
    }

    private static HttpApiResponse UnknownDevice(string deviceId) =>
        Problems.Create(404, "unknown-device", $"There is no device '{deviceId}': it is not provisioned and no record came from it.");

    private static HttpApiResponse Page(string name, RecordPage page, string identity) => QueryJson.Answer(writer =>
    {
        writer.WriteStartArray(name);
        foreach (var record in page.Records)
        {
            writer.WriteStartObject();
            QueryJson.WriteRecord(writer, record);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("cursor"u8, page.Next is { } next ? QueryCursor.Write(next, identity) : null);
    });

    private static void WriteDevice(Utf8JsonWriter writer, string deviceId, DeviceIdentity? provisioned, StoredDevice? stored)
    {
        writer.WriteString("deviceId"u8, deviceId);
        writer.WriteString("fleetId"u8, provisioned?.FleetId);
        writer.WriteString("role"u8, provisioned?.Role);
        writer.WriteString("linkId"u8, provisioned?.LinkId);
        if (stored is null)
            writer.WriteNull("lastSeen"u8);
        else
            writer.WriteNumber("lastSeen"u8, stored.LastSeen.ToUnixTimeMilliseconds());

        writer.WriteStartObject("latest"u8);
        foreach (var record in stored?.Latest ?? [])
        {
            // A kind that this version does not know has a number for a name here too.
            writer.WriteStartObject(KindSchema.Find(record.Record.Kind)?.Name ?? $"{record.Record.Kind}");
            QueryJson.WriteRecord(writer, record);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}

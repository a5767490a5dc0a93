using System.Net;
using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Planning;
using DroneLink.CloudSdk.Query;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DroneLink.Tool.GroundStation.Http;

/// <summary>What the HTTP API is made of. All are borrowed.</summary>
/// <param name="Ingest">Answers POST /v1/frames.</param>
/// <param name="Query">Answers the reading routes.</param>
/// <param name="Commands">Answers what is asked of commands.</param>
/// <param name="Ota">Answers devices that ask for updates.</param>
/// <param name="Releases">Answers people who roll them out.</param>
/// <param name="Live">The live feed.</param>
/// <param name="Presence">Who is online.</param>
/// <param name="Failures">Is told what could not be answered.</param>
/// <param name="Time">The clock.</param>
/// <param name="Stopping">Ends the live streams.</param>
public sealed record StationApiParts(
    FrameIngest Ingest, QueryHandler Query, CommandHandler Commands, OtaHandler Ota, OtaApiHandler Releases, LiveFeed Live, FleetPresence Presence, FailureLog Failures,
    TimeProvider Time, CancellationToken Stopping);

/// <summary>The routes of the ground station. <c>openapi.json</c> describes each of them; a test holds the two together.</summary>
public static class StationApi
{
    /// <summary>Largest body, bytes: what a device may post, and a little so that the handler can say what is wrong with more.</summary>
    public const int MaxBodyBytes = FrameIngestOptions.DefaultMaxBodyBytes + 4096;

    /// <summary>
    /// Connections at the most; further ones are closed at once. Each may hold a body of <see cref="MaxBodyBytes"/>, so that without a bound
    /// whoever opens enough of them takes all memory.
    /// </summary>
    public const int MaxConnections = 2048;

    private const string FramesPath = "/v1/frames";

    // The page loads nothing from anywhere else and runs nothing inline; nor may another page show it in a frame.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private delegate ValueTask<HttpApiResponse> Handler(HttpApiRequest request, CancellationToken cancellationToken);

    /// <summary>Adds the routes to an application.</summary>
    public static void AddRoutes(WebApplication app, StationApiParts parts)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(parts);
        app.Use((context, next) => GuardAsync(context, next, parts.Failures));
        app.UseStatusCodePages(context => DescribeStatusAsync(context.HttpContext));

        var ingest = Serve(parts.Ingest.HandleAsync, parts.Time);
        var query = Serve(async (request, token) => await parts.Query.HandleAsync(request, token).ConfigureAwait(false), parts.Time);
        var planner = new PlanHandler();
        var plan = Serve((request, _) => new(planner.Handle(request)), parts.Time);
        var commands = Serve(parts.Commands.HandleAsync, parts.Time);
        var ota = Serve(parts.Ota.HandleAsync, parts.Time);
        var releases = Serve(parts.Releases.HandleAsync, parts.Time);
        var status = Serve((_, _) => new(Status(parts)), parts.Time);
        var health = Serve((_, _) => new(Ok("""{"status":"ok"}""")), parts.Time);
        RequestDelegate live = new LiveEndpoint(parts.Live, parts.Time, parts.Stopping).HandleAsync;

        app.MapPost(FramesPath, ingest);
        app.MapGet("/v1/devices", query);
        app.MapGet("/v1/devices/{id}", query);
        app.MapGet("/v1/devices/{id}/records", query);
        app.MapGet("/v1/events", query);
        app.MapGet("/v1/links", query);
        app.MapGet("/v1/links/{id}", query);
        app.MapPost("/v1/plan", plan);
        app.MapPost("/v1/devices/{id}/commands", commands);
        app.MapGet("/v1/devices/{id}/commands", commands);
        app.MapGet("/v1/devices/{id}/commands/{commandId}", commands);
        app.MapGet("/v1/devices/{id}/ota/manifest", ota);
        app.MapGet("/v1/devices/{id}/ota/{build}/image", ota);
        app.MapGet("/v1/ota/releases", releases);
        app.MapPost("/v1/ota/releases", releases);
        app.MapGet("/v1/ota/releases/{build}", releases);
        app.MapGet("/v1/ota/releases/{build}/devices", releases);
        app.MapPost("/v1/ota/releases/{build}/rollout", releases);
        app.MapGet("/v1/status", status);
        app.MapGet("/v1/live", live);
        app.MapGet("/healthz", health);
        foreach (var asset in PageAssets.All)
        {
            RequestDelegate send = context => SendAssetAsync(context, asset);
            app.MapGet(asset.Path, send);
        }
    }

    private static RequestDelegate Serve(Handler handler, TimeProvider time) => async context =>
    {
        var request = await HttpApiAdapter.ReadAsync(context, time, context.RequestAborted).ConfigureAwait(false);
        var response = await handler(request, context.RequestAborted).ConfigureAwait(false);
        await HttpApiAdapter.WriteAsync(context, response, context.RequestAborted).ConfigureAwait(false);
    };

    /// <summary>Every answer gets the headers that keep a browser honest, and every failure a problem document.</summary>
    private static async Task GuardAsync(HttpContext context, RequestDelegate next, FailureLog failures)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["referrer-policy"] = "no-referrer";
        try
        {
            await (CrossOrigin.IsForeign(context.Request) ? ProblemAsync(context, 403) : next(context)).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            await ProblemAsync(context, e.StatusCode).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left; there is nobody to answer.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failures.Failed($"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}", e);
            if (context.Response.HasStarted)
            {
                // Half an answer must not look like a whole one.
                context.Abort();
                return;
            }

            const string Detail = "The store does not answer now. Try again; if it goes on, the station's log says why.";
            var problem = Problems.Create(503, "unavailable", Detail, ("retry-after", "5"));
            await HttpApiAdapter.WriteAsync(context, problem, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static Task DescribeStatusAsync(HttpContext context) => ProblemAsync(context, context.Response.StatusCode);

    private static Task ProblemAsync(HttpContext context, int status)
    {
        if (context.Response.HasStarted) return Task.CompletedTask;
        var (code, detail) = status switch
        {
            413 when context.Request.Path == FramesPath =>
                ("too-large", $"The body is larger than {FrameIngestOptions.DefaultMaxBodyBytes} bytes. Send the frames in several requests."),
            413 => ("too-large", "The body is too large. GET /openapi.json describes what is taken."),
            404 => ("not-found", "There is nothing here. GET /openapi.json describes what there is."),
            405 => ("method-not-allowed", "This address does not take that method. GET /openapi.json describes what it takes."),
            403 => ("forbidden", "Another page than the station's own asks for this in your browser. Only the station's page and programs may."),
            400 => ("request", "The request cannot be understood."),
            _ => ("request", "The request was not served."),
        };
        return HttpApiAdapter.WriteAsync(context, Problems.Create(status, code, detail), context.RequestAborted);
    }

    private static async Task SendAssetAsync(HttpContext context, PageAsset asset)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.CacheControl = "no-cache";
        headers.ETag = asset.ETag;
        if (context.Request.Headers.IfNoneMatch.Contains(asset.ETag))
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotModified;
            return;
        }

        context.Response.ContentType = asset.ContentType;
        context.Response.ContentLength = asset.Content.Length;
        await context.Response.Body.WriteAsync(asset.Content, context.RequestAborted).ConfigureAwait(false);
    }

    private static HttpApiResponse Status(StationApiParts parts)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("time", parts.Time.GetUtcNow().ToUnixTimeMilliseconds());
            writer.WriteStartArray("devices");
            foreach (var device in parts.Presence.Snapshot())
            {
                writer.WriteStartObject();
                writer.WriteString("deviceId", device.DeviceId);
                writer.WriteBoolean("online", device.Online);
                writer.WriteNumber("since", device.Since);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Ok(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static HttpApiResponse Ok(string json) => new()
    {
        StatusCode = 200,
        Headers = new Dictionary<string, string> { ["content-type"] = "application/json", ["cache-control"] = "no-store" },
        Body = json,
    };
}

using System.Text.Json;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Planning;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Query;

namespace DroneLink.CloudSdk.Tests.Examples;

// The text between the two marks stands in the repository's README, under "CloudSdk in your own Lambda project".
// <example>
public sealed class Functions(FrameIngest ingest, ProjectionHandler projection, QueryHandler query, PlanHandler plan)
{
    // POST /v1/frames, from an HTTP API (payload format 2.0)
    public async Task<Stream> PostFrames(Stream request)
    {
        var call = await JsonSerializer.DeserializeAsync(request, CloudJsonContext.Default.HttpApiRequest);
        return ToJson(await ingest.HandleAsync(call!));
    }

    // GET /v1/{proxy+}
    public async Task<Stream> Get(Stream request)
    {
        var call = await JsonSerializer.DeserializeAsync(request, CloudJsonContext.Default.HttpApiRequest);
        return ToJson(await query.HandleAsync(call!));
    }

    // POST /v1/plan
    public async Task<Stream> Plan(Stream request)
    {
        var call = await JsonSerializer.DeserializeAsync(request, CloudJsonContext.Default.HttpApiRequest);
        return ToJson(plan.Handle(call!));
    }

    // The stream's event source mapping, with ReportBatchItemFailures
    public async Task<Stream> Project(Stream batch)
    {
        var records = await JsonSerializer.DeserializeAsync(batch, CloudJsonContext.Default.KinesisEvent);
        var answer = await projection.HandleAsync(records);
        return new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(answer, CloudJsonContext.Default.BatchResponse));
    }

    private static MemoryStream ToJson(HttpApiResponse answer) =>
        new(JsonSerializer.SerializeToUtf8Bytes(answer, CloudJsonContext.Default.HttpApiResponse));
}

// </example>

using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Planning;
using DroneLink.CloudSdk.Projection;

namespace DroneLink.CloudSdk.Tests.Examples;

// The text between the two marks stands in the repository's README, under "CloudSdk in your own Lambda project".
// <example>
public sealed class Functions(ITelemetryCloud cloud)
{
    private readonly FrameIngest _ingest = new(cloud.Registry, cloud.Stream, cloud.DeadLetters, TimeProvider.System);
    private readonly ProjectionHandler _projection = new([cloud.Store, cloud.Search], cloud.DeadLetters, TimeProvider.System);
    private readonly PlanHandler _plan = new();

    // POST /v1/frames, from an HTTP API
    public async Task<HttpApiResponse> PostFrames(HttpApiRequest request) => await _ingest.HandleAsync(request);

    // The same from a REST API, as everything here could be
    public async Task<HttpApiResponse> PostFramesRest(RestApiRequest request) => await _ingest.HandleAsync(request.ToHttpApi());

    // GET /v1/{proxy+}
    public Task<HttpApiResponse> Get(HttpApiRequest request) => cloud.Query.HandleAsync(request);

    // POST /v1/plan
    public HttpApiResponse Plan(HttpApiRequest request) => _plan.Handle(request);

    // The stream's event source mapping, with ReportBatchItemFailures
    public Task<BatchResponse> Project(KinesisEvent batch) => _projection.HandleAsync(batch);
}

// </example>

using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Lambda.Runtime;
using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Planning;
using DroneLink.CloudSdk.Projection;

namespace DroneLink.LambdaHost;

/// <summary>What a handler's name stands for. The one place to add a handler.</summary>
internal static class Handlers
{
    private static readonly SortedDictionary<string, Func<HostCloud, HostLog, LambdaFunction>> All = new(StringComparer.Ordinal)
    {
        ["authorize"] = (cloud, _) => LambdaFunctions.Json(
            CloudJsonContext.Default.HttpApiRequest,
            AuthorizerJsonContext.Default.AuthorizerAnswer,
            new AuthorizeHandler(cloud.Telemetry.Tokens, cloud.Telemetry.Registry).HandleAsync),
        ["command"] = (cloud, log) => CommandFunction.Create(new CommandHandler(
            cloud.Telemetry.Registry,
            cloud.Telemetry.Commands,
            cloud.DeviceChannel,
            cloud.Telemetry.DeadLetters,
            options: new CommandHandlerOptions { OnFailure = error => Tell(log, error) })),
        ["ingest"] = (cloud, log) => LambdaFunctions.Http(Ingest(cloud, log).HandleAsync),
        ["iot"] = (cloud, log) => LambdaFunctions.Json(
            IotJsonContext.Default.IotFrameEvent, IotJsonContext.Default.IotFrameAnswer, new IotFrameHandler(Ingest(cloud, log)).HandleAsync),
        ["ota"] = Ota,
        ["project"] = (cloud, log) => LambdaFunctions.Kinesis(new ProjectionHandler(
            [cloud.Telemetry.Store, cloud.Telemetry.Search, new OtaProgressSink(cloud.Telemetry.Rollouts)],
            cloud.Telemetry.DeadLetters,
            TimeProvider.System,
            problem => Tell(log, problem))),
        ["query"] = (cloud, _) => LambdaFunctions.Http(Query(cloud.Telemetry)),
    };

    /// <summary>Makes the function of a name.</summary>
    /// <param name="name">The variable <c>_HANDLER</c>.</param>
    /// <param name="loop">Ends what the function stands on.</param>
    /// <param name="log">Hears of what the function cannot tell its caller.</param>
    /// <exception cref="ArgumentException">There is no such handler; the message lists them.</exception>
    public static LambdaFunction Create(string? name, RuntimeLoop loop, HostLog log)
    {
        if (!All.TryGetValue(name ?? "", out var make))
            throw new ArgumentException($"There is no handler '{name}'. Set the function's handler to one of: {string.Join(", ", All.Keys)}.");

        var cloud = HostCloud.Open();
        loop.OnStop(_ =>
        {
            cloud.Telemetry.Dispose();
            return ValueTask.CompletedTask;
        });
        return make(cloud, log);
    }

    private static FrameIngest Ingest(HostCloud cloud, HostLog log) => new(
        cloud.Telemetry.Registry,
        cloud.Telemetry.Stream,
        cloud.Telemetry.DeadLetters,
        TimeProvider.System,
        new FrameIngestOptions { OnFailure = error => Tell(log, error) });

    private static LambdaFunction Ota(HostCloud cloud, HostLog log)
    {
        var options = new OtaHandlerOptions { OnFailure = error => Tell(log, error) };
        var telemetry = cloud.Telemetry;
        return OtaFunction.Create(
            new OtaHandler(telemetry.Registry, telemetry.Releases, telemetry.Rollouts, options: options),
            new OtaApiHandler(telemetry.Registry, telemetry.Releases, telemetry.Rollouts, cloud.DeviceChannel, options: options),
            cloud.DeviceChannel,
            options.OnFailure);
    }

    private static Func<HttpApiRequest, CancellationToken, ValueTask<HttpApiResponse>> Query(ITelemetryCloud cloud)
    {
        var plan = new PlanHandler();
        return async (request, cancellationToken) => request.RawPath == "/v1/plan"
            ? plan.Handle(request)
            : await cloud.Query.HandleAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static void Tell(HostLog log, Exception error) =>
        log.Write(HostLogLevel.Error, "unavailable", ("error", error.GetType().Name), ("message", error.Message));

    private static void Tell(HostLog log, ProjectionProblem problem) => log.Write(
        HostLogLevel.Warn,
        problem.WillRetry ? "retry" : "poison",
        ("sequenceNumber", problem.SequenceNumber),
        ("source", problem.Source),
        ("code", problem.Code),
        ("message", problem.Message));
}

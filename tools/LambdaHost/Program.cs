using DroneLink.CloudSdk.Lambda.Runtime;
using DroneLink.LambdaHost;

// Lambda tells a function's memory, and nothing else does: without it the collector would let the process grow until Lambda kills it.
if (ulong.TryParse(Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), out var megabytes) && megabytes is >= 128 and <= 10_240)
{
    AppContext.SetData("GCHeapHardLimit", megabytes * 1024 * 1024 * 3 / 4);
    GC.RefreshMemoryLimit();
}

var name = Environment.GetEnvironmentVariable("_HANDLER");
var log = HostLog.FromEnvironment();
using var metrics = new HostMetrics(Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME") ?? name ?? "", log, TimeProvider.System);
return await RuntimeLoop.MainAsync(
    loop =>
    {
        var function = Handlers.Create(name, loop, log);
        return ValueTask.FromResult<LambdaFunction>((payload, invocation, cancellationToken) =>
        {
            log.RequestId = invocation.RequestId;
            return function(payload, invocation, cancellationToken);
        });
    },
    new RuntimeLoopOptions
    {
        OnCompleted = outcome =>
        {
            log.Write(
                outcome.Error is null ? HostLogLevel.Info : HostLogLevel.Error,
                outcome.Error is null ? "answered" : "failed",
                ("durationMs", outcome.Duration.TotalMilliseconds),
                ("coldStart", outcome.IsColdStart),
                ("requestBytes", outcome.RequestBytes),
                ("responseBytes", outcome.ResponseBytes),
                ("error", outcome.Error?.GetType().Name),
                ("message", outcome.Error?.Message));
            metrics.Flush();
        },
        OnProblem = problem => log.Write(HostLogLevel.Fatal, "runtime", ("message", problem)),
    });

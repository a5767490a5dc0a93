using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Lambda.Runtime;
using DroneLink.CloudSdk.Projection;

namespace DroneLink.CloudSdk.Tests.Examples;

// The text between the two marks stands in CloudSdk/Lambda/README.md.
internal static class CustomRuntime
{
    // <example>
    public static Task<int> RunAsync() => RuntimeLoop.MainAsync(loop =>
    {
        var cloud = EmbeddedCloud.Open("/tmp/cloud.db");
        loop.OnStop(_ =>
        {
            cloud.Dispose();
            return ValueTask.CompletedTask;
        });
        var projection = new ProjectionHandler([cloud.Store, cloud.Search], cloud.DeadLetters, TimeProvider.System);
        return ValueTask.FromResult(LambdaFunctions.Kinesis(projection));
    });

    // </example>
}

using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Projection;
using Microsoft.Extensions.Logging;

namespace DroneLink.Tool.GroundStation;

/// <summary>Opens the cloud behind a ground station.</summary>
/// <param name="report">Hears of every problem of its projection.</param>
/// <param name="stored">Hears of what it has stored.</param>
/// <param name="cancellationToken">Ends the attempt.</param>
/// <exception cref="UserErrorException">It cannot be used; the message says what to do.</exception>
public delegate Task<ITelemetryCloud> CloudOpener(
    Action<ProjectionProblem> report, Action<IReadOnlyList<ProjectedRecord>> stored, CancellationToken cancellationToken);

/// <summary>A cloud with those who listen to it: the live feed, the log, the count of what was refused.</summary>
internal sealed record StationCloud(ITelemetryCloud Cloud, LiveFeed Live, CountingDeadLetters Letters, ILoggerFactory Loggers)
{
    public static async Task<StationCloud> OpenAsync(CloudOpener open, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var log = loggers.CreateLogger<Station>();
        var live = new LiveFeed();
        CountingDeadLetters? letters = null;
        var cloud = await open(
            problem =>
            {
                if (!problem.WillRetry) letters?.CountOne();
                StationLog.Projection(log, problem);
            },
            live.Announce,
            cancellationToken).ConfigureAwait(false);
        letters = new CountingDeadLetters(cloud.DeadLetters);
        return new StationCloud(cloud, live, letters, loggers);
    }
}

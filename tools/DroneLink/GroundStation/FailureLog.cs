using Microsoft.Extensions.Logging;

namespace DroneLink.Tool.GroundStation;

/// <summary>
/// Logs what the station itself could not do, such as write to a full disk, one line each, as many as <see cref="LogLimit"/> lets pass.
/// Thread safe.
/// </summary>
public sealed partial class FailureLog(ILogger logger, TimeProvider time)
{
    private readonly LogLimit _limit = new(time);

    /// <summary>Logs one failure.</summary>
    /// <param name="what">What failed: ingest, GET /v1/devices, …</param>
    /// <param name="cause">Why.</param>
    public void Failed(string what, Exception cause)
    {
        if (!_limit.TryPass(out var suppressed)) return;
        if (suppressed > 0) Suppressed(logger, suppressed);
        Line(logger, what, cause.GetType().Name, cause.Message);
    }

    [LoggerMessage(EventId = 11, Level = LogLevel.Error, Message = "failed {What} code={Code} {Detail}")]
    private static partial void Line(ILogger logger, string what, string code, string detail);

    [LoggerMessage(EventId = 13, Level = LogLevel.Error, Message = "failed {Count} times more, not logged one by one")]
    private static partial void Suppressed(ILogger logger, long count);
}

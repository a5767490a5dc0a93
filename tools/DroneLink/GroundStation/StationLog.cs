using DroneLink.CloudSdk.Projection;
using Microsoft.Extensions.Logging;

namespace DroneLink.Tool.GroundStation;

/// <summary>The ground station's log lines: event, ids, codes, numbers; no secrets, no bodies.</summary>
internal static partial class StationLog
{
    /// <summary>Something could not be projected.</summary>
    public static void Projection(ILogger logger, ProjectionProblem problem)
    {
        Projection(logger, problem.Source, problem.SequenceNumber ?? "-", problem.Code, problem.WillRetry, problem.Message);
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "projection source={Source} sequence={Sequence} code={Code} retry={WillRetry} {Detail}")]
    private static partial void Projection(ILogger logger, string source, string sequence, string code, bool willRetry, string detail);

    [LoggerMessage(EventId = 12, Level = LogLevel.Error, Message = "twin stopped device={Device} code={Code} {Detail}")]
    public static partial void TwinStopped(ILogger logger, string device, string code, string detail);

    [LoggerMessage(EventId = 14, Level = LogLevel.Error, Message = "network stopped name={Name} code={Code} {Detail}")]
    public static partial void NetworkStopped(ILogger logger, string name, string code, string detail);
}

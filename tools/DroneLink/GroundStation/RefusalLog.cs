using Microsoft.Extensions.Logging;

namespace DroneLink.Tool.GroundStation;

/// <summary>Logs what was refused, one structured line each, as many as <see cref="LogLimit"/> lets pass. Never takes secrets or bodies. Thread safe.</summary>
public sealed partial class RefusalLog(ILogger<RefusalLog> logger, TimeProvider time)
{
    private readonly LogLimit _limit = new(time);

    /// <summary>Logs one refusal.</summary>
    /// <param name="what">connect, publish, subscribe, …</param>
    /// <param name="who">The device id that was claimed, or the address.</param>
    /// <param name="code">Why.</param>
    /// <param name="detail">More for people; no secret.</param>
    public void Refused(string what, string? who, string code, string detail)
    {
        if (!_limit.TryPass(out var suppressed)) return;
        if (suppressed > 0) Suppressed(logger, suppressed);
        Line(logger, what, Printable(who), code, Printable(detail));
    }

    /// <summary>What a stranger sent must not start a line of its own, nor fill one.</summary>
    private static string Printable(string? text)
    {
        const int MaxChars = 80;
        if (string.IsNullOrEmpty(text)) return "-";
        var cut = text.Length > MaxChars ? text[..MaxChars] + "…" : text;
        return string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c));
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "refused {What} who={Who} code={Code} {Detail}")]
    private static partial void Line(ILogger logger, string what, string who, string code, string detail);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "refused {Count} more, not logged one by one")]
    private static partial void Suppressed(ILogger logger, long count);
}

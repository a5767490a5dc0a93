using Microsoft.Extensions.Logging;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>
/// The log lines of one network. An outage is told when it begins, once in each <see cref="Interval"/>, and when it is over; so is what is
/// given up. Takes no secrets and no bodies. Thread safe.
/// </summary>
/// <param name="name">The network's name.</param>
/// <param name="logger">Where the lines go.</param>
/// <param name="time">The clock.</param>
public sealed partial class NetworkLog(string name, ILogger logger, TimeProvider time)
{
    /// <summary>Time between two lines about the same.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _told = [];
    private long _dropped;
    private long _refused;

    /// <summary>An attempt failed.</summary>
    public void Failed(int failures, int waiting, string reason)
    {
        if (failures == 1 ? TryPass("first") | TryPass("failed") : TryPass("failed")) Line(logger, name, failures, waiting, Printable(reason));
    }

    /// <summary>What had failed works again.</summary>
    public void Recovered(int failures)
    {
        if (TryPass("recovered")) Works(logger, name, failures);
    }

    /// <summary>Records were refused for ever.</summary>
    /// <param name="total">Since the start.</param>
    /// <param name="reason">Why.</param>
    public void Refused(long total, string reason)
    {
        if (!TryPass("refused")) return;
        Refusal(logger, name, total - Interlocked.Exchange(ref _refused, total), Printable(reason));
    }

    /// <summary>Records were given up.</summary>
    /// <param name="total">Since the start.</param>
    public void Dropped(long total)
    {
        if (total == Interlocked.Read(ref _dropped) || !TryPass("dropped")) return;
        Loss(logger, name, total - Interlocked.Exchange(ref _dropped, total));
    }

    /// <summary>Something else to be known, once in each <see cref="Interval"/>.</summary>
    /// <param name="topic">What it is about; its own interval.</param>
    /// <param name="detail">The line.</param>
    public void Note(string topic, string detail)
    {
        if (TryPass(topic)) Remark(logger, name, Printable(detail));
    }

    // What another server says must not start a line of its own, nor fill one.
    private static string Printable(string text)
    {
        const int MaxChars = 200;
        var cut = text.Length > MaxChars ? text[..MaxChars] + "…" : text;
        return string.Concat(cut.Select(c => char.IsControl(c) ? ' ' : c));
    }

    private bool TryPass(string topic)
    {
        lock (_gate)
        {
            if (_told.TryGetValue(topic, out var at) && time.GetElapsedTime(at) < Interval) return false;
            _told[topic] = time.GetTimestamp();
            return true;
        }
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "network {Name} failed attempt={Attempt} waiting={Waiting} {Detail}")]
    private static partial void Line(ILogger logger, string name, int attempt, int waiting, string detail);

    [LoggerMessage(EventId = 21, Level = LogLevel.Warning, Message = "network {Name} works again after {Attempts} failed attempts")]
    private static partial void Works(ILogger logger, string name, int attempts);

    [LoggerMessage(EventId = 22, Level = LogLevel.Warning, Message = "network {Name} refused {Count} records for ever: {Detail}")]
    private static partial void Refusal(ILogger logger, string name, long count, string detail);

    [LoggerMessage(EventId = 23, Level = LogLevel.Warning, Message = "network {Name} is behind: {Count} records given up, its backlog is full")]
    private static partial void Loss(ILogger logger, string name, long count);

    [LoggerMessage(EventId = 24, Level = LogLevel.Warning, Message = "network {Name} {Detail}")]
    private static partial void Remark(ILogger logger, string name, string detail);
}

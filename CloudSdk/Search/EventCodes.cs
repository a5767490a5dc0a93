using System.Text;

namespace DroneLink.CloudSdk.Search;

/// <summary>Names of the event codes, and the words by which a search finds an event.</summary>
public static class EventCodes
{
    /// <summary>Field of an event that holds its code.</summary>
    public const int CodeField = 0;

    /// <summary>Field of an event that holds its severity, 0 to 7 (syslog).</summary>
    public const int SeverityField = 1;

    /// <summary>Field of an event that holds its value.</summary>
    public const int ValueField = 2;

    /// <summary>The clock became known; the value is UTC ms minus uptime ms, which dates every record of the boot.</summary>
    public const int ClockSynced = 2;

    private static readonly string[] Names =
    [
        "boot", "clockSynced", "linkDegraded", "linkLost", "linkRestored", "transmitterTooClose", "transmitterHot", "receiverHot",
        "interference", "bufferOverwrote", "otaStarted", "otaApplied", "otaRolledBack", "otaRejected", "commandDone", "commandFailed",
        "peerConflict", "batteryLow", "autopilotLost", "watchdogReset",
    ];

    /// <summary>Returns what a search matches: the name as it is and as words, <c>linkLost link Lost</c>; empty for an unknown code.</summary>
    public static string Words(long code)
    {
        if (Name(code) is not { } name)
            return "";

        var words = new StringBuilder(name).Append(' ');
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter))
                words.Append(' ');
            words.Append(letter);
        }

        return words.ToString();
    }

    private static string? Name(long code) => code >= 1 && code <= Names.Length ? Names[code - 1] : null;
}

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

    /// <summary>Field of an event that holds its second value.</summary>
    public const int Value2Field = 3;

    /// <summary>The clock became known; the value is UTC ms minus uptime ms, which dates every record of the boot.</summary>
    public const int ClockSynced = 2;

    /// <summary>The video link became poor; the value is its health, the second the mean power, 0.01 dBm.</summary>
    public const int LinkDegraded = 3;

    /// <summary>There is no picture; the value is the power, 0.01 dBm, the second how long it was below the threshold, ms.</summary>
    public const int LinkLost = 4;

    /// <summary>The video link is good again; the value is the power, 0.01 dBm, the second how long it was not, ms.</summary>
    public const int LinkRestored = 5;

    /// <summary>The receiver is overdriven; the value is the power, 0.01 dBm.</summary>
    public const int TransmitterTooClose = 6;

    /// <summary>
    /// The video transmitter's temperature went over or under a mark; the value is its temperature, 0.01 °C, the second 0 normal, 1 warn,
    /// 2 throttle, 3 cut.
    /// </summary>
    public const int TransmitterHot = 7;

    /// <summary>The video receiver's did; values as for <see cref="TransmitterHot"/>.</summary>
    public const int ReceiverHot = 8;

    /// <summary>A foreign carrier is near the channel; the value is a score, 0 to 100, the second its frequency, MHz.</summary>
    public const int Interference = 9;

    /// <summary>The device takes an update; the value is its version, packed, the second its build.</summary>
    public const int OtaStarted = 11;

    /// <summary>An update is in force for good; values as for <see cref="OtaStarted"/>.</summary>
    public const int OtaApplied = 12;

    /// <summary>An update was given up and the payload before it runs; the value is why, the second its build.</summary>
    public const int OtaRolledBack = 13;

    /// <summary>An update was refused; the value is why, the second its build.</summary>
    public const int OtaRejected = 14;

    /// <summary>The device changed the transmitter; the value is its state, the second why.</summary>
    public const int TransmitterState = 21;

    /// <summary>The device changed the receiver; the value is its state, the second why.</summary>
    public const int ReceiverState = 22;

    /// <summary>A part is not as ordered; the value is which, 5 the transmitter, 6 the receiver, the second the state ordered.</summary>
    public const int NotObeyed = 25;

    /// <summary>What <see cref="Interference"/> told is over; the value is the score, 0 to 100.</summary>
    public const int InterferenceEnded = 26;

    /// <summary>What <see cref="TransmitterTooClose"/> told is over; the value is the power, 0.01 dBm.</summary>
    public const int TransmitterTooCloseEnded = 27;

    private static readonly string[] Names =
    [
        "boot", "clockSynced", "linkDegraded", "linkLost", "linkRestored", "transmitterTooClose", "transmitterHot", "receiverHot",
        "interference", "bufferOverwrote", "otaStarted", "otaApplied", "otaRolledBack", "otaRejected", "commandDone", "commandFailed",
        "peerConflict", "batteryLow", "autopilotLost", "watchdogReset", "transmitterState", "receiverState", "sensorFailed", "sensorRestored",
        "notObeyed", "interferenceEnded", "transmitterTooCloseEnded",
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

    /// <summary>Returns the name of a code, or null when it is not known to this version.</summary>
    public static string? Name(long code) => code >= 1 && code <= Names.Length ? Names[code - 1] : null;
}

using System.Globalization;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>
/// What an event says, in words as the page has them, but in ASCII: ground control stations count a text's characters where MAVLink counts
/// bytes.
/// </summary>
internal static class EventText
{
    private static readonly string[] TransmitterStates = ["off", "pit", "on", "throttled", "cut"];
    private static readonly string[] ReceiverStates = ["off", "on", "cut"];
    private static readonly string[] Resets = ["power came on", "ordered restart", "a worker had stalled"];
    private static readonly string[] Reasons =
    [
        "", "the device has just started", "disarmed", "armed", "heat", "left on too long", "temperature not known", "flight not known", "nobody flies",
        "a look for a picture", "obeyed late",
    ];

    private static readonly string[] Parts =
    [
        "", "transmitter's temperature", "transmitter's supply", "receiver's temperature", "receiver's supply", "video transmitter", "video receiver",
        "air around",
    ];

    /// <summary>Returns it.</summary>
    /// <param name="record">A record of kind event.</param>
    public static string Of(TelemetryRecord record)
    {
        if (!record.TryGet(EventCodes.CodeField, out var code)) return "event without a code";
        var value = Known(record, EventCodes.ValueField);
        var second = Known(record, EventCodes.Value2Field);
        return code switch
        {
            1 => Says("started", value is null ? null : Name(Resets, value, "reset reason")),
            2 => "learned the time",
            3 => Says("video link degraded", value is null ? null : Say($"health {value} of 100"), Dbm(second)),
            4 => Says("video link lost", Dbm(value), second is null ? null : $"below the threshold for {Seconds(second)}"),
            5 => Says("video link restored", Dbm(value), second is null ? null : $"after {Seconds(second)}"),
            6 => Says("receiver too close to a transmitter", Dbm(value)),
            7 => Says(second == 0 ? "video transmitter cooled down" : "video transmitter hot", Celsius(value)),
            8 => Says(second == 0 ? "video receiver cooled down" : "video receiver hot", Celsius(value)),
            9 => Says("interference", value is null ? null : Say($"{value} of 100"), second is null ? null : Say($"at {second} MHz")),
            10 => Says("buffer full: records overwritten", value?.ToString(CultureInfo.InvariantCulture)),
            11 => Says("firmware update started", Version(value)),
            12 => Says("firmware update applied", Version(value)),
            13 => "firmware update rolled back",
            14 => "firmware update rejected",
            15 => "command done",
            16 => "command failed",
            17 => "conflict with another drone",
            18 => Says("battery low", value?.ToString(CultureInfo.InvariantCulture)),
            19 => "autopilot lost",
            20 => "restarted by the watchdog",
            21 => $"video transmitter {Name(TransmitterStates, value, "state")}{Because(second)}",
            22 => $"video receiver {Name(ReceiverStates, value, "state")}{Because(second)}",
            23 => $"no reading from the sensor of the {Name(Parts, value, "part")}",
            24 => $"readings again from the sensor of the {Name(Parts, value, "part")}",
            25 => $"{Name(Parts, value, "part")} does not do as it is told",
            26 => "interference is over",
            27 => Says("receiver is no longer too close to a transmitter", Dbm(value)),
            _ => Say($"event {EventCodes.Name(code) ?? code.ToString(CultureInfo.InvariantCulture)}"),
        };
    }

    private static long? Known(TelemetryRecord record, int field) => record.TryGet(field, out var value) ? value : null;

    private static string Says(string what, params string?[] known)
    {
        var list = string.Join(", ", known.Where(text => !string.IsNullOrEmpty(text)));
        return list.Length == 0 ? what : $"{what}: {list}";
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Power at a receiver is far below 0 dBm; another number is something else.
    private static string? Dbm(long? centi) => centi < 0 ? Say($"{centi / 100.0:0} dBm") : null;

    private static string? Celsius(long? centi) => centi is null ? null : Say($"{centi / 100.0:0} C");

    private static string? Version(long? packed) => packed > 0 ? Say($"version {packed >> 16}.{(packed >> 8) & 0xFF}.{packed & 0xFF}") : null;

    private static string Seconds(long? ms) => Say($"{Math.Max(0, ms ?? 0) / 1000.0:0.#} s");

    private static string Because(long? reason) => reason is > 0 && reason < Reasons.Length ? $" ({Reasons[reason.Value]})" : "";

    private static string Name(string[] names, long? number, string what)
    {
        if (number is null) return $"{what} not known";
        return number >= 0 && number < names.Length && names[number.Value].Length > 0 ? names[number.Value] : Say($"{what} {number}");
    }
}

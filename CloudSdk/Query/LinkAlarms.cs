using System.Globalization;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Query;

/// <summary>
/// The open alarms of a video link. One opens with its event, or with a record that shows it; it closes with a later record that shows the
/// contrary, and when its device starts anew. README.md of this project has each rule in words.
/// </summary>
internal static class LinkAlarms
{
    // The device's defaults: -30 dBm, 3 dB above where the alarm is over; interference of 50, over at 20 less.
    private const int NotTooCloseCentiDbm = -3300;
    private const int InterferenceFrom = 50;
    private const int InterferenceOver = 30;

    // For the case that the event of its return was lost; well below where any ladder ends.
    private const int CooledCentiCelsius = 2000;
    private const int NormalTemperature = 0;
    private const string Cut = ", switched off";

    // Numbers of the device for the parts that it watches.
    private const int TransmitterPart = 5;
    private const int ReceiverPart = 6;

    // Of a device that is silent for longer nobody knows anything; its last alarm would stand for ever.
    private const long HeardMs = 60 * 60 * 1000;

    private const int Error = 3;
    private const int Warning = 4;

    /// <summary>Returns them, the most severe first, then the oldest.</summary>
    /// <param name="ends">The devices of the link.</param>
    /// <param name="receiver">The one whose reading is the newest; null when there is none.</param>
    /// <param name="recent">Its readings, as for <see cref="LinkJudge.Judge"/>.</param>
    /// <param name="state">How the link is.</param>
    /// <param name="nowMs">ms since 1970-01-01 UTC.</param>
    public static IReadOnlyList<LinkAlarm> Of(
        IReadOnlyList<LinkEnd> ends, LinkEnd? receiver, IReadOnlyList<LinkReading> recent, LinkState state, long nowMs)
    {
        var alarms = new List<LinkAlarm>();
        if (receiver is not null && IsHeard(receiver, nowMs))
        {
            alarms.AddRange(OfState(receiver, recent[^1], state));
            alarms.AddRange(OfReadings(receiver, recent, nowMs));
        }

        foreach (var end in ends.Where(end => IsHeard(end, nowMs)))
        {
            if (TransmitterHot(end) is { } transmitter)
                alarms.Add(transmitter);
            if (ReceiverHot(end) is { } hot)
                alarms.Add(hot);
            if (Disobedient(end, EventCodes.TransmitterState, TransmitterPart, "transmitterNotObeyed", "transmitter") is { } on)
                alarms.Add(on);
            if (Disobedient(end, EventCodes.ReceiverState, ReceiverPart, "receiverNotObeyed", "receiver") is { } deaf)
                alarms.Add(deaf);
        }

        return [.. alarms.OrderBy(alarm => alarm.Severity).ThenBy(alarm => alarm.SinceMs).ThenBy(alarm => alarm.Code, StringComparer.Ordinal)];
    }

    private static IEnumerable<LinkAlarm> OfState(LinkEnd receiver, LinkReading newest, LinkState state)
    {
        if (state.Name == LinkState.Lost)
            yield return Alarm(receiver, "linkLost", Error, state.SinceMs ?? newest.AtMs, "video link lost", receiver.Event(EventCodes.LinkLost));
        if (state.Name == LinkState.Degraded)
        {
            var text = newest.Health is { } health ? Say($"video link degraded: health {health} of 100") : "video link degraded";
            yield return Alarm(receiver, "linkDegraded", Warning, state.SinceMs ?? newest.AtMs, text, receiver.Event(EventCodes.LinkDegraded));
        }
    }

    private static IEnumerable<LinkAlarm> OfReadings(LinkEnd receiver, IReadOnlyList<LinkReading> recent, long nowMs)
    {
        var newest = recent[^1];
        var isFresh = newest.IsFresh(nowMs);
        var close = receiver.Event(EventCodes.TransmitterTooClose);
        var isAway = IsLater(newest, close) && newest is { IsSpoilt: false, RssiMean: < NotTooCloseCentiDbm };
        if ((close is not null && !isAway) || (isFresh && newest.IsSaturated))
        {
            yield return Alarm(
                receiver, "transmitterTooClose", Warning, close?.EffectiveMs ?? Since(recent, reading => reading.IsSaturated),
                "receiver too close to a transmitter: move it 10 m away; do not trust the health until then", close);
        }

        var foreign = receiver.Event(EventCodes.Interference);
        var isQuiet = IsLater(newest, foreign) && newest is { IsSpoilt: false, Interference: <= InterferenceOver };
        if ((foreign is not null && !isQuiet) || (isFresh && newest.Interference >= InterferenceFrom))
        {
            var score = newest.Interference ?? Value(foreign, EventCodes.ValueField);
            var at = Value(foreign, EventCodes.Value2Field) is { } mhz ? Say($" from {mhz} MHz") : "";
            var text = score is null ? $"interference{at}: change the channel" : Say($"interference {score} of 100{at}: change the channel");
            var sinceMs = foreign?.EffectiveMs ?? Since(recent, reading => reading.Interference >= InterferenceFrom);
            yield return Alarm(receiver, "interference", Warning, sinceMs, text, foreign);
        }

        if (!isFresh)
            yield break;
        if (newest.IsNotInSpiMode)
        {
            yield return Alarm(
                receiver, "notInSpiMode", Error, Since(recent, reading => reading.IsNotInSpiMode),
                "receiver does not answer on its bus: check its wiring, and whether it needs the SPI modification");
        }

        if (newest.IsTuneFailed)
        {
            yield return Alarm(
                receiver, "tuneFailed", Error, Since(recent, reading => reading.IsTuneFailed),
                "receiver does not take its channel: check its wiring");
        }

        if (newest.IsOutsideRegionPlan)
        {
            yield return Alarm(
                receiver, "outsideRegionPlan", Warning, Since(recent, reading => reading.IsOutsideRegionPlan),
                "channel is outside the configured region plan: choose another");
        }
    }

    private static LinkAlarm? TransmitterHot(LinkEnd end)
    {
        var record = end.Latest(RecordKind.Transmitter);
        var measure = Value(record, LinkFields.TransmitterState) switch
        {
            LinkFields.TransmitterPit => ", in pit mode",
            LinkFields.TransmitterThrottled => ", power reduced",
            LinkFields.TransmitterCut => Cut,
            _ => "",
        };
        return Hot(end, record, EventCodes.TransmitterHot, "transmitterHot", "transmitter", measure);
    }

    private static LinkAlarm? ReceiverHot(LinkEnd end)
    {
        var record = end.Latest(RecordKind.Receiver);
        var isCut = Value(record, LinkFields.ReceiverState) == LinkFields.ReceiverCut;
        return Hot(end, record, EventCodes.ReceiverHot, "receiverHot", "receiver", isCut ? Cut : "");
    }

    // A device tells of every mark of the temperature, up and down. Less power alone is no heat: that is also how a drone waits on the ground.
    private static LinkAlarm? Hot(LinkEnd end, StoredRecord? record, int code, string name, string what, string measure)
    {
        var told = end.Event(code);
        if (record is not null && record.Record.BootId != end.Boot)
            record = null;
        var isLater = record is not null && (told is null || record.EffectiveMs > told.EffectiveMs);
        var was = Value(told, EventCodes.ValueField);
        var temperature = Value(record, LinkFields.Temperature);
        var isCut = record is not null && measure == Cut;
        var isNormal = told is null || Value(told, EventCodes.Value2Field) == NormalTemperature;
        var isCool = isLater && temperature <= was - CooledCentiCelsius;
        if (isCut ? isNormal && !isLater : isNormal || isCool)
            return null;

        // Before a record came after it, the event has the newer temperature.
        var centi = isLater ? temperature ?? was : was ?? temperature;
        var degrees = centi is { } known ? Say($": {Math.Round(known / 100.0, MidpointRounding.AwayFromZero):0} °C") : "";
        var sinceMs = isNormal ? record!.EffectiveMs : told!.EffectiveMs;
        return Alarm(
            end, name, isCut ? Error : Warning, sinceMs, $"{what} hot{degrees}{(record is null ? "" : measure)}", isNormal ? null : told);
    }

    private static LinkAlarm? Disobedient(LinkEnd end, int stateCode, int part, string name, string what)
    {
        foreach (var told in end.Events.Where(record => record.Record.BootId == end.Boot))
        {
            var code = Value(told, EventCodes.CodeField);
            if (code == stateCode)
                return null;
            if (code == EventCodes.NotObeyed && Value(told, EventCodes.ValueField) == part)
                return Alarm(end, name, Error, told.EffectiveMs, $"{what} does not do as it is told: check its wiring, and treat it as on", told);
        }

        return null;
    }

    private static bool IsHeard(LinkEnd end, long nowMs) =>
        end.Stored is { } stored && nowMs - stored.LastSeen.ToUnixTimeMilliseconds() <= HeardMs;

    private static long Since(IReadOnlyList<LinkReading> recent, Func<LinkReading, bool> shows)
    {
        var first = recent.Count - 1;
        while (first > 0 && shows(recent[first - 1]))
            first--;
        return recent[first].AtMs;
    }

    private static bool IsLater(LinkReading reading, StoredRecord? told) => told is not null && reading.AtMs > told.EffectiveMs;

    private static long? Value(StoredRecord? record, int field) =>
        record is not null && record.Record.TryGet(field, out var value) ? value : null;

    private static LinkAlarm Alarm(LinkEnd end, string code, int severity, long sinceMs, string text, StoredRecord? told = null) =>
        new(code, end.Identity.DeviceId, Math.Min(Value(told, EventCodes.SeverityField) ?? severity, severity), sinceMs, text);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Query;

/// <summary>
/// The open alarms of a video link. One opens with its event, or with records that show it; it closes with the event of its end or a record that
/// shows the contrary, and stays closed; and when its device starts anew. README.md of this project has each rule in words.
/// </summary>
internal static class LinkAlarms
{
    // The device's defaults: -30 dBm, 3 dB above where the alarm is over; interference of 50, over at 20 less. One that is configured lower
    // shows it by the value of its event.
    private const int NotTooCloseCentiDbm = -3300;
    private const int NotTooCloseStepCentiDb = 300;
    private const int InterferenceFrom = 50;
    private const int InterferenceOver = 30;
    private const int InterferenceStep = 20;

    // For the case that the event of its return was lost; well below where any ladder ends.
    private const int CooledCentiCelsius = 2000;
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
    /// <param name="receivers">Those that receive.</param>
    /// <param name="best">The receiver that the state is of; null when there is none.</param>
    /// <param name="state">How the link is.</param>
    /// <param name="nowMs">ms since 1970-01-01 UTC.</param>
    public static IReadOnlyList<LinkAlarm> Of(
        IReadOnlyList<LinkEnd> ends, IReadOnlyList<LinkReceiver> receivers, LinkReceiver? best, LinkState state, long nowMs)
    {
        var alarms = new List<LinkAlarm>();
        foreach (var receiver in receivers.Where(receiver => IsHeard(receiver.End, nowMs)))
        {
            var own = OfReadings(receiver);
            if (receiver == best)
                own = own.Concat(OfState(receiver, state));
            alarms.AddRange(receivers.Count == 1
                ? own
                : own.Select(alarm => alarm with { Text = $"{alarm.Text} ({alarm.DeviceId})" }));
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

    private static IEnumerable<LinkAlarm> OfState(LinkReceiver receiver, LinkState state)
    {
        var newestMs = receiver.Judged.AtMs;
        var end = receiver.End;
        if (state.Name == LinkState.Lost)
            yield return Alarm(end, "linkLost", Error, state.SinceMs ?? newestMs, "video link lost", end.Event(EventCodes.LinkLost));
        if (state.Name == LinkState.Degraded)
        {
            var text = receiver.Judged.Health is { } health ? Say($"video link degraded: health {health} of 100") : "video link degraded";
            yield return Alarm(end, "linkDegraded", Warning, state.SinceMs ?? newestMs, text, end.Event(EventCodes.LinkDegraded));
        }
    }

    private static IEnumerable<LinkAlarm> OfReadings(LinkReceiver receiver)
    {
        if (TooClose(receiver) is { } close)
            yield return close;
        if (Interference(receiver) is { } foreign)
            yield return foreign;

        // A window without a sample says nothing of the receiver, unless there are no others.
        var telling = Telling(receiver);
        if (telling.Count == 0)
            yield break;
        if (telling[^1].IsNotInSpiMode)
        {
            yield return Alarm(
                receiver.End, "notInSpiMode", Error, LinkReceiver.Since(telling, reading => reading.IsNotInSpiMode),
                "receiver does not answer on its bus: check its wiring, and whether it needs the SPI modification");
        }

        if (telling[^1].IsTuneFailed)
        {
            yield return Alarm(
                receiver.End, "tuneFailed", Error, LinkReceiver.Since(telling, reading => reading.IsTuneFailed),
                "receiver does not take its channel: check its wiring");
        }

        if (telling[^1].IsOutsideRegionPlan)
        {
            yield return Alarm(
                receiver.End, "outsideRegionPlan", Warning, LinkReceiver.Since(telling, reading => reading.IsOutsideRegionPlan),
                "channel is outside the configured region plan: choose another");
        }
    }

    private static IReadOnlyList<LinkReading> Telling(LinkReceiver receiver)
    {
        List<LinkReading> telling = [.. receiver.Fresh.Where(reading => !reading.IsEmpty)];
        return telling.Count > 0 ? telling : receiver.Fresh;
    }

    private static LinkAlarm? TooClose(LinkReceiver receiver)
    {
        var told = Open(receiver.End, LinkLatch.TransmitterTooClose, told =>
        {
            var below = Math.Min(NotTooCloseCentiDbm, (Value(told, EventCodes.ValueField) ?? 0) - NotTooCloseStepCentiDb);
            return record => new LinkReading(record) is { IsSpoilt: false } reading && reading.RssiMean < below && reading.IsWhollyAfter(told);
        });
        var telling = Telling(receiver);
        if (told is null && !(telling.Count > 0 && telling[^1].IsSaturated))
            return null;
        return Alarm(
            receiver.End, "transmitterTooClose", Warning, told?.EffectiveMs ?? LinkReceiver.Since(telling, reading => reading.IsSaturated),
            "receiver too close to a transmitter: move it 10 m away; do not trust the health until then", told);
    }

    private static LinkAlarm? Interference(LinkReceiver receiver)
    {
        var told = Open(receiver.End, LinkLatch.Interference, told =>
        {
            var over = Math.Min(InterferenceOver, (Value(told, EventCodes.ValueField) ?? InterferenceFrom) - InterferenceStep);
            return record => new LinkReading(record) is { IsSpoilt: false } reading && reading.Interference <= over && reading.IsWhollyAfter(told);
        });
        var sound = receiver.Sound;
        var isShown = sound.Count >= LinkJudge.LeastToAgree
            && sound.TakeLast(LinkJudge.LeastToAgree).All(reading => reading.Interference >= InterferenceFrom);
        if (told is null && !isShown)
            return null;
        var score = (sound.Count > 0 ? sound[^1].Interference : null) ?? Value(told, EventCodes.ValueField);
        var at = Value(told, EventCodes.Value2Field) is { } mhz ? Say($" from {mhz} MHz") : "";
        var text = score is null ? $"interference{at}: change the channel" : Say($"interference {score} of 100{at}: change the channel");
        var sinceMs = told?.EffectiveMs ?? LinkReceiver.Since(sound, reading => reading.Interference >= InterferenceFrom);
        return Alarm(receiver.End, "interference", Warning, sinceMs, text, told);
    }

    private static LinkAlarm? TransmitterHot(LinkEnd end)
    {
        var record = OfBoot(end, end.Latest(RecordKind.Transmitter));
        var state = Value(record, LinkFields.TransmitterState);
        var measure = state switch
        {
            LinkFields.TransmitterOff => ", off",
            LinkFields.TransmitterPit => ", in pit mode",
            LinkFields.TransmitterThrottled => ", power reduced",
            LinkFields.TransmitterCut => Cut,
            _ => "",
        };
        return Hot(end, record, LinkLatch.TransmitterHot, state == LinkFields.TransmitterOff, "transmitterHot", "transmitter", measure);
    }

    private static LinkAlarm? ReceiverHot(LinkEnd end)
    {
        var record = OfBoot(end, end.Latest(RecordKind.Receiver));
        var state = Value(record, LinkFields.ReceiverState);
        var measure = state switch { LinkFields.ReceiverOff => ", off", LinkFields.ReceiverCut => Cut, _ => "" };
        return Hot(end, record, LinkLatch.ReceiverHot, state == LinkFields.ReceiverOff, "receiverHot", "receiver", measure);
    }

    // A device tells of every mark of the temperature, up and down. Less power alone is no heat: that is also how a drone waits on the ground.
    private static LinkAlarm? Hot(LinkEnd end, StoredRecord? record, LinkLatch latch, bool isOff, string name, string what, string measure)
    {
        var last = end.Event(latch.Raising);
        var isLater = record is not null && (last is null || record.EffectiveMs > last.EffectiveMs);
        var isCut = record is not null && measure == Cut;
        var told = end.Raised(latch);
        if (!isCut)
            told = Open(end, latch, told => record => Temperature(record) <= Temperature(told, EventCodes.ValueField) - CooledCentiCelsius);
        var temperature = Temperature(record);
        if (told is null && !(isCut && isLater))
            return null;

        // What is off and tells no temperature, since its sensor is off too, does not stay hot.
        if (isOff && isLater && temperature is null)
            return null;

        // Before a record came after it, the event has the newer temperature.
        var was = Temperature(told, EventCodes.ValueField);
        var centi = isLater ? temperature ?? was : was ?? temperature;
        var degrees = centi is { } known ? Say($": {Math.Round(known / 100.0, MidpointRounding.AwayFromZero):0} °C") : "";
        return Alarm(end, name, isCut ? Error : Warning, (told ?? record!).EffectiveMs, $"{what} hot{degrees}{measure}", told);
    }

    private static long? Temperature(StoredRecord? record, int field = LinkFields.Temperature) => Value(record, field);

    private static StoredRecord? OfBoot(LinkEnd end, StoredRecord? record) => record?.Record.BootId == end.Boot ? record : null;

    /// <summary>The event that raised an alarm that is open still: no event and no record since has ended it. Null for none.</summary>
    private static StoredRecord? Open(LinkEnd end, LinkLatch latch, Func<StoredRecord, Func<StoredRecord, bool>> closes)
    {
        if (end.Raised(latch) is not { } told)
            return null;
        return end.Later.TryGetValue(latch.Raising, out var later) && later.Any(closes(told)) ? null : told;
    }

    private static LinkAlarm? Disobedient(LinkEnd end, int stateCode, int part, string name, string what)
    {
        foreach (var told in end.Events.Where(record => record.Record.BootId == end.Boot))
        {
            var code = Value(told, EventCodes.CodeField);
            if (code == stateCode)
                return null;
            if (code == EventCodes.NotObeyed && Value(told, EventCodes.ValueField) == part)
                return Alarm(end, name, Error, told.EffectiveMs, $"{what} {WordsOf(part, Value(told, EventCodes.Value2Field))}", told);
        }

        return null;
    }

    private static string WordsOf(int part, long? ordered) => (part, ordered) switch
    {
        (TransmitterPart, LinkFields.TransmitterOff or LinkFields.TransmitterCut) => "does not go off as it is told: check its wiring, and treat it as on",
        (TransmitterPart, LinkFields.TransmitterPit or LinkFields.TransmitterThrottled) =>
            "does not lower its power as it is told: check its wiring, and treat it as on",
        (TransmitterPart, null) => "does not do as it is told: check its wiring, and treat it as on",
        (ReceiverPart, LinkFields.ReceiverOff or LinkFields.ReceiverCut) => "does not go off as it is told: check its wiring",
        (ReceiverPart, null) => "does not do as it is told: check its wiring",
        _ => "does not go on as it is told: check its wiring and its supply",
    };

    private static bool IsHeard(LinkEnd end, long nowMs) =>
        end.Stored is { } stored && nowMs - stored.LastSeen.ToUnixTimeMilliseconds() <= HeardMs;

    private static long? Value(StoredRecord? record, int field) => LinkFields.Value(record, field);

    private static LinkAlarm Alarm(LinkEnd end, string code, int severity, long sinceMs, string text, StoredRecord? told = null) =>
        new(code, end.Identity.DeviceId, Math.Min(Value(told, EventCodes.SeverityField) ?? severity, severity), sinceMs, text);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

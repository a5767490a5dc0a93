using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Query;

/// <summary>
/// Says how a video link is. The receiver's own word, its newest event of this boot, comes first: it has seen every sample. Its records have
/// the last word where they have said otherwise, all of them, for as long as one is fresh, since an event can be lost with an overwritten ring.
/// README.md of this project has the rules in words.
/// </summary>
internal static class LinkJudge
{
    /// <summary>Readings that must agree before they alone say what no event says.</summary>
    public const int LeastToAgree = 3;

    // A receiver records every few seconds; an older record than this tells of another time.
    private const long PartRecordMs = 60_000;

    // A receiver tells a loss only after a while, and the clocks of two devices are not quite the same.
    private const long LossFollowsMs = 30_000;

    /// <summary>What is said of a link without a receiver.</summary>
    public static LinkState NoReading { get; } = LinkState.NotKnown("noReading", "no reading of this link has ever come");

    /// <summary>Judges a link by one of its receivers.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <param name="ends">The devices of the link.</param>
    public static LinkState Judge(LinkReceiver receiver, IReadOnlyList<LinkEnd> ends)
    {
        var off = Off(receiver);
        if (receiver.Fresh.Count == 0)
            return off ?? Old(receiver);
        if (receiver.Judged.IsSpoilt)
            return off ?? Spoilt(receiver.Judged);

        var state = Readable(receiver);
        if (state is { Name: LinkState.Lost } or { Reason: "noSignal" })
            return off ?? Silenced(receiver, ends) ?? state;
        return off?.SinceMs > receiver.Judged.AtMs ? off : state;
    }

    /// <summary>
    /// Whether the device has switched its receiver off, by its newest word. A receiver that nobody needs is switched on now and then for a look;
    /// its records show that, and no event tells it.
    /// </summary>
    private static LinkState? Off(LinkReceiver receiver)
    {
        var record = receiver.End.Latest(RecordKind.Receiver);
        if (record is not null && (record.Record.BootId != receiver.End.Boot || receiver.Newest.AtMs - record.EffectiveMs > PartRecordMs))
            record = null;
        var told = receiver.End.Event(EventCodes.ReceiverState);
        var isNews = record is not null && (told is null || record.EffectiveMs > told.EffectiveMs);
        return (isNews ? OffOf(record!, LinkFields.ReceiverState) : null) ?? (told is null ? null : OffOf(told, EventCodes.ValueField));
    }

    private static LinkState? OffOf(StoredRecord word, int field) => LinkFields.Value(word, field) switch
    {
        LinkFields.ReceiverOff => LinkState.NotKnown("receiverOff", "the receiver is off", word.EffectiveMs),
        LinkFields.ReceiverCut => LinkState.NotKnown("receiverCut", "the receiver was switched off because it is hot", word.EffectiveMs),
        _ => null,
    };

    private static LinkState Old(LinkReceiver receiver)
    {
        var why = receiver.HasJustCome
            ? "the newest reading is old although it has just come: the device sends what it kept, or its clock is wrong"
            : receiver.IsHeard
                ? "the newest reading is old: the receiver's device is heard and sends none"
                : "the newest reading is old: the receiver's device is silent";
        return LinkState.NotKnown("old", why, receiver.Newest.AtMs);
    }

    private static LinkState Spoilt(LinkReading reading)
    {
        if (reading.IsNotInSpiMode)
            return LinkState.NotKnown("notInSpiMode", "the receiver does not answer on its bus");
        if (reading.IsTuneFailed)
            return LinkState.NotKnown("tuneFailed", "the receiver is not tuned to its channel");
        if (reading.IsStale)
            return LinkState.NotKnown("noSample", "the receiver gave no sample");
        return LinkState.NotKnown("saturated", "the receiver is overdriven: a transmitter is too close to it");
    }

    /// <summary>
    /// What is not sent cannot be lost: a receiver on the ground does not know what its transmitter was told. However old its last word is, it
    /// stands until the receiver tells of a picture since.
    /// </summary>
    private static LinkState? Silenced(LinkReceiver receiver, IReadOnlyList<LinkEnd> ends)
    {
        var word = ends
            .SelectMany(end => new[]
            {
                (Said: end.Latest(RecordKind.Transmitter), Field: LinkFields.TransmitterState),
                (Said: end.Event(EventCodes.TransmitterState), Field: EventCodes.ValueField),
            })
            .Where(word => LinkFields.Value(word.Said, word.Field) is not null)
            .OrderByDescending(word => word.Said!.EffectiveMs)
            .FirstOrDefault();
        if (word.Said is not { } said || HasSeenSince(receiver.End, said.EffectiveMs))
            return null;
        return LinkFields.Value(said, word.Field) switch
        {
            LinkFields.TransmitterOff => LinkState.NotKnown("transmitterOff", "the transmitter is off", said.EffectiveMs),
            LinkFields.TransmitterPit => LinkState.NotKnown("transmitterPit", "the transmitter is in pit mode", said.EffectiveMs),
            _ => null,
        };
    }

    // The loss that follows shows no picture since; one that comes later does, since only what was there can be lost.
    private static bool HasSeenSince(LinkEnd end, long wordMs) =>
        end.Event(EventCodes.LinkRestored)?.EffectiveMs > wordMs
        || end.Event(EventCodes.LinkLost, EventCodes.LinkDegraded)?.EffectiveMs > wordMs + LossFollowsMs;

    private static LinkState Readable(LinkReceiver receiver)
    {
        if (receiver.End.Event(EventCodes.LinkDegraded, EventCodes.LinkLost, EventCodes.LinkRestored) is { } told)
        {
            var name = NameOf(told);
            var latest = receiver.Latest;
            var all = latest.Count < LeastToAgree ? null
                : latest.All(reading => reading.IsSilent) ? LinkState.Lost
                : latest.All(reading => reading.IsSurelyPoor) ? LinkState.Degraded
                : latest.All(reading => reading.IsSurelyGood) ? LinkState.Good
                : null;
            var isOverruled = all is not null && all != name && told.EffectiveMs <= receiver.Newest.AtMs - receiver.Newest.FreshMs
                && !(name == LinkState.Lost && all == LinkState.Degraded);
            return isOverruled ? LinkState.Known(all!, latest[0].AtMs) : LinkState.Known(name, told.EffectiveMs);
        }

        // A receiver tells neither that the link came up the first time nor, before it did, that there is none.
        var last = receiver.Sound.TakeLast(LeastToAgree).ToList();
        if (last.All(reading => reading.IsSilent))
            return LinkState.NotKnown("noSignal", "the receiver has seen no transmitter since it started");
        if (receiver.Judged is { Health: null, Availability: null })
            return LinkState.NotKnown("noHealth", "the receiver tells neither health nor availability");
        if (!last.All(reading => reading.IsPoor))
            return LinkState.Known(LinkState.Good, null);
        return last.Count < LeastToAgree
            ? LinkState.NotKnown("tooFew", "a poor reading, and too few of them to judge by")
            : LinkState.Known(LinkState.Degraded, LinkReceiver.Since(receiver.Sound, reading => reading.IsPoor));
    }

    private static string NameOf(StoredRecord told) => LinkFields.Value(told, EventCodes.CodeField) switch
    {
        EventCodes.LinkDegraded => LinkState.Degraded,
        EventCodes.LinkLost => LinkState.Lost,
        _ => LinkState.Good,
    };
}

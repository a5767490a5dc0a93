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
    private const int LeastToOverrule = 3;

    // A transmitter or a receiver records every few seconds; an older record than this tells of another time.
    private const long PartRecordMs = 60_000;

    /// <summary>Judges a link.</summary>
    /// <param name="ends">The devices of the link.</param>
    /// <param name="receiver">The one whose reading is the newest; null when there is none.</param>
    /// <param name="recent">Its readings, oldest first, back from the newest for as long as that is fresh; empty when there is none.</param>
    /// <param name="nowMs">ms since 1970-01-01 UTC.</param>
    public static LinkState Judge(IReadOnlyList<LinkEnd> ends, LinkEnd? receiver, IReadOnlyList<LinkReading> recent, long nowMs)
    {
        if (receiver is null || recent.Count == 0)
            return LinkState.NotKnown("noReading", "no reading of this link has ever come");
        var newest = recent[^1];
        if (Unreadable(receiver, newest, nowMs) is { } unknown)
            return unknown;

        var state = Readable(receiver, recent);
        return (state is { Name: LinkState.Lost } or { Reason: "noSignal" } ? Silenced(ends, newest) : null) ?? state;
    }

    /// <summary>What is not sent cannot be lost: a receiver on the ground does not know what its transmitter was told.</summary>
    private static LinkState? Silenced(IReadOnlyList<LinkEnd> ends, LinkReading newest)
    {
        var record = ends.Select(end => end.Latest(RecordKind.Transmitter)).OfType<StoredRecord>().MaxBy(record => record.EffectiveMs);
        if (record is null || newest.AtMs - record.EffectiveMs > PartRecordMs || !record.Record.TryGet(LinkFields.TransmitterState, out var state))
            return null;
        return state switch
        {
            LinkFields.TransmitterOff => LinkState.NotKnown("transmitterOff", "the transmitter is off", record.EffectiveMs),
            LinkFields.TransmitterPit => LinkState.NotKnown("transmitterOff", "the transmitter is in pit mode", record.EffectiveMs),
            _ => null,
        };
    }

    private static LinkState? Unreadable(LinkEnd receiver, LinkReading newest, long nowMs)
    {
        if (newest.IsFresh(nowMs) && !newest.IsSpoilt)
            return null;

        var newestMs = newest.AtMs;
        if (receiver.Latest(RecordKind.Receiver) is { } record && newestMs - record.EffectiveMs <= PartRecordMs
            && record.Record.TryGet(LinkFields.ReceiverState, out var state))
        {
            if (state == LinkFields.ReceiverOff)
                return LinkState.NotKnown("receiverOff", "the receiver is off", record.EffectiveMs);
            if (state == LinkFields.ReceiverCut)
                return LinkState.NotKnown("receiverCut", "the receiver was switched off because it is hot", record.EffectiveMs);
        }

        if (!newest.IsFresh(nowMs))
            return LinkState.NotKnown("old", "the newest reading is old: the receiver's device is silent", newestMs);
        if (newest.IsNotInSpiMode)
            return LinkState.NotKnown("notInSpiMode", "the receiver does not answer on its bus");
        if (newest.IsTuneFailed)
            return LinkState.NotKnown("tuneFailed", "the receiver is not tuned to its channel");
        if (newest.IsStale)
            return LinkState.NotKnown("noSample", "the receiver gave no sample");
        return LinkState.NotKnown("saturated", "the receiver is overdriven: a transmitter is too close to it");
    }

    private static LinkState Readable(LinkEnd receiver, IReadOnlyList<LinkReading> recent)
    {
        var newest = recent[^1];
        var all = recent.Count < LeastToOverrule ? null
            : recent.All(reading => reading.IsSilent) ? LinkState.Lost
            : recent.All(reading => reading.IsPoor) ? LinkState.Degraded
            : recent.All(reading => reading.IsGood) ? LinkState.Good
            : null;
        if (receiver.Event(EventCodes.LinkDegraded, EventCodes.LinkLost, EventCodes.LinkRestored) is { } told)
        {
            var name = NameOf(told);
            var isOverruled = all is not null && all != name && told.EffectiveMs <= newest.AtMs - newest.FreshMs
                && !(name == LinkState.Lost && all == LinkState.Degraded);
            return isOverruled ? LinkState.Known(all!, recent[0].AtMs) : LinkState.Known(name, told.EffectiveMs);
        }

        // A receiver tells neither that the link came up the first time nor, before it did, that there is none.
        if (newest.IsSilent)
            return LinkState.NotKnown("noSignal", "the receiver has seen no transmitter since it started");
        if (newest.Health is null && newest.Availability is null)
            return LinkState.NotKnown("noHealth", "the receiver tells neither health nor availability");
        return newest.IsPoor ? LinkState.Known(LinkState.Degraded, newest.AtMs) : LinkState.Known(LinkState.Good, null);
    }

    private static string NameOf(StoredRecord told)
    {
        told.Record.TryGet(EventCodes.CodeField, out var code);
        return code switch
        {
            EventCodes.LinkDegraded => LinkState.Degraded,
            EventCodes.LinkLost => LinkState.Lost,
            _ => LinkState.Good,
        };
    }
}

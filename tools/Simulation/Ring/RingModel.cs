using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Media;
using static DroneLink.Simulation.Campaigns.ViolationException;

namespace DroneLink.Simulation.Ring;

/// <summary>
/// Drives a <see cref="FlashRing"/> through a random history and knows what it must hold; <see cref="RingLedger"/> has the equation that it holds the
/// ring to. Of what was recorded only that may be lost with the power which was not yet committed.
/// </summary>
internal sealed class RingModel
{
    private readonly Random _random;
    private readonly int _maxSegments;
    private readonly FrameSource _source;
    private readonly RingLedger _ledger;
    private readonly byte[] _read;
    private FlashRing _ring = null!;
    private uint _overwritten;
    private uint _uncertain;
    private int _volatile;
    private int _volatileBefore;
    private int _acknowledging;
    private bool _mayGiveUp;
    private bool _bitsFlipped;
    private bool _countIsLow;

    /// <summary>Creates a model; <see cref="Start"/> opens its ring.</summary>
    /// <param name="seed">Of its history.</param>
    /// <param name="store">The flash.</param>
    /// <param name="maxSegments">Segments of the ring.</param>
    /// <param name="largestFrame">Bytes of a frame, about, at the most.</param>
    public RingModel(int seed, CutStore store, int maxSegments, int largestFrame)
    {
        _random = new Random(seed);
        Store = store;
        _maxSegments = maxSegments;
        _source = new FrameSource(largestFrame);
        _ledger = new RingLedger();
        _read = new byte[FrameFormat.MaxFrameBytes];
    }

    private RingModel(RingModel other, CutStore store, int seed)
    {
        _random = new Random(seed);
        Store = store;
        _maxSegments = other._maxSegments;
        _source = other._source;
        _ledger = other._ledger.Copy();
        _read = other._read;
        _overwritten = other._overwritten;
        _uncertain = other._uncertain;
        _volatile = other._volatile;
        _volatileBefore = other._volatileBefore;
        _acknowledging = other._acknowledging;
        _mayGiveUp = other._mayGiveUp;
        _bitsFlipped = other._bitsFlipped;
        _countIsLow = other._countIsLow;
    }

    /// <summary>The flash.</summary>
    public CutStore Store { get; }

    /// <summary>Power cuts that came about.</summary>
    public int Cuts { get; private set; }

    /// <summary>Those of them that came while the ring was opened.</summary>
    public int CutsInRecovery { get; private set; }

    /// <summary>Power cuts that are still to come by chance.</summary>
    public int CutsToCome { get; set; } = int.MaxValue;

    /// <summary>A cut that is to come comes within this many operations.</summary>
    public int CutWithin { get; init; } = 40;

    /// <summary>The ring of this boot.</summary>
    public FlashRing Ring => _ring;

    /// <summary>What was recorded.</summary>
    public RingLedger Ledger => _ledger;

    /// <summary>Is told what it does; null where nobody reads.</summary>
    public Action<string>? Tell { get; set; }

    /// <summary>Opens the ring for the first time.</summary>
    public void Start()
    {
        Reopen();
        Adopt(ReadAll());
    }

    /// <summary>Returns a copy at whose flash the power has just gone. It starts anew, and goes its own way.</summary>
    /// <param name="store">A copy of the flash, as the cut left it.</param>
    /// <param name="seed">Of what it does from here on.</param>
    /// <param name="cutsToCome">Cuts that may follow.</param>
    public RingModel AfterCut(CutStore store, int seed, int cutsToCome)
    {
        var copy = new RingModel(this, store, seed) { Cuts = 1, CutsToCome = cutsToCome, CutWithin = 8, Tell = Tell };
        copy.AfterCut();
        return copy;
    }

    /// <summary>Returns a copy that starts anew at a flash that has decayed: whatever is still there must be right. It goes its own way.</summary>
    /// <param name="store">The flash.</param>
    /// <param name="seed">Of what it does from here on.</param>
    public RingModel OnDecayed(CutStore store, int seed)
    {
        var copy = new RingModel(this, store, seed) { CutsToCome = 0, Tell = Tell };
        copy.RestartAfterDecay();
        return copy;
    }

    /// <summary>Does one random thing; a cut in it leads to a restart. Then everything is checked.</summary>
    public void Step()
    {
        Begin(0);
        try
        {
            DoSomething();
        }
        catch (PowerCutException)
        {
            Cuts++;
            CutsToCome--;
            Tell?.Invoke("cut");
            AfterCut();
            return;
        }

        Reconcile();
    }

    /// <summary>Restarts without a cut after a checkpoint: nothing may be lost, and nothing comes back.</summary>
    public void RestartInOrder()
    {
        Store.RefuseShare = 0;
        Store.Blocks = 0;
        Store.CutAt = 0;
        Begin(0);
        Tell?.Invoke("checkpoint, restart");
        Unless(_ring.Checkpoint(), "a checkpoint failed that nothing was in the way of");
        Reconcile();
        _volatileBefore = 0;
        var before = _ledger.Waiting;
        Open();
        Unless(before.SequenceEqual(ReadAll()), "an orderly restart changed what waits");
        Unless(_overwritten == _ring.OverwrittenRecords, "an orderly restart changed the count of what was overwritten");
        Reconcile();
    }

    /// <summary>Acknowledges everything: the ring must be empty then, and no segment left.</summary>
    public void Drain()
    {
        Begin(_ledger.Waiting.Count);
        AcknowledgeFirst(_ledger.Waiting.Count);
        Reconcile();
        Unless(_ring.WaitingFrames == 0 && _ring.WaitingBytes == 0 && _ring.WaitingRecords == 0, "something waits in an empty ring");
        Unless(Store.Segments == 0, "segments are left of an empty ring");
        if (!_bitsFlipped && !_countIsLow)
            Unless(_ledger.Sum(FrameFate.Overwritten) == _ring.OverwrittenRecords, () => $"{_ring.OverwrittenRecords} overwritten, not {_ledger.Sum(FrameFate.Overwritten)}");
    }

    /// <summary>Flips bits and restarts: whatever is still there must be right, and the ring must go on.</summary>
    public void RestartWithFlippedBits(int bits)
    {
        for (var i = 0; i < bits; i++) Store.FlipBit();
        RestartAfterDecay();
    }

    /// <summary>Restarts on a flash that has decayed: whatever is still there must be right, and the ring must go on.</summary>
    public void RestartAfterDecay()
    {
        _bitsFlipped = true;
        Store.CutAt = 0;
        Open();
        Adopt(ReadAll());
    }

    private void DoSomething()
    {
        switch (_random.Next(20))
        {
            case < 11:
                Append();
                break;
            case < 14:
                Tell?.Invoke("commit");
                if (_ring.Commit()) Unless(_ring.VolatileFrames == 0, "a commit left frames volatile");
                break;
            case < 18:
                var waiting = _ledger.Waiting.Count;
                _acknowledging = _random.Next(3) == 0 ? waiting : _random.Next(Math.Min(waiting, 6) + 1);
                AcknowledgeFirst(_acknowledging);
                break;
            case 18:
                Tell?.Invoke("checkpoint");
                if (_ring.Checkpoint()) Unless(_ring.VolatileFrames == 0, "a checkpoint left frames volatile");
                break;
            default:
                // No order to it: the same as a cut, between two operations.
                if (_random.Next(4) == 0) throw new PowerCutException();
                break;
        }
    }

    private void Begin(int acknowledging)
    {
        _mayGiveUp = Store.Segments >= _maxSegments;
        Store.Refused = false;
        _acknowledging = acknowledging;
        _volatileBefore = _volatile;
    }

    private void Append()
    {
        var frame = _source.Make(_random, (uint)_ledger.Count);
        Tell?.Invoke($"append frame {frame.Id}: {frame.Records} records, {frame.Bytes.Length} bytes");
        _ledger.Record(frame);
        _volatile++;
        _ring.Append(frame.Bytes, 0, frame.Bytes.Length, frame.Records, frame.Id);
    }

    private void AcknowledgeFirst(int count)
    {
        if (count == 0) return;
        Tell?.Invoke($"acknowledge {count} frames up to {_ledger.Waiting[count - 1].Id}");
        var number = _ring.Seek(_ring.Head);
        for (var i = 1; i < count; i++) number = _ring.Seek(number + 1);
        _ring.AcknowledgeBelow(number + 1);
        _ledger.Set(_ledger.Waiting.Take(count), FrameFate.Acknowledged);
        _ledger.Waiting.RemoveRange(0, count);
    }

    // The ring's frames against the model's, with no cut between: what is missing must have been given up, and counted.
    private void Reconcile()
    {
        var there = ReadAll();
        var missing = RingLedger.Missing(_ledger.Waiting, there);
        Unless(there.Count + missing.Count == _ledger.Waiting.Count, "what was done with came back");
        var counted = _ring.OverwrittenRecords - _overwritten;
        Unless(counted == RingLedger.Sum(missing), () => $"{RingLedger.Sum(missing)} records were given up, and {counted} counted");
        if (missing.Count > 0)
        {
            Unless(_mayGiveUp || Store.Refused, "gave up frames though it was not full");
            if (!Store.Refused) Unless(there.Count == 0 || missing[^1].Id < there[0].Id, "gave up newer frames than it kept");
        }

        _ledger.Set(missing, FrameFate.Overwritten);
        _overwritten = _ring.OverwrittenRecords;
        if (Store.Refused) _uncertain = _overwritten;
        _ledger.Waiting = there;
        _volatile = _ring.VolatileFrames;
        CheckSums();
    }

    private void AfterCut()
    {
        // Of what a cut acknowledgement was about, anything may be there still.
        _ledger.Set(_ledger.Waiting.Take(_acknowledging).Where(f => _ledger.FateOf(f) == FrameFate.Waiting).ToList(), FrameFate.Acknowledged);
        var expected = _ledger.Waiting.Where(f => _ledger.FateOf(f) == FrameFate.Waiting).ToList();
        var committed = expected.Count - Math.Min(expected.Count, Math.Max(_volatileBefore, _volatile));
        var readable = FramesThatFit();
        var isWhole = Store.Kind == MediumKind.Littlefs && !Store.Files.Any(file => file is { IsDamaged: true, Bytes.Length: > 0 });
        Reopen();
        var there = ReadAll();
        Unless(there.Count >= readable, () => $"a start gave up frames though its segments had room: {there.Count} of {readable} are left");
        var missing = RingLedger.Missing(expected, there);
        var firstVolatile = committed < expected.Count ? expected[committed].Id : uint.MaxValue;
        var givenUp = missing.Where(f => f.Id < firstVolatile).ToList();
        var lost = missing.Where(f => f.Id >= firstVolatile).ToList();
        CheckCount(RingLedger.Sum(givenUp), RingLedger.Sum(lost));
        if (givenUp.Count > 0) Unless(_mayGiveUp || Store.Refused, "a cut cost frames that were committed");
        if (lost.Count > 0 && there.Count > 0 && !Store.Refused) Unless(there[^1].Id < lost[0].Id, "a cut made a hole");
        if (isWhole) Unless(_ring.SkippedBytes == 0, "bytes were skipped on a flash on which nothing is torn");
        _ledger.Set(givenUp, FrameFate.Overwritten);
        _ledger.Set(lost, FrameFate.Lost);
        Adopt(there);
    }

    // Where a segment is there twice, as its file is being replaced, the start has one file too many, but no segment: it must not give up the oldest.
    private int FramesThatFit()
    {
        if (Store.MayRefuse || _bitsFlipped || Store.Segments <= _maxSegments) return 0;
        if (Store.Files.Where(RingImage.IsSegment).Select(file => file.Name[..8]).Distinct().Count() > _maxSegments) return 0;
        var roomy = new FlashRing(Store.Copy(0), Store.Segments);
        roomy.Open();
        return roomy.WaitingFrames;
    }

    private void CheckCount(long givenUp, long lost)
    {
        // Where the flash refused writes, the newest part of the count was in RAM or in files that are gone, and some of what is lost may
        // be in it.
        var low = Store.Refused ? 0 : _overwritten + givenUp - _uncertain;
        var high = _overwritten + givenUp + (Store.Refused ? lost : 0);
        var count = _ring.OverwrittenRecords;
        if (!_bitsFlipped) Unless(count >= low && count <= high, () => $"{count} overwritten after a cut, not {low} to {high}");
        _countIsLow |= Store.Refused || _uncertain > 0;
        _uncertain = Store.MayRefuse ? count : 0;
    }

    private void Adopt(List<RingFrame> there)
    {
        _ledger.Set(there, FrameFate.Waiting);
        _overwritten = _ring.OverwrittenRecords;
        _ledger.Waiting = there;
        _volatile = 0;
        Unless(_ring.VolatileFrames == 0, "frames are volatile that were just read");
        CheckSums();
    }

    private void CheckSums()
    {
        RingReader.CheckSums(_ring, _ledger.Waiting);
        var mayPile = Store.Refused || _uncertain > 0 || _countIsLow || _bitsFlipped;
        Unless(mayPile || Store.Segments <= _maxSegments, "more segments than allowed");
    }

    private List<RingFrame> ReadAll() => RingReader.ReadAll(_ring, _ledger, _read);

    private void Reopen()
    {
        while (true)
        {
            try
            {
                // A cut during recovery is the commonest second cut: the power comes back badly.
                Store.CutAt = _random.Next(3) == 0 && CutsToCome > 0 ? Store.Operations + 1 + _random.Next(4) : 0;
                Open();
                Store.CutAt = _random.Next(2) == 0 && CutsToCome > 0 ? Store.Operations + 1 + _random.Next(CutWithin) : 0;
                return;
            }
            catch (PowerCutException)
            {
                Cuts++;
                CutsInRecovery++;
                CutsToCome--;
                Tell?.Invoke("cut while it opens");
            }
        }
    }

    private void Open()
    {
        _ring = new FlashRing(Store, _maxSegments);
        _ring.Open();
    }
}

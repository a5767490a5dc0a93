using System.Globalization;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using Xunit;

namespace DroneLink.Host.Tests.Storage;

/// <summary>
/// Drives a <see cref="FlashRing"/> through a random history and knows what it must hold. Every frame is different, so one that is
/// invented, repeated, moved or mixed up shows. The equation that it holds the ring to, in records:
/// recorded = acknowledged + waiting + overwritten + lost with the power, where only what was not yet committed may be lost.
/// </summary>
public sealed class RingModel
{
    private readonly Random _random;
    private readonly int _maxSegments;
    private readonly List<Frame> _recorded = [];
    private readonly FrameBuilder _builder = new("model"u8.ToArray(), 7);
    private readonly byte[] _read = new byte[FrameFormat.MaxFrameBytes];
    private List<Frame> _waiting = [];
    private FlashRing _ring;
    private uint _overwritten;
    private uint _uncertain;
    private int _volatile;
    private bool _mayGiveUp;
    private bool _bitsFlipped;
    private bool _countIsLow;

    public RingModel(int seed, CutStore store, int maxSegments, int largestFrame)
    {
        _random = new Random(seed);
        Store = store;
        _maxSegments = maxSegments;
        LargestFrame = largestFrame;
        Reopen();
    }

    private enum Fate
    {
        Waiting,
        Acknowledged,
        Overwritten,
        Lost,
    }

    public CutStore Store { get; }

    public int LargestFrame { get; }

    public int Cuts { get; private set; }

    public FlashRing Ring => _ring;

    /// <summary>Does one random thing; a cut in it leads to a restart. Then everything is checked.</summary>
    public void Step()
    {
        _mayGiveUp = Store.Segments >= _maxSegments;
        Store.Refused = false;
        var acknowledgeTo = 0;
        var volatileBefore = _volatile;
        try
        {
            switch (_random.Next(20))
            {
                case < 11:
                    Append();
                    break;
                case < 14:
                    if (_ring.Commit())
                    {
                        Assert.Equal(0, _ring.VolatileFrames);
                    }

                    break;
                case < 18:
                    acknowledgeTo = _random.Next(3) == 0 ? _waiting.Count : _random.Next(Math.Min(_waiting.Count, 6) + 1);
                    AcknowledgeFirst(acknowledgeTo);
                    break;
                case 18:
                    _ring.Checkpoint();
                    break;
                default:
                    if (_random.Next(4) == 0)
                    {
                        // No order to it: the same as a cut, between two operations.
                        throw new PowerCutException();
                    }

                    break;
            }
        }
        catch (PowerCutException)
        {
            Cuts++;
            AfterCut(acknowledgeTo, volatileBefore);
            return;
        }

        Reconcile();
    }

    /// <summary>Restarts without a cut after a checkpoint: nothing may be lost, and nothing comes back.</summary>
    public void RestartInOrder()
    {
        Store.RefuseShare = 0;
        Store.CutAt = 0;
        _mayGiveUp = Store.Segments >= _maxSegments;
        Store.Refused = false;
        Assert.True(_ring.Checkpoint());
        Reconcile();
        var before = _waiting;
        Open();
        Assert.Equal(before.Select(f => f.Id), ReadAll().Select(f => f.Id));
        Assert.Equal(_overwritten, _ring.OverwrittenRecords);
        _waiting = before;
        Reconcile();
    }

    /// <summary>Acknowledges everything: the ring must be empty then, and no segment left.</summary>
    public void Drain()
    {
        AcknowledgeFirst(_waiting.Count);
        Reconcile();
        Assert.Equal(0, _ring.WaitingFrames);
        Assert.Equal(0, _ring.WaitingBytes);
        Assert.Equal(0, _ring.WaitingRecords);
        Assert.Equal(0, Store.Segments);
        Assert.Equal(_recorded.Sum(f => f.Records), Enum.GetValues<Fate>().Sum(Sum));
        if (!_bitsFlipped && !_countIsLow)
        {
            Assert.Equal(Sum(Fate.Overwritten), _ring.OverwrittenRecords);
        }
    }

    /// <summary>Flips bits and restarts: whatever is still there must be right, and the ring must go on.</summary>
    public void RestartWithFlippedBits(int bits)
    {
        for (var i = 0; i < bits; i++) Store.FlipBit();

        _bitsFlipped = true;
        Store.CutAt = 0;
        Open();
        Adopt(ReadAll());
    }

    private long Sum(Fate fate) => _recorded.Where(f => f.Fate == fate).Sum(f => f.Records);

    private void Append()
    {
        var frame = NewFrame();
        _recorded.Add(frame);
        _waiting.Add(frame);
        _volatile++;
        _ring.Append(frame.Bytes, 0, frame.Bytes.Length, frame.Records, frame.Id);
    }

    private Frame NewFrame()
    {
        var id = (uint)_recorded.Count;
        _builder.Start(id);
        var records = 0;
        var goal = _random.Next(LargestFrame);
        do
        {
            var text = new byte[_random.Next(Math.Clamp(goal - _builder.Length, 0, 200) + 1)];
            Array.Fill(text, (byte)('a' + _random.Next(26)));
            if (!_builder.TryAddText(6, text, 0, text.Length, id)) break;

            records++;
        }
        while (_builder.Length < goal);

        _builder.Seal(false, id);
        return new Frame(id, _builder.Buffer.AsSpan(_builder.SealedOffset, _builder.SealedLength).ToArray(), records);
    }

    private void AcknowledgeFirst(int count)
    {
        if (count == 0)
        {
            return;
        }

        var number = _ring.Seek(_ring.Head);
        for (var i = 1; i < count; i++)
        {
            number = _ring.Seek(number + 1);
        }

        _ring.AcknowledgeBelow(number + 1);
        foreach (var frame in _waiting.Take(count)) frame.Fate = Fate.Acknowledged;

        _waiting.RemoveRange(0, count);
    }

    // The ring's frames against the model's, with no cut between: what is missing must have been given up, and counted.
    private void Reconcile()
    {
        var there = ReadAll();
        var present = there.Select(f => f.Id).ToHashSet();
        var missing = _waiting.Where(f => !present.Contains(f.Id)).ToList();
        var records = (uint)missing.Sum(f => f.Records);
        Assert.Equal(records, _ring.OverwrittenRecords - _overwritten);
        Assert.Equal(_waiting.Where(f => present.Contains(f.Id)).Select(f => f.Id), there.Select(f => f.Id));
        if (missing.Count > 0)
        {
            Assert.True(_mayGiveUp || Store.Refused, "gave up frames though it was not full");
            if (!Store.Refused) Assert.True(missing[^1].Id < (there.Count == 0 ? uint.MaxValue : there[0].Id), "gave up newer frames than it kept");
        }

        foreach (var frame in missing) frame.Fate = Fate.Overwritten;

        _overwritten = _ring.OverwrittenRecords;
        if (Store.Refused) _uncertain = _overwritten;
        _waiting = there;
        _volatile = _ring.VolatileFrames;
        CheckSums();
    }

    private void AfterCut(int acknowledging, int volatileBefore)
    {
        // Of what a cut acknowledgement was about, anything may be there still.
        foreach (var frame in _waiting.Take(acknowledging).Where(f => f.Fate == Fate.Waiting)) frame.Fate = Fate.Acknowledged;

        var expected = _waiting.Where(f => f.Fate == Fate.Waiting).ToList();
        var mayBeLost = expected.TakeLast(Math.Max(volatileBefore, _volatile)).Select(f => f.Id).ToHashSet();
        Reopen();
        var there = ReadAll();
        var present = there.Select(f => f.Id).ToHashSet();
        var missing = expected.Where(f => !present.Contains(f.Id)).ToList();
        var givenUp = missing.Where(f => !mayBeLost.Contains(f.Id)).ToList();
        var lost = missing.Where(f => mayBeLost.Contains(f.Id)).ToList();
        var records = (uint)givenUp.Sum(f => f.Records);
        // Where the flash refused writes, the newest part of the count was in RAM or in files that are gone, and some of what is lost may
        // be in it.
        var low = Store.Refused ? 0 : (long)_overwritten + records - _uncertain;
        var high = (long)_overwritten + records + (Store.Refused ? lost.Sum(f => f.Records) : 0);
        if (!_bitsFlipped) Assert.InRange(_ring.OverwrittenRecords, low, high);
        _countIsLow |= Store.Refused || _uncertain > 0;
        _uncertain = Store.RefuseShare > 0 ? _ring.OverwrittenRecords : 0;
        if (records > 0) Assert.True(_mayGiveUp || Store.Refused, "a cut cost frames that were committed");
        if (lost.Count > 0 && there.Count > 0 && !Store.Refused)
        {
            Assert.True(there[^1].Id < lost[0].Id, "a cut made a hole");
        }

        foreach (var frame in givenUp) frame.Fate = Fate.Overwritten;
        foreach (var frame in lost) frame.Fate = Fate.Lost;

        Adopt(there);
    }

    private void Adopt(List<Frame> there)
    {
        foreach (var frame in there) frame.Fate = Fate.Waiting;

        _overwritten = _ring.OverwrittenRecords;
        _waiting = there;
        _volatile = 0;
        Assert.Equal(0, _ring.VolatileFrames);
        CheckSums();
    }

    private void CheckSums()
    {
        Assert.Equal(_waiting.Count, _ring.WaitingFrames);
        Assert.Equal(_waiting.Sum(f => f.Bytes.Length), _ring.WaitingBytes);
        Assert.Equal(_waiting.Sum(f => f.Records), _ring.WaitingRecords);
        Assert.True(Store.Refused || _uncertain > 0 || _countIsLow || _bitsFlipped || Store.Segments <= _maxSegments, "more segments than allowed");
    }

    private List<Frame> ReadAll()
    {
        var frames = new List<Frame>();
        for (var number = _ring.Seek(_ring.Head); number != _ring.Next; number = _ring.Seek(number + 1))
        {
            var count = _ring.Read(number, _read);
            Assert.True(count > 0, string.Create(CultureInfo.InvariantCulture, $"frame {number} cannot be read"));
            var head = new FrameHead();
            Assert.True(head.TryRead(_read, 0, count));
            var frame = _recorded[(int)head.FirstSequence];
            Assert.True(_read.AsSpan(0, count).SequenceEqual(frame.Bytes), "the ring made a frame up");
            Assert.True(frames.Count == 0 || frames[^1].Id < frame.Id, "order, or one frame twice");
            frames.Add(frame);
        }

        return frames;
    }

    private void Reopen()
    {
        while (true)
        {
            try
            {
                // A cut during recovery is the commonest second cut: the power comes back badly.
                Store.CutAt = _random.Next(3) == 0 ? Store.Operations + 1 + _random.Next(4) : 0;
                Open();
                Store.CutAt = _random.Next(2) == 0 ? Store.Operations + 1 + _random.Next(40) : 0;
                return;
            }
            catch (PowerCutException)
            {
                Cuts++;
            }
        }
    }

    private void Open()
    {
        _ring = new FlashRing(Store, _maxSegments);
        _ring.Open();
    }

    private sealed class Frame(uint id, byte[] bytes, int records)
    {
        public uint Id => id;

        public byte[] Bytes => bytes;

        public int Records => records;

        public Fate Fate { get; set; }
    }
}

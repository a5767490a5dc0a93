using System;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Telemetry;
using Xunit;

namespace DroneLink.Host.Tests.Peers;

public class PeerReceiverTests
{
    private const long Utc = 1800000000000;

    private static PeerBench _one;
    private static PeerBench _other;

    [Fact]
    public void Beacon_IsBelieved_AndSaysWhereItsSenderIs()
    {
        Start();
        byte[] datagram = _other.SendFrom(480010000, -110000000, 300, -400, 0);
        Assert.True(BeaconRefusal.None == _one.Take(datagram, 500));
        Assert.Equal(1, _one.Monitor.Table.Count);
        PeerEntry entry = _one.Monitor.Table.Get(0);
        Assert.Equal(PeerBench.HashOf("two"), entry.Hash);
        Assert.Equal(480010000, entry.State.LatitudeE7);
        Assert.Equal(-110000000, entry.State.LongitudeE7);
        Assert.Equal(10000, entry.State.AltitudeCm);
        Assert.Equal(300, entry.State.NorthCms);
        Assert.Equal(-400, entry.State.EastCms);
        Assert.Equal(500L, entry.State.TimeMs);
    }

    [Fact]
    public void OwnBeacon_IsIgnored()
    {
        Start();
        Assert.True(BeaconRefusal.Own == _one.Take(_one.SendFrom(480000000, 110000000, 0, 0, 0), 500));
        Assert.Equal(0, _one.Monitor.Table.Count);
    }

    [Fact]
    public void RepeatedOrEarlierBeacon_IsRefused()
    {
        Start();
        byte[] first = _other.SendFrom(480010000, 110000000, 0, 0, 0);
        byte[] second = _other.SendFrom(480010000, 110000000, 0, 0, 5000);
        Assert.True(BeaconRefusal.None == _one.Take(second, 5000));
        Assert.True(BeaconRefusal.Replayed == _one.Take(second, 5100));
        Assert.True(BeaconRefusal.Replayed == _one.Take(first, 5200));

        // Also long after it fell silent.
        Assert.True(BeaconRefusal.Replayed == _one.Take(second, 500000));
    }

    [Fact]
    public void AfterARestart_ALaterBootIsBelieved_AndTheEarlierOneIsNot()
    {
        Start();
        byte[] before = _other.SendFrom(480010000, 110000000, 0, 0, 0);
        PeerBench again = new PeerBench("two", "f", 0x00030001, PeerBench.Key(1), 1000);
        Assert.True(BeaconRefusal.None == _one.Take(again.SendFrom(480010000, 110000000, 0, 0, 0), 500));
        Assert.True(BeaconRefusal.Replayed == _one.Take(before, 600));
    }

    [Fact]
    public void SenderThatLostItsFlash_IsBelievedByItsTime_AndWhatItSentBeforeIsNot()
    {
        Start();
        Sync();
        byte[] before = _other.SendFrom(480010000, 110000000, 0, 0, 1000);
        Assert.True(BeaconRefusal.None == _one.Take(before, 2000));
        PeerBench again = new PeerBench("two", "f", 0x00010009, PeerBench.Key(1), 1000);
        again.Clock.TrySet(Utc, 0);
        byte[] after = again.SendFrom(480010000, 110000000, 0, 0, 4000);
        Assert.True(BeaconRefusal.None == _one.Take(after, 4500));
        Assert.True(BeaconRefusal.Replayed == _one.Take(after, 4600));
        Assert.True(BeaconRefusal.Replayed == _one.Take(before, 4700), "its counter is higher, and its time is earlier");
    }

    [Fact]
    public void WrongTime_IsStale_WhereBothClocksAreKnown()
    {
        Start();
        Sync();
        byte[] datagram = _other.SendFrom(480010000, 110000000, 0, 0, 20000);
        Assert.True(BeaconRefusal.Stale == _one.Take(datagram, 31000));
        Assert.True(BeaconRefusal.Stale == _one.Take(datagram, 9000));
        Assert.True(BeaconRefusal.None == _one.Take(datagram, 29000));
    }

    [Fact]
    public void ReplayAfterARestartOfTheReceiver_IsRefusedByItsTime_AndOnlyByThat()
    {
        Start();
        Sync();
        byte[] datagram = _other.SendFrom(480010000, 110000000, 0, 0, 1000);
        PeerBench again = new PeerBench("one", "f", 0x00020001, PeerBench.Key(1), 1000);
        again.Clock.TrySet(Utc + 30000, 0);
        Assert.True(BeaconRefusal.Stale == again.Take(datagram, 0));
        PeerBench blind = new PeerBench("one", "f", 0x00020001, PeerBench.Key(1), 1000);
        Assert.True(BeaconRefusal.None == blind.Take(datagram, 0), "without a clock it cannot be told");
    }

    [Fact]
    public void OtherFleet_UnknownKey_AndForgery_AreRefused()
    {
        Start();
        PeerBench stranger = new PeerBench("two", "g", 0x00020002, PeerBench.Key(1), 1000);
        Assert.True(BeaconRefusal.OtherFleet == _one.Take(stranger.SendFrom(480010000, 110000000, 0, 0, 0), 500));
        PeerBench other = new PeerBench("two", "f", 0x00020002, PeerBench.Key(2), 1000);
        byte[] forged = other.SendFrom(480010000, 110000000, 0, 0, 0);
        Assert.True(BeaconRefusal.UnknownKey == _one.Take(forged, 500));

        // With the id of the right key, as whoever listened knows it.
        byte[] heard = _other.SendFrom(480010000, 110000000, 0, 0, 0);
        Array.Copy(heard, BeaconDatagram.KeyIdOffset, forged, BeaconDatagram.KeyIdOffset, 4);
        Assert.True(BeaconRefusal.Forged == _one.Take(forged, 500));
        Assert.Equal(0, _one.Monitor.Table.Count);
    }

    [Fact]
    public void EveryBitFlipped_AndEveryLengthCutOff_IsRefused()
    {
        Start();
        byte[] datagram = _other.SendFrom(480010000, 110000000, 0, 0, 0);
        for (int bit = 0; bit < datagram.Length * 8; bit++)
        {
            byte[] changed = new byte[datagram.Length];
            Array.Copy(datagram, 0, changed, 0, datagram.Length);
            changed[bit / 8] ^= (byte)(1 << (bit % 8));

            // One a second: what is refused is refused for what it is, and not for being too many.
            BeaconRefusal refusal = _one.Take(changed, 1000L * bit);
            Assert.True(refusal != BeaconRefusal.None && refusal != BeaconRefusal.TooMany, "bit " + bit.ToString());
        }

        for (int length = 1; length < datagram.Length; length++)
        {
            byte[] cut = new byte[length];
            Array.Copy(datagram, 0, cut, 0, length);
            Assert.True(BeaconRefusal.Malformed == _one.Take(cut, 1000L * length), "length " + length.ToString());
        }

        Assert.Equal(0, _one.Monitor.Table.Count);
        Assert.True(BeaconRefusal.None == _one.Take(datagram, 0));
    }

    [Fact]
    public void OverMqtt_TheFrameAloneIsBelieved_FromItsSender_AndOnceOfBothWays()
    {
        Start();
        byte[] datagram = _other.SendFrom(480010000, 110000000, 0, 0, 0);
        byte[] frame = FrameOf(datagram);
        PeerReceiver receiver = _one.Monitor.Receiver;
        receiver.Take("dl/v1/f/peers/three", frame, 500);
        receiver.Take("two", frame, 500);
        receiver.Take("", frame, 500);
        Assert.Equal(3u, receiver.Count(BeaconRefusal.NotItsSender));
        receiver.Take("dl/v1/f/peers/two", frame, 500);
        Assert.Equal(1u, receiver.Count(BeaconRefusal.None));
        Assert.True(BeaconRefusal.Replayed == _one.Take(datagram, 900), "the same over UDP");
        Assert.Equal(500L, _one.Monitor.Table.Get(0).State.TimeMs);
        receiver.Take("dl/v1/f/peers/two", new byte[0], 500);
        receiver.Take("dl/v1/f/peers/two", new byte[4000], 500);
        Assert.Equal(2u, receiver.Count(BeaconRefusal.Malformed));
    }

    [Fact]
    public void FrameOfSomethingElse_IsRefused()
    {
        FrameBuilder builder = new FrameBuilder(System.Text.Encoding.UTF8.GetBytes("two"), 7);
        TelemetryRecord record = new TelemetryRecord();
        Assert.True(BeaconRefusal.NotPosition == ReadOf(builder, Position(record, 0, 1, 0), record), "two records");
        builder.Start(1);
        record.Start(RecordKind.Attitude);
        record.Set(0, 1);
        Assert.True(BeaconRefusal.NotPosition == ReadOf(builder, record, null), "attitude");
        builder.Start(1);
        record.Start(RecordKind.Position);
        record.Set(PositionField.Latitude, 1);
        Assert.True(BeaconRefusal.NotPosition == ReadOf(builder, record, null), "no longitude");
        Assert.True(BeaconRefusal.OutOfRange == ReadOf(builder, Position(record, 0, 0, 0), null), "no fix");
        Assert.True(BeaconRefusal.OutOfRange == ReadOf(builder, Position(record, 900000001, 0, 0), null), "north of the pole");
        Assert.True(BeaconRefusal.OutOfRange == ReadOf(builder, Position(record, 1, -1800000001, 0), null), "around the world");
        Assert.True(BeaconRefusal.OutOfRange == ReadOf(builder, Position(record, 1, 1, -1), null), "backwards");
        Assert.True(BeaconRefusal.OutOfRange == ReadOf(builder, Position(record, 1, 1, long.MaxValue), null), "too fast");
        Assert.True(BeaconRefusal.None == ReadOf(builder, Position(record, -900000000, 1800000000, 100000), null));
        Position(record, 1, 1, 1);
        record.Set(17, 5);
        Assert.True(BeaconRefusal.None == ReadOf(builder, record, null), "a field of a newer device is skipped");
    }

    private static TelemetryRecord Position(TelemetryRecord record, long latitude, long longitude, long speed)
    {
        record.Start(RecordKind.Position);
        record.Set(PositionField.Latitude, latitude);
        record.Set(PositionField.Longitude, longitude);
        record.Set(PositionField.GroundSpeed, speed);
        return record;
    }

    private static BeaconRefusal ReadOf(FrameBuilder builder, TelemetryRecord record, TelemetryRecord second)
    {
        builder.Start(1);
        builder.TryAdd(record, 0);
        if (second != null)
        {
            builder.TryAdd(second, 0);
        }

        builder.Seal(false, 0);
        return new BeaconReader().Read(builder.Buffer, builder.SealedOffset, builder.SealedLength, 0);
    }

    private static byte[] FrameOf(byte[] datagram)
    {
        byte[] frame = new byte[datagram.Length - BeaconDatagram.FrameOffset - BeaconDatagram.SignatureBytes];
        Array.Copy(datagram, BeaconDatagram.FrameOffset, frame, 0, frame.Length);
        return frame;
    }

    private static void Start()
    {
        _one = new PeerBench("one", "f", 0x00010001, PeerBench.Key(1), 1000);
        _other = new PeerBench("two", "f", 0x00020001, PeerBench.Key(1), 1000);
    }

    private static void Sync()
    {
        _one.Clock.TrySet(Utc, 0);
        _other.Clock.TrySet(Utc, 0);
    }
}

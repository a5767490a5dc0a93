using DroneLink.Firmware;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Tests.Storage;
using DroneLink.Firmware.Uplink;
using Xunit;
using RecordKind = DroneLink.CloudSdk.Wire.RecordKind;

namespace DroneLink.Host.Tests.Peers;

/// <summary>A whole device that hears two neighbours, and then a thousand datagrams a second besides.</summary>
public sealed class FloodTests
{
    private const int PerSecond = 1000;
    private const int PerStep = PerSecond * PeerDrone.StepMs / 1000;
    private const int QuietMs = 5000;
    private const int WarmUpMs = 15000;
    private const int EndMs = 35000;
    private const int FloodSeconds = (EndMs - QuietMs) / 1000;

    public static TheoryData<string> Kinds => [.. Floods.Kinds];

    /// <summary>It costs bounded work; all else is recorded as in silence, and whose name is not taken is still heard.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void AFlood_CostsBeacons_AndNothingElse(string kind)
    {
        var silence = Fly(null);
        var flood = Fly(kind);

        Assert.Equal(FloodSeconds * PerSecond, flood.Flooded);
        Assert.True(silence.Others[RecordKind.Position] > 30, "the autopilot's records are there");
        Assert.Equal(silence.Others, flood.Others);
        Assert.Empty(flood.Conflicts);

        Assert.InRange(flood.Checked, 1u, (uint)(EndMs / 1000 * PeerReceiver.MaxChecksPerSecond));
        Assert.InRange(flood.PeerRecords, 1, EndMs / PeerMonitor.LookMs);
        Assert.Equal(FloodSeconds, silence.NextHeard);
        Assert.True(flood.NextHeard > FloodSeconds / 2, $"the neighbour was heard {flood.NextHeard} times in {FloodSeconds} s");
    }

    /// <summary>Online, so that what the desktop's flash allocates is not counted.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void AFlood_AllocatesNothing(string kind)
    {
        var flood = Fly(kind, isOnline: true);
        Assert.Equal(FloodSeconds * PerSecond, flood.Flooded);
        Assert.Equal(0, flood.Allocated);
    }

    /// <summary>Over MQTT, where the broker knows who speaks: a thousand a second of a hundred drones.</summary>
    [Fact]
    public void AFloodOverMqtt_CostsBeacons_AndNothingElse()
    {
        var silence = Fly(null);
        var flood = Fly(null, overMqtt: Floods.Make("many senders", FloodSeconds * PerSecond, 5));

        Assert.Equal(silence.Others, flood.Others);
        Assert.Equal(FloodSeconds, flood.NextHeard);
        Assert.InRange(flood.PeerRecords, silence.PeerRecords + 1, EndMs / PeerMonitor.LookMs);

        // What is not taken in a step waits, and when too many wait the rest is dropped.
        const int steps = FloodSeconds * PerSecond / PerStep;
        Assert.Equal((uint)((steps * (PerStep - Device.MaxMessagesPerStep)) - (IncomingMessages.BeaconCapacity - Device.MaxMessagesPerStep)), flood.Dropped);
    }

    private static Outcome Fly(string kind, bool isOnline = false, byte[][] overMqtt = null)
    {
        var keys = new PeerKeys(new RamStore(), PeerBench.Key(1));
        var radio = new FloodRadio(kind is null ? [] : Floods.Make(kind, FloodSeconds * PerSecond, 5), 6);
        using var drone = new PeerDrone("one", 0, 0, 100, radio, isOnline);
        var nextHeard = 0;
        for (long now = 0; now < EndMs; now += PeerDrone.StepMs)
        {
            var number = (uint)(now / 1000) + 1;
            byte[][] neighbours = now % 1000 == 500 ? [Floods.Beacon(keys, "near", number), Floods.Beacon(keys, "next", number)] : [];
            radio.Feed(kind is null || now < QuietMs ? 0 : PerStep, neighbours);
            for (var i = 0; overMqtt is not null && now >= QuietMs && i < PerStep; i++)
            {
                var datagram = overMqtt[((int)(now - QuietMs) / PeerDrone.StepMs * PerStep) + i];
                drone.Opened.Incoming.Post($"dl/v1/f/peers/{Floods.SenderOf(datagram)}", Floods.FrameOf(datagram));
            }

            drone.Step(now);
            nextHeard += now >= QuietMs && HasHeard(drone, "next", now) ? 1 : 0;
            if (now == WarmUpMs) drone.ForgetAllocated();
        }

        var receiver = drone.Receiver;
        var allocated = drone.Allocated;
        var records = drone.ReadFlash();
        return new Outcome(
            radio.Taken,
            allocated,
            records.Where(record => record.Kind is not (RecordKind.Peer or RecordKind.System)).CountBy(record => record.Kind).ToDictionary(),
            PeerDrone.Conflicts(records),
            receiver.Count(BeaconRefusal.None) + receiver.Count(BeaconRefusal.Forged) + receiver.Count(BeaconRefusal.TableFull),
            records.Count(record => record.Kind == RecordKind.Peer),
            drone.Opened.Incoming.DroppedBeacons,
            nextHeard);
    }

    private static bool HasHeard(PeerDrone drone, string id, long nowMs)
    {
        var table = drone.Opened.Application.Peers.Table;
        for (var i = 0; i < table.Count; i++)
        {
            if (table.Get(i).Hash == PeerBench.HashOf(id)) return table.Get(i).State.TimeMs == nowMs;
        }

        return false;
    }

    private sealed record Outcome(
        int Flooded,
        long Allocated,
        Dictionary<byte, int> Others,
        IReadOnlyList<(long AtMs, long Severity, long Hash, long ClosestCm)> Conflicts,
        uint Checked,
        int PeerRecords,
        uint Dropped,
        int NextHeard);
}

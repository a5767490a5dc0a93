using DroneLink.CloudSdk.Wire;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using Xunit;
using RecordKind = DroneLink.CloudSdk.Wire.RecordKind;

namespace DroneLink.Host.Tests.Peers;

/// <summary>Whole devices in the air, with nothing but a lossy radio between them, no network, no broker, no clock; or with nothing but a broker.</summary>
public sealed class DronesMeetTests
{
    private const int FlightMs = 40000;
    private const int MeetMs = 30000;

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void OnACollisionCourse_BothWarnOfEachOther(int lossPercent)
    {
        var air = new SharedAir(7, lossPercent);
        using var one = new PeerDrone("one", -300, 0, 1000, air.Join());
        using var two = new PeerDrone("two", 300, 5, -1000, air.Join());
        Fly(one, two);

        Assert.Equal(lossPercent > 0, air.Lost > 0);
        Check(one, "two");
        Check(two, "one");
    }

    [Fact]
    public void FarApart_TheyHearEachOther_AndWarnOfNobody()
    {
        var air = new SharedAir(8, 0);
        using var one = new PeerDrone("one", -300, 0, 1000, air.Join());
        using var two = new PeerDrone("two", 300, 5000, -1000, air.Join());
        Fly(one, two);

        foreach (var drone in new[] { one, two })
        {
            var records = drone.ReadFlash();
            Assert.Empty(PeerDrone.Conflicts(records));
            Assert.True(records.Count(record => record.Kind == RecordKind.Peer) >= 7, "who is heard is recorded every five seconds");
        }
    }

    [Fact]
    public void OverABrokerAlone_BothWarnOfEachOther()
    {
        var drones = new List<PeerDrone>();
        var brokers = new List<BeaconBroker>();
        ILinkBoard Connect(LinkEventQueue events)
        {
            brokers.Add(new BeaconBroker(events, (topic, beacon) =>
            {
                // As a broker does: to all who subscribed, the sender too.
                Assert.True(FrameReader.TryRead(beacon, out var frame, out var error), error.ToString());
                Assert.Equal(topic, $"dl/v1/f/peers/{frame.DeviceId}");
                foreach (var drone in drones) drone.Opened.Incoming.Post(topic, beacon);
            }));
            return brokers[^1];
        }

        using var one = new PeerDrone("one", -300, 0, 1000, radio: null, board: Connect);
        using var two = new PeerDrone("two", 300, 5, -1000, radio: null, board: Connect);
        drones.AddRange([one, two]);
        Fly(one, two);

        Check(one, "two");
        Check(two, "one");
        Assert.All(brokers, broker => Assert.Contains("dl/v1/f/peers/+", broker.Subscriptions));
        Assert.All(drones, drone => Assert.True(drone.Receiver.Count(BeaconRefusal.Own) > 20, "a broker gives back what one sent"));
    }

    [Fact]
    public void Disarmed_IsNotWarned_AndTheOtherOneIs()
    {
        var air = new SharedAir(9, 0);
        using var one = new PeerDrone("one", 0, 0, 0, air.Join()) { IsArmed = false };
        using var two = new PeerDrone("two", 300, 5, -1000, air.Join());
        Fly(one, two);

        Assert.Empty(PeerDrone.Conflicts(one.ReadFlash()));
        Assert.NotEmpty(PeerDrone.Conflicts(two.ReadFlash()));
    }

    [Fact]
    public void KeyRotatedOnOneAfterTheOther_NobodyGoesUnheard()
    {
        var air = new SharedAir(10, 0);
        using var one = new PeerDrone("one", 0, 0, 0, air.Join());
        using var two = new PeerDrone("two", 300, 0, 0, air.Join());
        Fly(one, two, 0, 10000);
        Assert.True(one.Device.PeerKeys.Rotate(PeerBench.Key(9)));
        Fly(one, two, 10000, 50000);
        Assert.True(two.Device.PeerKeys.Rotate(PeerBench.Key(9)));
        var before = one.Device.PeerKeys.SigningId;
        Fly(one, two, 50000, 150000);

        Assert.NotEqual(before, one.Device.PeerKeys.SigningId);
        Assert.Equal(one.Device.PeerKeys.SigningId, two.Device.PeerKeys.SigningId);
        foreach (var drone in new[] { one, two })
        {
            Assert.Equal(0u, drone.Receiver.Count(BeaconRefusal.UnknownKey));
            Assert.InRange(drone.Receiver.Count(BeaconRefusal.None), 140u, 160u);
        }
    }

    private static void Fly(PeerDrone one, PeerDrone two) => Fly(one, two, 0, FlightMs);

    private static void Fly(PeerDrone one, PeerDrone two, long fromMs, long toMs)
    {
        for (var now = fromMs; now < toMs; now += PeerDrone.StepMs)
        {
            one.Step(now);
            two.Step(now);
        }
    }

    private static void Check(PeerDrone drone, string other)
    {
        var conflicts = PeerDrone.Conflicts(drone.ReadFlash());
        Assert.Equal([Severity.Warning, Severity.Critical], conflicts.Select(conflict => conflict.Severity));
        Assert.All(conflicts, conflict => Assert.Equal(PeerBench.HashOf(other), conflict.Hash));
        Assert.All(conflicts, conflict => Assert.InRange(conflict.ClosestCm, 400, 700));
        Assert.True(conflicts[0].AtMs < MeetMs - 20000, $"warned only at {conflicts[0].AtMs} ms");
        Assert.InRange(conflicts[1].AtMs, MeetMs - 5500, MeetMs - 3000);
    }
}

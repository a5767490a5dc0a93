using DroneLink.Firmware.Telemetry;
using Xunit;
using RecordKind = DroneLink.CloudSdk.Wire.RecordKind;

namespace DroneLink.Host.Tests.Peers;

/// <summary>Whole devices in the air, with nothing but a lossy radio between them: no network, no broker, no clock.</summary>
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

    private static void Fly(PeerDrone one, PeerDrone two)
    {
        for (long now = 0; now < FlightMs; now += PeerDrone.StepMs)
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

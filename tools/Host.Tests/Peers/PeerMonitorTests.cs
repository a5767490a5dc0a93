using DroneLink.Firmware.Peers;
using Xunit;

namespace DroneLink.Host.Tests.Peers;

/// <summary>The own drone stands or flies along one meridian; the other one is told by its beacons.</summary>
public class PeerMonitorTests
{
    // 100 m, by the radius of curvature there.
    private const int HundredMetres = 8994;
    private const int Here = PeerBench.LatitudeE7;

    private static PeerBench _one;
    private static PeerBench _other;

    [Fact]
    public void CollisionCourse_IsWarnedOfOnce_AndOnceMoreWhenItIsCritical()
    {
        Start();

        // 400 m apart, 20 m/s nearer each second: there in 20 s.
        for (int i = 0; i <= 20; i++)
        {
            Meet(Here + (int)(4 * HundredMetres * (20L - i) / 20), -2000, true, 1000 * i);
            if (i > 0 && i != 15)
            {
                // At 15 s it is 5 s away but for a rounding.
                Assert.Equal(i < 15 ? 1 : 2, _one.Conflicts);
            }
        }

        Assert.Equal(1, _one.Criticals);
        Assert.Equal((long)PeerBench.HashOf("two"), _one.ConflictHash);
        Assert.True(_one.ClosestCm < 300, _one.ClosestCm.ToString());
    }

    [Fact]
    public void WhoFliesByFarAway_OrAway_IsNotWarnedOf()
    {
        Start();
        for (int i = 0; i < 30; i++)
        {
            Meet(Here + (2 * HundredMetres), 0, true, 1000 * i);
        }

        for (int i = 30; i < 60; i++)
        {
            Meet(Here + (HundredMetres / 4) + ((i - 30) * HundredMetres / 10), 1000, true, 1000 * i);
        }

        Assert.Equal(0, _one.Conflicts);
    }

    [Fact]
    public void TooClose_IsCritical_WhereverTheyGo()
    {
        Start();
        Meet(Here + (HundredMetres / 10), 0, true, 0);
        Assert.Equal(1, _one.Conflicts);
        Assert.Equal(1, _one.Criticals);
        Assert.True(_one.ClosestCm > 950 && _one.ClosestCm < 1050, _one.ClosestCm.ToString());
    }

    [Fact]
    public void NextEncounter_IsWarnedOfAgain_AndOneAtTheEdgeIsOne()
    {
        Start();
        int second = 0;
        for (int i = 0; i < 20; i++)
        {
            // In and out of the mark, but never out by half as much again.
            Meet(Here + (HundredMetres * (i % 2 == 0 ? 14 : 17) / 100), 0, true, 1000 * second++);
        }

        Assert.Equal(1, _one.Conflicts);
        for (int i = 0; i < 8; i++)
        {
            Meet(Here + HundredMetres, 0, true, 1000 * second++);
        }

        Meet(Here + (HundredMetres * 14 / 100), 0, true, 1000 * second++);
        Assert.Equal(2, _one.Conflicts);
    }

    [Fact]
    public void OnTheGround_NobodyIsWarnedOf_AndTakingOffIsWarned()
    {
        Start();
        for (int i = 0; i < 5; i++)
        {
            Meet(Here + (HundredMetres / 20), 0, false, 1000 * i);
        }

        Assert.Equal(0, _one.Conflicts);
        Assert.True(_one.PeerRecords > 0, "who is near is recorded nevertheless");
        Meet(Here + (HundredMetres / 20), 0, true, 5000);
        Assert.Equal(1, _one.Conflicts);
    }

    [Fact]
    public void SilentPeer_IsForgottenAfterAWhile()
    {
        Start();
        Meet(Here + (HundredMetres / 10), 0, true, 0);
        int records = 0;
        for (long now = 250; now < 60000; now += 250)
        {
            _one.Step(Here, 0, true, now);
            records = now == 6000 ? _one.PeerRecords : records;
        }

        Assert.Equal(1, _one.Conflicts);
        Assert.Equal(records, _one.PeerRecords);
        Meet(Here + (HundredMetres / 10), 0, true, 60000);
        Assert.Equal(2, _one.Conflicts);
    }

    [Fact]
    public void WithoutAnOwnPosition_NothingIsSentOrWarnedOf()
    {
        Start();
        _one.Radio.Feed(_other.SendFrom(Here, PeerBench.LongitudeE7, 0, 0, 0));
        for (int now = 0; now < 10000; now += 100)
        {
            _one.Monitor.Step(null, true, now);
        }

        _one.TakeRecords();
        Assert.Equal(1u, _one.Monitor.Receiver.Count(BeaconRefusal.None));
        Assert.Equal(0, _one.Radio.Sent);
        Assert.Equal(0, _one.Conflicts + _one.PeerRecords);
    }

    [Fact]
    public void Records_ComeEvery5Seconds_AndEverySecondWhenNear()
    {
        Start();
        for (int now = 0; now < 60000; now += 250)
        {
            if (now % 1000 == 0)
            {
                _one.Radio.Feed(_other.SendFrom(Here + (5 * HundredMetres), PeerBench.LongitudeE7, 0, 0, now));
            }

            _one.Step(Here, 0, true, now);
        }

        Assert.Equal(12, _one.PeerRecords);
        for (int now = 60000; now < 120000; now += 250)
        {
            if (now % 1000 == 0)
            {
                _one.Radio.Feed(_other.SendFrom(Here + HundredMetres, PeerBench.LongitudeE7, 0, 0, now));
            }

            _one.Step(Here, 0, true, now);
        }

        int near = _one.PeerRecords - 12;
        Assert.True(near >= 58 && near <= 60, near.ToString());
    }

    [Fact]
    public void Beacons_AreJittered_AndKeepTheirPeriodInTheMean()
    {
        Start();
        int sent = 0;
        long last = -1;
        int early = 0;
        for (long now = 0; now < 600000; now += 10)
        {
            _one.Step(Here, 0, true, now);
            if (_one.Radio.Sent != sent)
            {
                sent = _one.Radio.Sent;
                Assert.True(last < 0 || (now - last >= 900 && now - last <= 1110), (now - last).ToString());
                early += last >= 0 && now - last < 1000 ? 1 : 0;
                last = now;
            }
        }

        Assert.True(sent > 580 && sent < 620, sent.ToString());
        Assert.True(early > 200 && early < 400, early.ToString());
    }

    [Fact]
    public void Table_IsBounded_AndKeepsTheNearest()
    {
        Start();
        _one.Step(Here, 0, true, 0);
        for (int i = 0; i < PeerTable.Capacity; i++)
        {
            Assert.True(BeaconRefusal.None == _one.Take(BeaconOf("d" + i.ToString(), 10 + i), 1000L * (i / 8)), i.ToString());
            _one.Monitor.Receiver.EndStep();
        }

        Assert.Equal(PeerTable.Capacity, _one.Monitor.Table.Count);
        Assert.True(BeaconRefusal.TableFull == _one.Take(BeaconOf("far", 40), 2000));
        Assert.True(BeaconRefusal.None == _one.Take(BeaconOf("near", 5), 2000));
        Assert.Equal(PeerTable.Capacity, _one.Monitor.Table.Count);
        Assert.False(Has("d15"), "the farthest gave way");
        Assert.True(Has("d14"));

        // The first eight are stale now: the oldest gives way, however far the new one is.
        Assert.True(BeaconRefusal.None == _one.Take(BeaconOf("far", 40), 5500));
        Assert.False(Has("d0"));
        Assert.True(Has("d1"));
        Assert.Equal(PeerTable.Capacity, _one.Monitor.Table.Count);
    }

    private static bool Has(string id)
    {
        for (int i = 0; i < _one.Monitor.Table.Count; i++)
        {
            if (_one.Monitor.Table.Get(i).Hash == PeerBench.HashOf(id))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] BeaconOf(string id, int hundredMetres)
    {
        PeerBench drone = new PeerBench(id, "f", 0x00010001, PeerBench.Key(1), 1000);
        return drone.SendFrom(Here + (hundredMetres * HundredMetres), PeerBench.LongitudeE7, 0, 0, 0);
    }

    // The other one tells where it is, and the own one has a second to see.
    private static void Meet(int otherLatitudeE7, int otherNorthCms, bool isFlying, long nowMs)
    {
        _one.Radio.Feed(_other.SendFrom(otherLatitudeE7, PeerBench.LongitudeE7, otherNorthCms, 0, 10 * nowMs));
        for (long now = nowMs; now < nowMs + 1000; now += 250)
        {
            _one.Step(Here, 0, isFlying, now);
        }
    }

    private static void Start()
    {
        _one = new PeerBench("one", "f", 0x00010001, PeerBench.Key(1), 1000);
        _other = new PeerBench("two", "f", 0x00010001, PeerBench.Key(1), 1000);
    }
}

using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>A fleet that comes online at once does not ask at once, nor again at once.</summary>
public sealed class OtaSpreadTests : IOtaTransport
{
    private int _requests;

    [Fact]
    public void FirstQuestions_OfAFleet_AreSpreadOverSeconds()
    {
        var asked = Enumerable.Range(1, 200).Select(seed => AskedAt((uint)seed * 7919, 0, 6000)[0]).ToList();
        Assert.All(asked, at => Assert.InRange(at, 0, 5100));
        for (var second = 0; second < 5; second++)
        {
            var share = asked.Count(at => at / 1000 == second);
            Assert.True(share is >= 15 and <= 80, $"{share} of 200 in second {second}");
        }
    }

    [Fact]
    public void Periods_OfAFleet_AreAnEighthMoreOrLess()
    {
        var periods = Enumerable.Range(1, 60).Select(seed => AskedAt((uint)seed * 7919, 1, 5_000_000)).Select(asked => asked[1] - asked[0]).ToList();
        Assert.All(periods, period => Assert.InRange(period, 3_150_000, 4_051_000));
        Assert.True(periods.Max() - periods.Min() > 500_000, $"{periods.Min()} to {periods.Max()} ms");
    }

    public bool RequestManifest(int build, int version)
    {
        _requests++;
        return true;
    }

    public bool RequestBlock(int build, int offset, int count) => false;

    private List<long> AskedAt(uint seed, int more, long until)
    {
        var options = OtaBench.MakeOptions();
        var boot = new OtaBoot(new RamStore(), options);
        boot.Start();
        var updater = new OtaUpdater(boot, options, this, (_, _, _, _, _) => { }, seed);
        var asked = new List<long>();
        for (long now = 0; now <= until && asked.Count <= more; now += until > 10_000 ? 1000 : 100)
        {
            _requests = 0;
            updater.Step(now, true, true, OtaBench.Utc + (now / 1000), -1);
            if (_requests == 0) continue;

            asked.Add(now);
            updater.TakeNone();
        }

        Assert.Equal(more + 1, asked.Count);
        return asked;
    }
}

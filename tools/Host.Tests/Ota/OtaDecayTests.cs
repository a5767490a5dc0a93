using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Simulation.Media;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>Slots that decay after their payload was confirmed.</summary>
public sealed class OtaDecayTests
{
    private readonly CutStore _store = new(1);
    private readonly OtaBench _bench;

    public OtaDecayTests() => _bench = new OtaBench(_store);

    [Fact]
    public void EveryBitFlip_OfASmallImage_GivesWayToTheOtherSlot_AndIsTold()
    {
        Confirm(7, 300);
        Confirm(8, 300);
        Check("slotb.00", 304 * 8);
    }

    [Fact]
    public void BitFlips_InEveryBlockOfALargerImage_GiveWay()
    {
        Confirm(7, 9000);
        Confirm(8, 9000);
        Check("slotb.00", 200);
        Check("slotb.01", 200);
        Check("slotb.02", 200);
    }

    [Fact]
    public void BlockThatIsMissing_Shorter_OrAnothers_GivesWay()
    {
        Confirm(7, 9000);
        Confirm(8, 9000);
        var files = Snapshot();
        for (var block = 0; block < 3; block++)
        {
            var name = $"slotb.0{block}";
            var whole = files[name];
            foreach (var left in (byte[][])[null, [], whole[..^1], [.. whole, 0], files[$"slota.0{block}"], files[$"slotb.0{(block + 1) % 3}"]])
            {
                Restore(files);
                _store.TryDelete(name);
                if (left is not null) _store.TryWrite(name, left, 0, left.Length);

                // A full block with bytes behind is read up to its end, and they are not seen.
                ExpectFallBack(left is null || left.Length <= 4096);
            }
        }
    }

    [Fact]
    public void StateThatIsLost_RunsWhatIsBuiltIn_AndTakesUpdatesAnew()
    {
        Confirm(7, 300);
        _store.TryDelete("ota.0");
        _store.TryDelete("ota.1");
        _bench.Start();
        Assert.Equal(3, _bench.Boot.RunningBuild);
        Confirm(8, 300);
    }

    [Fact]
    public void StateWithAFlippedBit_IsTheOneBefore_OrWhole_NeverAnother()
    {
        Confirm(7, 300);
        var files = Snapshot();
        foreach (var name in (string[])["ota.0", "ota.1"])
        {
            for (var bit = 0; bit < files[name].Length * 8; bit++)
            {
                Restore(files);
                _store.Get(name)[bit / 8] ^= (byte)(1 << (bit % 8));
                _bench.Start();
                Assert.Equal(7, _bench.Boot.RunningBuild);
                Assert.Equal(7, _bench.Boot.State.HighestBuild);
            }
        }
    }

    private void Check(string name, int bits)
    {
        var files = Snapshot();
        var all = files[name].Length * 8;
        for (var i = 0; i < bits; i++)
        {
            Restore(files);
            var bit = (int)((long)i * all / bits);
            _store.Get(name)[bit / 8] ^= (byte)(1 << (bit % 8));
            ExpectFallBack(true);
        }

        Restore(files);
    }

    private void ExpectFallBack(bool isExpected)
    {
        _bench.Events.Clear();
        _bench.OfferedBuild = 0;
        _bench.Start();
        Assert.Equal(isExpected ? 7 : 8, _bench.Boot.RunningBuild);
        Assert.Equal(8, _bench.Boot.State.HighestBuild);
        _bench.Step(1);
        Assert.Equal(isExpected ? 1 : 0, _bench.Count("13/4/8"));
        _bench.Start();
        _bench.Step(1);
        Assert.Equal(isExpected ? 1 : 0, _bench.Count("13/4/8"));
    }

    private void Confirm(int build, int size)
    {
        if (_bench.Boot is null) _bench.Start();

        _bench.Offer(build, size);
        _bench.RunToTrial();
        _bench.Prove();
        _bench.Step(1);
        _bench.Step(60000);
        Assert.Equal(1, _bench.Count($"12/{build << 8}/{build}"));
    }

    private Dictionary<string, byte[]> Snapshot() => _store.List().ToDictionary(name => name, name => (byte[])_store.Get(name).Clone());

    private void Restore(Dictionary<string, byte[]> files)
    {
        foreach (var name in _store.List()) _store.TryDelete(name);

        foreach (var (name, file) in files) _store.TryWrite(name, file, 0, file.Length);
    }
}

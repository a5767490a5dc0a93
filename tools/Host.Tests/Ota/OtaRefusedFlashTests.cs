using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>Flash that refuses for a while, requests that are refused, and what is left behind.</summary>
public sealed class OtaRefusedFlashTests : ISegmentStore
{
    private readonly RamStore _store = new();
    private readonly OtaBench _bench;
    private readonly List<long> _refused = [];
    private int _refusedDeletes;
    private int _refusedBlocks;

    public OtaRefusedFlashTests()
    {
        _bench = new OtaBench(this);
        _bench.Start();
    }

    [Fact]
    public void BlockThatCannotBeErasedNow_IsErasedBeforeTheImageIsLoaded()
    {
        _store.Put("slota.00", new byte[100]);
        _store.Put("slota.07", new byte[100]);
        _refusedDeletes = 3;
        _bench.Offer(7, 5000);
        Assert.True(_bench.RunTo(OtaPhase.Loading));
        Assert.Equal(0, _refusedDeletes);
        Assert.DoesNotContain(_store.List(), name => name.StartsWith("slota.", StringComparison.Ordinal));
        Assert.All(_refused.Zip(_refused.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 2000, $"{pair}"));
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    public void BlockThatCannotBeErased_EndsTheUpdateAtTheFifthTime(int refusals, int ended)
    {
        _refusedDeletes = refusals;
        _bench.Offer(7, 5000);
        _bench.Run(30_000);
        Assert.Equal(ended, _bench.Count("14/14/7"));
    }

    [Fact]
    public void BlockThatCannotBeWrittenNow_IsWrittenLater_WithoutBeingLoadedAgain()
    {
        _refusedBlocks = 2;
        _bench.Offer(7, 5000);
        Assert.True(_bench.RunTo(OtaPhase.Armed));
        Assert.Equal((0, 3), (_refusedBlocks, _bench.BlockRequests));
    }

    [Fact]
    public void ImageThatIsRefused_LeavesNothingBehind()
    {
        _bench.AnnouncedImage = OtaBench.MakeImage(9, 9000);
        _bench.Offer(7, 9000);
        Assert.True(_bench.RunTo(OtaPhase.Cleaning));
        _bench.OfferedBuild = 0;
        Assert.True(_bench.RunTo(OtaPhase.Idle));
        Assert.Equal(1, _bench.Count("14/13/7"));
        Assert.DoesNotContain(_store.List(), name => name.StartsWith("slot", StringComparison.Ordinal));
    }

    [Fact]
    public void RequestThatIsRefusedForNow_IsMadeAgainSoonerThanOneWithoutAnswer()
    {
        _bench.Offer(7, 5000);
        Assert.True(_bench.RunTo(OtaPhase.Loading));
        _bench.IsAnswered = false;
        for (var i = 0; i < 20 && _bench.BlockRequests == 0; i++) _bench.Step(100);

        for (var asked = 1; asked <= 2; asked++)
        {
            Assert.Equal(asked, _bench.BlockRequests);
            _bench.Updater.TakeError(3);
            for (var ms = 0; ms < 10_000 && _bench.BlockRequests == asked; ms += 100) _bench.Step(100);
        }

        Assert.Equal(3, _bench.BlockRequests);
        Assert.Equal(OtaPhase.Loading, _bench.Updater.Phase);
    }

    [Fact]
    public void StartOfAPayloadThatUpdatesItself_IsNoFailureOfIt()
    {
        _bench.Offer(7, 5000);
        _bench.RunToTrial();
        _bench.Prove();
        _bench.Start();
        _bench.Start();
        Assert.Equal(2, _bench.Boot.State.FailedStarts);
        _bench.Offer(8, 5000);
        for (var ms = 0; ms < 9000 && _bench.Updater.Phase != OtaPhase.Armed; ms += 50) _bench.Step(50);

        Assert.Equal((OtaPhase.Armed, 1), (_bench.Updater.Phase, _bench.Boot.State.FailedStarts));
    }

    public bool TryWrite(string name, byte[] buffer, int offset, int count)
    {
        if (_refusedBlocks == 0 || !name.StartsWith("slot", StringComparison.Ordinal)) return _store.TryWrite(name, buffer, offset, count);

        _refusedBlocks--;
        return false;
    }

    public int Read(string name, byte[] buffer) => _store.Read(name, buffer);

    public bool TryDelete(string name)
    {
        if (_refusedDeletes == 0) return _store.TryDelete(name);

        _refused.Add(_bench.NowMs);
        _refusedDeletes--;
        return false;
    }

    public string[] List() => _store.List();
}

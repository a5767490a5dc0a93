using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>Loading an image: what goes on after what, and what ends it.</summary>
public sealed class OtaDownloadTests
{
    private readonly RamStore _store = new();
    private readonly OtaBench _bench;

    public OtaDownloadTests()
    {
        _bench = new OtaBench(_store);
        _bench.Start();
    }

    [Fact]
    public void Image_ThatIsNotAsAnnounced_IsRefused_AndItsSerialEnded()
    {
        byte[] image = _bench.Offer(7, 5000);
        _bench.Step(1);
        byte[] manifest = _bench.MakeManifest();
        _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
        image[4999] ^= 1;
        _bench.OfferedBuild = 0;
        _bench.Run(100000);
        Assert.Equal(1, _bench.Count("14/13/7"));
        Assert.Equal(OtaPhase.Idle, _bench.Updater.Phase);
        Assert.Null(_store.Get("slota.00"));
        Assert.False(_bench.Updater.WantsRestart);
        Assert.Equal(0, _bench.Boot.State.Slot(OtaSlotId.A).Build);
        image[4999] ^= 1;
        _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
        Assert.Equal(OtaRefusal.Replay, _bench.Updater.LastRefusal);
        _bench.Start();
        Assert.Equal(3, _bench.Boot.RunningBuild);
    }

    [Fact]
    public void Image_OfAnotherKind_IsMalformed()
    {
        byte[] image = OtaBench.MakeImage(7, 5000);
        image[5] = (byte)'2';
        _bench.Offer(7, image);
        _bench.Run(20000);
        Assert.Equal(1, _bench.Count("14/15/7"));
    }

    [Fact]
    public void Image_OfOneByte_IsMalformed_NotAFault()
    {
        _bench.Offer(7, 1);
        _bench.Run(20000);
        Assert.Equal(1, _bench.Count("14/15/7"));
    }

    [Fact]
    public void Image_OfTheWholeSlot_IsTaken()
    {
        _bench.Offer(7, 4 * 4092);
        Assert.True(_bench.RunTo(OtaPhase.Armed));
    }

    [Fact]
    public void Download_GoesOnAfterTheConnectionIsLost()
    {
        _bench.Offer(7, 12000);
        LoadAtLeast(5000);
        _bench.IsOnline = false;
        _bench.Run(60000);
        int manifests = _bench.ManifestRequests;
        int bytes = _bench.Updater.LoadedBytes;
        Assert.True(bytes >= 5000, "what is in RAM was lost");
        _bench.IsOnline = true;
        _bench.ChunkBytes = 4092;
        _bench.Step(1);
        Assert.True(bytes == _bench.LastOffset, "over another transport from the same byte on");
        Assert.True(_bench.RunTo(OtaPhase.Armed));
        Assert.True(manifests == _bench.ManifestRequests, "the offer was asked for again");
    }

    [Fact]
    public void Download_GoesOnAfterARestart_WithWholeBlocks()
    {
        _bench.Offer(7, 12000);
        LoadAtLeast(8184 + 2046);
        _bench.Start();
        int writes = _store.Writes;
        Assert.True(_bench.RunTo(OtaPhase.Loading));
        _bench.Step(1);
        Assert.Equal(8184, _bench.LastOffset);
        Assert.True(_bench.RunTo(OtaPhase.Armed));
        Assert.True(writes + 3 == _store.Writes, "newer serial, last block, armed");
        Assert.True(1 == _bench.Count("11/1792/7"), "started once");
    }

    [Fact]
    public void Download_WhoseBlockIsAnothersAfterARestart_IsLoadedAnew_AndTaken()
    {
        _bench.Offer(7, 12000);
        LoadAtLeast(8184 + 2046);
        byte[] first = _store.Get("slota.00");
        _store.TryWrite("slota.01", first, 0, first.Length);
        _bench.Start();
        Assert.True(_bench.RunTo(OtaPhase.Armed));
        Assert.Equal(0, _bench.Count("14/13/7"));
        _bench.Start();
        Assert.Equal(7, _bench.Boot.RunningBuild);
    }

    [Fact]
    public void Download_ThatIsNotAsAnnounced_IsLoadedAnewOnlyOnce_AfterARestart()
    {
        byte[] image = (byte[])_bench.Offer(7, 12000).Clone();
        _bench.AnnouncedImage = image;
        _bench.Offer(7, 12000)[11999] ^= 1;
        LoadAtLeast(8184 + 2046);
        _bench.Start();
        int requests = _bench.BlockRequests;
        _bench.Run(400000);
        Assert.Equal(1, _bench.Count("14/13/7"));
        Assert.True(_bench.BlockRequests - requests <= 2 + 6, "what was left, and all of it once more");
    }

    [Fact]
    public void Download_OfAnotherOffer_StartsAnew()
    {
        _bench.Offer(7, 12000);
        LoadAtLeast(8184);
        _bench.Offer(8, 12000);
        byte[] manifest = _bench.MakeManifest();
        _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
        Assert.Equal(OtaPhase.Erasing, _bench.Updater.Phase);
        Assert.True(_bench.RunTo(OtaPhase.Armed));
        _bench.Start();
        Assert.Equal(8, _bench.Boot.RunningBuild);
    }

    [Fact]
    public void Download_IsNotDisturbedByAnOlderOffer()
    {
        _bench.Step(1);
        _bench.Offer(7, 12000);
        byte[] old = _bench.MakeManifest();
        _bench.Offer(8, 12000);
        LoadAtLeast(5000);
        _bench.Updater.TakeManifest(old, 0, old.Length);
        Assert.Equal(OtaPhase.Loading, _bench.Updater.Phase);
        Assert.Equal(OtaRefusal.Replay, _bench.Updater.LastRefusal);
        Assert.True(_bench.RunTo(OtaPhase.Armed));
        _bench.Start();
        Assert.Equal(8, _bench.Boot.RunningBuild);
    }

    [Fact]
    public void Block_OfAnotherBuildOrPlaceOrLength_IsLeftOut()
    {
        byte[] image = _bench.Offer(7, 5000);
        _bench.RunTo(OtaPhase.Loading);
        _bench.IsAnswered = false;
        Assert.False(_bench.Updater.TakeBlock(8, 0, image, 0, 10), "build");
        Assert.False(_bench.Updater.TakeBlock(7, 1, image, 1, 10), "offset");
        Assert.False(_bench.Updater.TakeBlock(7, 0xFFFFFFFF, image, 1, 10), "offset far");
        Assert.False(_bench.Updater.TakeBlock(7, 0, image, 0, 0), "nothing");
        Assert.False(_bench.Updater.TakeBlock(7, 0, image, 0, -1), "less");
        Assert.False(_bench.Updater.TakeBlock(7, 0, image, 0, 4093), "beyond the block");
        Assert.True(_bench.Updater.TakeBlock(7, 0, image, 0, 4000));
        Assert.False(_bench.Updater.TakeBlock(7, 0, image, 0, 4000), "twice");
        Assert.False(_bench.Updater.TakeBlock(7, 4000, image, 4000, 93), "beyond the rest");
        Assert.True(_bench.Updater.TakeBlock(7, 4000, image, 4000, 92));
        Assert.False(_bench.Updater.TakeBlock(7, 4092, image, 4092, 1), "before the block is on flash");
        _bench.IsAnswered = true;
        Assert.True(_bench.RunTo(OtaPhase.Armed));
    }

    [Fact]
    public void Block_WithoutAnswer_IsAskedForAgain_SoonOnceOneCameAgain()
    {
        byte[] image = _bench.Offer(7, 5000);
        _bench.RunTo(OtaPhase.Loading);
        _bench.IsAnswered = false;
        _bench.Run(26000);
        Assert.Equal(2, _bench.BlockRequests);
        _bench.Run(3600000);
        int requests = _bench.BlockRequests;
        Assert.True(requests is >= 12 and <= 60, $"{requests} requests in an hour");
        Assert.True(_bench.Updater.TakeBlock(7, 0, image, 0, 100));
        _bench.Run(1000);
        requests = _bench.BlockRequests;
        _bench.Run(26000);
        Assert.Equal(requests + 1, _bench.BlockRequests);
    }

    [Fact]
    public void Error_TryLater_WaitsAndAsksAgain()
    {
        byte[] image = _bench.Offer(7, 5000);
        _bench.RunTo(OtaPhase.Loading);
        _bench.IsAnswered = false;
        for (int i = 0; i < 5; i++)
        {
            _bench.Run(300000);
            _bench.Updater.TakeError(3);
            Assert.Equal(OtaPhase.Loading, _bench.Updater.Phase);
        }

        Assert.True(_bench.Updater.TakeBlock(7, 0, image, 0, 2046), "late and welcome");
        _bench.IsAnswered = true;
        Assert.True(_bench.RunTo(OtaPhase.Armed));
    }

    [Fact]
    public void Error_UnknownBuild_StopsUntilItIsOfferedAgain_AndKeepsWhatIsThere()
    {
        _bench.Offer(7, 12000);
        LoadAtLeast(5000);
        _bench.IsAnswered = false;
        _bench.Step(1);
        _bench.Updater.TakeError(1);
        _bench.Step(1);
        Assert.Equal(OtaPhase.Idle, _bench.Updater.Phase);
        _bench.IsAnswered = true;
        int manifests = _bench.ManifestRequests;
        Assert.True(_bench.RunTo(OtaPhase.Loading));
        Assert.Equal(manifests + 1, _bench.ManifestRequests);
        _bench.Step(1);
        Assert.True(_bench.LastOffset >= 4092);
        Assert.True(_bench.RunTo(OtaPhase.Armed));
    }

    [Fact]
    public void Error_ToTheManifest_WaitsAndAsksAgain()
    {
        _bench.IsAnswered = false;
        _bench.Run(5500);
        _bench.Updater.TakeError(3);
        _bench.Run(15500);
        Assert.Equal(2, _bench.ManifestRequests);
    }

    [Fact]
    public void FlashThatRefuses_FromTheStart_RefusesTheOffer_AndKeepsWhatRuns()
    {
        _store.Refuses = true;
        _bench.Offer(7, 5000);
        _bench.Run(20000);
        Assert.Equal(1, _bench.Count("14/14/7"));
        Assert.Equal(OtaPhase.Idle, _bench.Updater.Phase);
        Assert.Equal(0, _store.Count);
        Assert.Equal(OtaSlotId.BuiltIn, _bench.Boot.State.Download);
        Assert.True(_bench.Boot.State.ReportCount == 0, "what did not begin is not told to have begun");
    }

    [Fact]
    public void FlashThatRefuses_WhileItLoads_RefusesTheOffer_WhenThatCanBeNoted()
    {
        _bench.Offer(7, 12000);
        LoadAtLeast(4092);
        _store.Refuses = true;
        _bench.Run(60000);
        Assert.Equal(OtaRefusal.Storage, _bench.Updater.LastRefusal);
        Assert.Equal(0, _bench.Count("14/14/7"));
        Assert.NotNull(_store.Get("slota.00"));
        _bench.OfferedBuild = 0;
        _store.Refuses = false;
        _bench.Run(60000);
        Assert.Equal(1, _bench.Count("14/14/7"));
        Assert.Null(_store.Get("slota.00"));
    }

    [Fact]
    public void FlashThatRefuses_ThatTheSlotIsEmpty_GetsNoBlockBefore()
    {
        _store.Put("slota.00", new byte[5]);
        _bench.Offer(7, 5000);
        Assert.True(_bench.RunTo(OtaPhase.Erasing));
        _store.Refuses = true;
        _bench.Run(60000);
        Assert.Null(_store.Get("slota.00"));
        Assert.Equal(0, _bench.BlockRequests);
        _store.Refuses = false;
        Assert.True(_bench.RunTo(OtaPhase.Armed));
    }

    [Fact]
    public void FlashThatRefuses_TheSwap_IsAskedAgain()
    {
        _bench.IsSafe = false;
        _bench.Offer(7, 5000);
        Assert.True(_bench.RunTo(OtaPhase.Ready));
        _bench.IsSafe = true;
        _store.Refuses = true;
        _bench.Run(3000);
        Assert.False(_bench.Updater.WantsRestart);
        _store.Refuses = false;
        _bench.Run(3000);
        Assert.True(_bench.Updater.WantsRestart);
        _bench.Start();
        Assert.Equal(7, _bench.Boot.RunningBuild);
    }

    [Fact]
    public void FlashThatRefuses_TheSwapForLong_RefusesTheOffer()
    {
        _bench.IsSafe = false;
        _bench.Offer(7, 5000);
        Assert.True(_bench.RunTo(OtaPhase.Ready));
        _bench.OfferedBuild = 0;
        _bench.IsSafe = true;
        _store.Refuses = true;
        _bench.Run(20000);
        Assert.Equal(OtaRefusal.Storage, _bench.Updater.LastRefusal);
        _store.Refuses = false;
        _bench.Run(60000);
        Assert.Equal(1, _bench.Count("14/14/7"));
        Assert.False(_bench.Updater.WantsRestart);
    }

    [Fact]
    public void FlashThatRefuses_ForAWhile_IsWaitedFor()
    {
        _bench.Offer(7, 12000);
        LoadAtLeast(4092);
        _store.Refuses = true;
        _bench.Run(6000);
        _store.Refuses = false;
        Assert.True(_bench.RunTo(OtaPhase.Armed));
    }

    [Fact]
    public void FlashThatRefuses_TheConfirmation_IsAskedAgain_AndTellsNothingBefore()
    {
        _bench.Offer(7, 5000);
        _bench.RunToTrial();
        _store.Refuses = true;
        _bench.Prove();
        _bench.Run(60000);
        Assert.Equal(0, _bench.Count("12/1792/7"));
        _store.Refuses = false;
        _bench.Run(3000);
        Assert.Equal(1, _bench.Count("12/1792/7"));
        _bench.Start();
        Assert.False(_bench.Boot.IsTrial);
        Assert.Equal(7, _bench.Boot.RunningBuild);
    }

    [Fact]
    public void Block_ThatIsLostAgainBeforeItIsVerified_IsLoadedAgain()
    {
        _bench.Offer(7, 12000);
        _bench.RunTo(OtaPhase.Verifying);
        _store.Get("slota.01")[9] ^= 1;
        int requests = _bench.BlockRequests;
        Assert.True(_bench.RunTo(OtaPhase.Armed));
        Assert.True(_bench.BlockRequests > requests);
        Assert.Equal(0, _bench.Updater.Refusals);
    }

    [Fact]
    public void Block_ThatIsWholeButOfAnotherLength_WhenItIsVerified_IsLoadedAgain()
    {
        _bench.Offer(7, 12000);
        _bench.RunTo(OtaPhase.Verifying);
        _store.Put("slota.00", _store.Get("slota.02"));
        Assert.True(_bench.RunTo(OtaPhase.Armed));
        Assert.Equal(0, _bench.Updater.Refusals);
    }

    [Fact]
    public void FlashThatKeepsNothing_RefusesTheOffer()
    {
        _bench.Offer(7, 5000);
        for (int i = 0; i < 3000 && _bench.Updater.Refusals == 0; i++)
        {
            if (_bench.Updater.Phase == OtaPhase.Verifying)
            {
                _store.TryDelete("slota.00");
            }

            _bench.Step(500);
        }

        _bench.Step(500);
        Assert.Equal(1, _bench.Count("14/14/7"));
    }

    private void LoadAtLeast(int bytes)
    {
        for (int i = 0; i < 1000 && _bench.Updater.LoadedBytes < bytes; i++)
        {
            _bench.Step(250);
        }

        Assert.True(_bench.Updater.LoadedBytes >= bytes);
    }
}

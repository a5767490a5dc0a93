using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>Asking, offers, the swap, the trial, and reports.</summary>
public sealed class OtaUpdaterTests
{
    private readonly RamStore _store = new();
    private readonly OtaBench _bench;

    public OtaUpdaterTests()
    {
        _bench = new OtaBench(_store);
        _bench.Start();
    }

    [Fact]
    public void Update_IsLoaded_Tried_AndConfirmed()
    {
        _bench.Offer(7, 5000);
        Assert.True(_bench.RunTo(OtaPhase.Armed));
        Assert.Equal(1, _bench.Count("11/1792/7"));
        Assert.True(3 == _bench.BlockRequests, "2046 + 2046 + 908");
        Assert.True(_bench.Updater.WantsRestart);
        _bench.Start();
        Assert.Equal(7, _bench.Boot.RunningBuild);
        _bench.Step(1);
        _bench.Updater.NoteReachedCloud();
        _bench.Step(29999);
        Assert.True(_bench.Boot.IsTrial);
        _bench.Step(1);
        Assert.False(_bench.Boot.IsTrial);
        Assert.Equal(1, _bench.Count("12/1792/7"));
        Assert.Equal(2, _bench.Events.Count);
        Assert.False(_bench.Updater.WantsRestart);
    }

    [Fact]
    public void Check_ComesSoonAfterOnline_ThenOncePerPeriod()
    {
        _bench.Run(5500);
        Assert.Equal(1, _bench.ManifestRequests);
        _bench.Run(_bench.Options.CheckMs * 7 / 8 - 6000);
        Assert.Equal(1, _bench.ManifestRequests);
        _bench.Run((_bench.Options.CheckMs / 4) + 6000);
        Assert.Equal(2, _bench.ManifestRequests);
    }

    [Fact]
    public void Check_NeedsClockAndConnection()
    {
        _bench.IsClockKnown = false;
        _bench.Run(20000);
        Assert.Equal(0, _bench.ManifestRequests);
        _bench.IsClockKnown = true;
        _bench.IsOnline = false;
        _bench.Run(20000);
        Assert.Equal(0, _bench.ManifestRequests);
        _bench.IsOnline = true;
        _bench.Run(5500);
        Assert.Equal(1, _bench.ManifestRequests);
    }

    [Fact]
    public void Check_WithoutAnswer_IsMadeAgainWithBackOff()
    {
        _bench.IsAnswered = false;
        _bench.Run(3600000);
        int asked = _bench.ManifestRequests;
        Assert.True(asked >= 10 && asked <= 60, asked.ToString());
    }

    [Fact]
    public void Check_WhoseConnectionIsLost_IsMadeAgainWithTheNext()
    {
        _bench.IsAnswered = false;
        _bench.Run(5500);
        Assert.Equal(1, _bench.ManifestRequests);
        _bench.IsOnline = false;
        _bench.Run(1000);
        _bench.IsOnline = true;
        _bench.Run(11000);
        Assert.Equal(2, _bench.ManifestRequests);
    }

    [Fact]
    public void Nudge_AsksSoon_ButNotAsOftenAsItComes()
    {
        _bench.Run(20000);
        int asked = _bench.ManifestRequests;
        for (int i = 0; i < 60; i++)
        {
            _bench.Updater.TakeNudge();
            _bench.Step(1000);
        }

        asked = _bench.ManifestRequests - asked;
        Assert.True(asked >= 3 && asked <= 6, asked.ToString());
    }

    [Fact]
    public void Offer_WhileTheClockIsUnknown_IsForLater()
    {
        _bench.IsClockKnown = false;
        _bench.Step(1);
        _bench.Offer(7, 5000);
        byte[] manifest = _bench.MakeManifest();
        _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
        _bench.Run(1000);
        Assert.Equal(OtaPhase.Idle, _bench.Updater.Phase);
        Assert.Empty(_bench.Events);
        Assert.Equal(0, _bench.Updater.Refusals);
        _bench.IsClockKnown = true;
        Assert.True(_bench.RunTo(OtaPhase.Armed));
    }

    [Fact]
    public void Offer_NotAskedFor_IsJudgedAllTheSame()
    {
        _bench.Offer(7, 5000);
        _bench.IsAnswered = false;
        _bench.Step(1);
        byte[] manifest = _bench.MakeManifest();
        _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
        Assert.Equal(OtaPhase.Erasing, _bench.Updater.Phase);
    }

    [Fact]
    public void Offer_Refused_IsAnEventOncePerHour_AndEndsNothing()
    {
        _bench.FreeHeap = 100;
        _bench.Offer(7, 5000);
        for (int i = 0; i < 50; i++)
        {
            _bench.Updater.TakeNudge();
            _bench.Run(30000);
        }

        Assert.Equal(1, _bench.Count("14/12/7"));
        Assert.True(_bench.Updater.Refusals > 10, "few asked");
        Assert.Equal(OtaRefusal.NoMemory, _bench.Updater.LastRefusal);
        _bench.Run(3600000);
        _bench.Updater.TakeNudge();
        _bench.Run(20000);
        Assert.Equal(2, _bench.Count("14/12/7"));
        _bench.FreeHeap = 1000000;
        _bench.Updater.TakeNudge();
        Assert.True(_bench.RunTo(OtaPhase.Armed), "the same offer later");
        Assert.Equal(0u, _bench.Boot.State.EndedSerial);
    }

    [Fact]
    public void Nonsense_IsOneEventPerHour_AndNobodysAnswer()
    {
        _bench.IsAnswered = false;
        _bench.Run(5500);
        Assert.Equal(1, _bench.ManifestRequests);
        for (int i = 0; i < 300; i++)
        {
            _bench.Updater.TakeManifest(new byte[100], 0, 100);
            _bench.Updater.TakeManifest(new byte[2000], 0, 2000);
            _bench.Step(100);
        }

        Assert.Equal(300, _bench.Updater.WrongSignatures);
        Assert.Equal(1, _bench.Count("14/2/0"));
        Assert.Equal(1, _bench.Count("14/1/0"));
        Assert.Equal(2, _bench.Events.Count);
        Assert.True(2 == _bench.ManifestRequests, "it went on waiting for its answer and asked again");
    }

    [Fact]
    public void OldOffers_PlayedAgain_AreFewEvents()
    {
        _bench.Step(1);
        _bench.Options.BuiltInBuild = 100;
        for (int round = 0; round < 20; round++)
        {
            for (int build = 10; build < 20; build++)
            {
                byte[] manifest = OtaOffer.Of(build, 1795521000, new byte[10]).Sign(_bench.Options.Key);
                _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
                _bench.Step(100);
            }
        }

        Assert.Equal(200, _bench.Updater.Refusals);
        Assert.Equal(6, _bench.Events.Count);
    }

    [Fact]
    public void Swap_WaitsUntilTheDroneIsKnownNotToBeArmed()
    {
        _bench.IsSafe = false;
        _bench.Offer(7, 5000);
        Assert.True(_bench.RunTo(OtaPhase.Ready));
        int writes = _store.Writes;
        _bench.Run(600000);
        Assert.Equal(OtaPhase.Ready, _bench.Updater.Phase);
        Assert.Equal(writes, _store.Writes);
        _bench.Start();
        Assert.True(3 == _bench.Boot.RunningBuild, "a restart in the air");
        Assert.True(_bench.RunTo(OtaPhase.Ready));
        _bench.IsSafe = true;
        Assert.True(_bench.RunTo(OtaPhase.Armed));
        Assert.True(_bench.Updater.WantsRestart);
    }

    [Fact]
    public void Swap_IsTakenBackWhenTheDroneIsArmedBeforeTheRestart()
    {
        _bench.Offer(7, 5000);
        _bench.RunTo(OtaPhase.Armed);
        _bench.IsSafe = false;
        _store.Refuses = true;
        _bench.Step(1);
        Assert.False(_bench.Updater.WantsRestart);
        _store.Refuses = false;
        _bench.Step(3000);
        Assert.Equal(OtaPhase.Ready, _bench.Updater.Phase);
        _bench.Start();
        Assert.Equal(3, _bench.Boot.RunningBuild);
        _bench.IsSafe = true;
        Assert.True(_bench.RunTo(OtaPhase.Armed));
        _bench.Start();
        Assert.Equal(7, _bench.Boot.RunningBuild);
    }

    [Fact]
    public void Trial_NotConfirmedInTime_IsRolledBack()
    {
        _bench.Offer(7, 5000);
        _bench.RunToTrial();
        Assert.Equal(7, _bench.Boot.RunningBuild);
        _bench.Step(1);
        _bench.Step(_bench.Options.TrialMs - 1);
        Assert.False(_bench.Updater.WantsRestart);
        _bench.Step(1);
        Assert.True(_bench.Updater.WantsRestart);
        Assert.Equal(1, _bench.Count("13/3/7"));
        _bench.Start();
        Assert.Equal(3, _bench.Boot.RunningBuild);
        Assert.Equal(0, _bench.Boot.State.HighestBuild);
        Assert.True(_bench.Serial == _bench.Boot.State.EndedSerial, "its offer is over");
    }

    [Fact]
    public void Trial_InTheAir_GoesOnAfterItsTime_AndMayStillProveItself()
    {
        _bench.Offer(7, 5000);
        _bench.RunToTrial();
        _bench.IsSafe = false;
        _bench.Step(1);
        _bench.Step(_bench.Options.TrialMs * 2);
        Assert.True(_bench.Boot.IsTrial);
        _bench.Updater.NoteReachedCloud();
        _bench.Step(1);
        Assert.Equal(1, _bench.Count("12/1792/7"));
    }

    [Fact]
    public void Trial_NeedsThirtySecondsWithoutFailure()
    {
        _bench.Offer(7, 5000);
        _bench.RunToTrial();
        _bench.Updater.NoteReachedCloud();
        _bench.Step(1);
        _bench.Step(29000);
        _bench.Updater.NoteFailure();
        _bench.Step(29000);
        Assert.True(_bench.Boot.IsTrial);
        _bench.Step(1000);
        Assert.False(_bench.Boot.IsTrial);
    }

    [Fact]
    public void Trial_AsksForNothing_AndTakesNothing()
    {
        _bench.Offer(7, 5000);
        _bench.RunToTrial();
        int manifests = _bench.ManifestRequests;
        _bench.Run(100000);
        Assert.Equal(manifests, _bench.ManifestRequests);
        _bench.Offer(8, 5000);
        byte[] manifest = _bench.MakeManifest();
        _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
        Assert.Equal(OtaPhase.Idle, _bench.Updater.Phase);
    }

    [Fact]
    public void Report_IsMadeAgainAtEachStart_UntilItIsDurable()
    {
        _bench.IsDurable = false;
        _bench.Offer(7, 5000);
        _bench.RunTo(OtaPhase.Armed);
        Assert.True(_bench.Updater.AwaitsDurability);
        _bench.Start();
        _bench.Step(1);
        Assert.Equal(2, _bench.Count("11/1792/7"));
        _bench.Prove();
        Assert.Equal(1, _bench.Count("12/1792/7"));
        _bench.Start();
        _bench.Step(1);
        _bench.Step(1);
        Assert.Equal(3, _bench.Count("11/1792/7"));
        Assert.Equal(2, _bench.Count("12/1792/7"));
        _bench.Updater.NoteReported();
        Assert.False(_bench.Updater.AwaitsDurability);
        _bench.Start();
        _bench.Step(1);
        Assert.Equal(2, _bench.Count("12/1792/7"));
    }

    [Fact]
    public void Download_DoesNotBegin_WhileAnOutcomeIsNotReported()
    {
        _bench.Offer(7, 5000);
        _bench.RunToTrial();
        _bench.IsDurable = false;
        _bench.Prove();
        _bench.Offer(8, 5000);
        _bench.Run(200000);
        Assert.Equal(OtaPhase.Idle, _bench.Updater.Phase);
        _bench.IsDurable = true;
        Assert.True(_bench.RunTo(OtaPhase.Armed));
    }
}

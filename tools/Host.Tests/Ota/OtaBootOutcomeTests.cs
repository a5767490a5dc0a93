using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Firmware.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>What a start makes of slots that are superseded, fail to load or do not last; beyond OtaBootTests of the virtual device.</summary>
public sealed class OtaBootOutcomeTests
{
    private readonly OtaBench _bench = new(new RamStore());

    public OtaBootOutcomeTests() => _bench.Start();

    [Fact]
    public void BuiltIn_OfAHigherBuild_SupersedesBothSlots()
    {
        Confirm(7);
        Confirm(8);
        _bench.Options.BuiltInBuild = 8;
        var events = _bench.Events.Count;
        _bench.Start();
        _bench.Step(1);

        Assert.Equal((0, 8), (_bench.Boot.Running, _bench.Boot.RunningBuild));
        var state = _bench.Boot.State;
        Assert.Equal((0, 0, 0), (state.Active, state.Slot(OtaSlotId.A).Build, state.Slot(OtaSlotId.B).Build));
        Assert.Equal(events, _bench.Events.Count);
    }

    [Fact]
    public void BuiltIn_OfAHigherBuild_LeavesANewerSlot()
    {
        Confirm(7);
        Confirm(8);
        _bench.Options.BuiltInBuild = 7;
        _bench.Start();

        Assert.Equal((OtaSlotId.B, 8), (_bench.Boot.Running, _bench.Boot.RunningBuild));
        Assert.Equal(0, _bench.Boot.State.Slot(OtaSlotId.A).Build);
    }

    [Fact]
    public void BuiltIn_OfAHigherBuild_EndsADownload()
    {
        _bench.Offer(7, 5000);
        Assert.True(_bench.RunTo(OtaPhase.Loading));
        var serial = _bench.Boot.State.OfferSerial;
        _bench.OfferedBuild = 0;
        _bench.Options.BuiltInBuild = 7;
        _bench.Start();
        _bench.Step(1);

        var state = _bench.Boot.State;
        Assert.Equal((0, 0, 0u, serial), (state.Download, state.Slot(OtaSlotId.A).Build, state.OfferSerial, state.EndedSerial));
        Assert.Equal(1, _bench.Count("14/6/7"));
        Assert.Equal(OtaPhase.Idle, _bench.Updater.Phase);
    }

    [Fact]
    public void BuiltIn_CannotFailToLoad_NorBeConfirmed()
    {
        _bench.Boot.LoadFailed();
        _bench.Boot.Confirm();
        _bench.Boot.MarkStable();
        _bench.Step(1);

        Assert.False(_bench.Boot.NeedsRestart);
        Assert.Equal((0, 0, 0), (_bench.Boot.State.Active, _bench.Boot.State.HighestBuild, _bench.Boot.State.ReportCount));
        Assert.Empty(_bench.Events);
        Assert.Equal(0, ((RamStore)_bench.Store).Writes);
    }

    [Fact]
    public void StableBuiltIn_DoesNotForgiveTheSlotThatFailedToLoad()
    {
        Confirm(7);
        for (var start = 0; start < OtaBoot.MaxFailedStarts; start++) FailToLoad();

        _bench.Start();
        _bench.Step(1);
        Assert.Equal((0, 3), (_bench.Boot.Running, _bench.Boot.RunningBuild));
        Assert.Equal(1, _bench.Count("13/1/7"));
    }

    [Fact]
    public void StableStart_ForgivesFailuresToLoad()
    {
        Confirm(7);
        FailToLoad();
        _bench.Start();
        _bench.Boot.MarkStable();
        for (var start = 0; start <= OtaBoot.MaxFailedStarts; start++) _bench.Start();

        _bench.Step(1);
        Assert.Equal((0, 1), (_bench.Count("13/1/7"), _bench.Count("13/2/7")));
    }

    [Fact]
    public void OtherSlot_StartsWithoutTheFailuresOfTheOne()
    {
        Confirm(7);
        Confirm(8);
        for (var start = 0; start < OtaBoot.MaxFailedStarts; start++) FailToLoad();

        for (var start = 0; start <= OtaBoot.MaxFailedStarts; start++) _bench.Start();

        _bench.Step(1);
        Assert.Equal((1, 1, 0), (_bench.Count("13/1/8"), _bench.Count("13/2/7"), _bench.Count("13/1/7")));
    }

    [Fact]
    public void OnlySlot_ThatDoesNotLast_IsGivenUpOnce()
    {
        Confirm(7);
        var events = _bench.Events.Count;
        for (var start = 0; start <= OtaBoot.MaxFailedStarts; start++) _bench.Start();

        _bench.Step(1);
        Assert.Equal((0, 3), (_bench.Boot.Running, _bench.Boot.RunningBuild));
        Assert.Equal((events + 1, 1), (_bench.Events.Count, _bench.Count("13/2/7")));
        Assert.Equal((0, 0), (_bench.Boot.State.Active, _bench.Boot.State.FailedStarts));
    }

    [Fact]
    public void OnlySlot_ThatDoesNotLast_GivesNoWayToOneThatIsLoadedAndWasNotTried()
    {
        Confirm(7);
        _bench.IsSafe = false;
        _bench.Offer(8, 5000);
        Assert.True(_bench.RunTo(OtaPhase.Ready));
        for (var start = 0; start <= OtaBoot.MaxFailedStarts; start++) _bench.Start();

        Assert.Equal((0, 3), (_bench.Boot.Running, _bench.Boot.RunningBuild));
    }

    private void FailToLoad()
    {
        _bench.Start();
        _bench.Boot.LoadFailed();
        Assert.Equal(0, _bench.Boot.Running);
        _bench.Boot.MarkStable();
    }

    private void Confirm(int build)
    {
        _bench.Offer(build, 5000);
        _bench.RunToTrial();
        _bench.Prove();
        Assert.Equal(1, _bench.Count($"12/{build << 8}/{build}"));
    }
}

using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Update;

/// <summary>What has to hold of a device at each start, after each step, and in the end.</summary>
/// <param name="scenario">What it is, and what it is offered.</param>
/// <param name="bench">The device.</param>
internal sealed class OtaChecks(OtaScenario scenario, OtaBench bench)
{
    private const int ProofMs = 30000;

    // A step to take back the swap, and one for the flash.
    private const int FlyingSteps = 2;

    private int _highest = scenario.Highest;
    private uint _ended;
    private uint _taken;
    private bool _isConfirmed;
    private bool _hasReached;
    private int _flying;
    private int _mustRun = -1;

    /// <summary>Power cuts in a boot that was a start of the payload on trial.</summary>
    public int CutsOnTrial { get; private set; }

    /// <summary>Notes that the payload of this boot has reached the cloud.</summary>
    public void NoteReached() => _hasReached = true;

    /// <summary>Notes a power cut.</summary>
    /// <param name="isSafe">Whether the drone was not armed.</param>
    public void NoteCut(bool isSafe)
    {
        if (bench.Boot.State.Trial != OtaSlotId.BuiltIn || bench.Boot.RunningBuild == scenario.NewBuild) CutsOnTrial++;
        if (!isSafe && _flying > FlyingSteps && bench.Boot.RunningBuild == scenario.OldBuild) _mustRun = scenario.OldBuild;

        // Who is cut at its start has not flown.
        _flying = 0;
    }

    /// <summary>Checks what has to hold after a start.</summary>
    public void CheckStart()
    {
        var build = bench.Boot.RunningBuild;
        var state = bench.Boot.State;
        ViolationException.Unless(build == scenario.OldBuild || build == scenario.NewBuild, () => $"build {build} runs");
        ViolationException.Unless(
            build == scenario.BuiltIn ? bench.Image is null : bench.Image.AsSpan().SequenceEqual(scenario.Images[build]),
            () => $"what runs as build {build} is another image");
        ViolationException.Unless(!bench.Boot.IsTrial || !state.IsDirty, "a trial runs whose start is not counted on flash");
        ViolationException.Unless(_mustRun < 0 || build == _mustRun, "in the air it started into another payload than the one that flew");
        _isConfirmed |= IsNewActive(state);
        ViolationException.Unless(!_isConfirmed || build == scenario.NewBuild, "what was confirmed does not run");
        CheckCounters();
        CheckActive(state);
        _hasReached = false;
        _flying = 0;
        _mustRun = -1;
    }

    /// <summary>Checks what has to hold after a step.</summary>
    public void CheckStep()
    {
        var state = bench.Boot.State;
        CheckCounters();
        _flying = bench.IsSafe || state.IsDirty ? 0 : _flying + 1;
        if (_isConfirmed || !IsNewActive(state)) return;
        ViolationException.Unless(_hasReached, "it was confirmed before the cloud had acknowledged anything of it");
        ViolationException.Unless(bench.NowMs >= ProofMs, () => $"it was confirmed after {bench.NowMs} ms");
        _isConfirmed |= !state.IsDirty;
    }

    /// <summary>Checks what has to hold once all is over and told.</summary>
    /// <param name="isApplied">Whether it was told that the update is in force.</param>
    public void CheckEnd(bool isApplied)
    {
        var state = bench.Boot.State;
        var runs = isApplied ? scenario.NewBuild : scenario.OldBuild;
        ViolationException.Unless(bench.Boot.RunningBuild == runs, () => $"in the end build {bench.Boot.RunningBuild} runs, not {runs}");
        ViolationException.Unless(
            state.HighestBuild == (isApplied ? scenario.NewBuild : scenario.Highest),
            () => $"in the end the security counter is {state.HighestBuild}");
        foreach (var slot in (int[])[OtaSlotId.A, OtaSlotId.B])
            ViolationException.Unless(state.Slot(slot).Build == 0 || state.Slot(slot).IsConfirmed, "a slot still has the record of what has not proved itself");

        ViolationException.Unless(_taken <= state.EndedSerial, "it could be offered what it has ended under the same serial");
        ViolationException.Unless(
            state is { Trial: OtaSlotId.BuiltIn, Download: OtaSlotId.BuiltIn, OfferSerial: 0, ReportCount: 0 },
            () => $"something is left: trial {state.Trial}, download {state.Download}, serial {state.OfferSerial}, {state.ReportCount} reports");
    }

    private bool IsNewActive(OtaState state) => state.Active != OtaSlotId.BuiltIn && state.Slot(state.Active).Build == scenario.NewBuild;

    private void CheckCounters()
    {
        var state = bench.Boot.State;
        ViolationException.Unless(state.HighestBuild >= _highest, () => $"the security counter fell from {_highest} to {state.HighestBuild}");
        ViolationException.Unless(state.EndedSerial >= _ended, () => $"the serial fell from {_ended} to {state.EndedSerial}");
        if (state.IsDirty) return;
        _highest = state.HighestBuild;
        _ended = state.EndedSerial;
        _taken = Math.Max(_taken, state.OfferSerial);
    }

    // Whatever is done for another payload, the one to fall back on stays whole.
    private void CheckActive(OtaState state)
    {
        if (state.Active == OtaSlotId.BuiltIn)
        {
            ViolationException.Unless(scenario.OldBuild == scenario.BuiltIn, "what was confirmed is forgotten");
            return;
        }

        var record = state.Slot(state.Active);
        var image = new byte[record.Size];
        var hash = new byte[32];
        record.CopySha256(hash);
        var isWhole = record.IsConfirmed && new OtaSlot(bench.Store, state.Active, new byte[OtaSlot.BlockBytes]).TryRead(image, hash);
        ViolationException.Unless(isWhole && image.AsSpan().SequenceEqual(scenario.Images[record.Build]), "what is active is lost");
    }
}

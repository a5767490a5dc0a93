using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Media;

namespace DroneLink.Simulation.Update;

/// <summary>
/// A device that is offered an update, from its first boot until that has ended one way or the other and the cloud knows it, through any power
/// cuts, refused writes and disturbances. At every start it has to run a payload that is allowed, byte for byte. What it reports is durable once
/// a file of its own is written: that too can be cut.
/// </summary>
internal sealed class OtaLife
{
    private const int StepMs = 1000;
    private const int MaxBoots = 60;
    private const int MaxSteps = 10000;
    private const int NudgeSteps = 200;
    private const int FailsEverySteps = 7;

    private readonly OtaScenario _scenario;
    private readonly OtaTrouble _trouble;
    private readonly OtaBench _bench;
    private readonly OtaMischief _mischief;
    private readonly OtaChecks _checks;
    private readonly OtaReports _reports;
    private readonly Action<string>? _tell;
    private readonly Queue<(int After, OtaCut? Cut)> _cuts;
    private readonly int _firstOperation;

    /// <summary>Creates a device.</summary>
    /// <param name="scenario">What it is, and what it is offered.</param>
    /// <param name="trouble">What befalls it.</param>
    /// <param name="seed">Chance of the flash.</param>
    /// <param name="tell">Takes the story; null where nobody reads.</param>
    public OtaLife(OtaScenario scenario, OtaTrouble trouble, int seed = 1, Action<string>? tell = null)
    {
        _scenario = scenario;
        _trouble = trouble;
        _tell = tell;
        Store = new CutStore(seed, trouble.Medium);
        _bench = scenario.Prepare(Store);
        if (trouble.ChunkBytes > 0) _bench.ChunkBytes = trouble.ChunkBytes;

        _mischief = new OtaMischief(scenario, _bench, trouble.Disturbances);
        _checks = new OtaChecks(scenario, _bench);
        _reports = new OtaReports(scenario, _bench, _mischief);
        _cuts = new Queue<(int After, OtaCut? Cut)>(trouble.Cuts);
        _firstOperation = Store.Operations;
        if (trouble.RefuseFrom > 0)
        {
            Store.RefuseFrom = _firstOperation + trouble.RefuseFrom;
            Store.RefuseUntil = Store.RefuseFrom + trouble.RefuseCount;
        }
    }

    /// <summary>Its flash.</summary>
    public CutStore Store { get; }

    /// <summary>Power cuts that came about.</summary>
    public int Cuts { get; private set; }

    /// <summary>Operations of the flash so far.</summary>
    public int Operations => Store.Operations - _firstOperation;

    /// <summary>Steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Step of the first restart on purpose; 0 for none.</summary>
    public int FirstRestart { get; private set; }

    /// <summary>Starts so far.</summary>
    public int Boots { get; private set; }

    /// <summary>What is durable of the reports.</summary>
    public IReadOnlyList<string> Reports => _reports.Durable;

    /// <summary>Boots until the offer has ended and all is told, and checks what has to hold in the end.</summary>
    /// <exception cref="ViolationException">Something that is promised does not hold.</exception>
    public void Run()
    {
        try
        {
            RunToEnd();
        }
        catch (ViolationException e)
        {
            throw new ViolationException($"{e.Message}. {_scenario}. {_trouble}. Reports: {string.Join(' ', Reports)}");
        }
    }

    private void RunToEnd()
    {
        _tell?.Invoke($"{_scenario}. {_trouble}");
        ArrangeCut();
        for (Boots = 1; Boots <= MaxBoots; Boots++)
        {
            try
            {
                if (!Boot()) continue;
                CheckEnd();
                return;
            }
            catch (PowerCutException)
            {
                Cuts++;
                _tell?.Invoke($"  the power is cut in operation {Operations}");
                _checks.NoteCut(_bench.IsSafe);
                _reports.NoteCut();
                ArrangeCut();
            }
        }

        throw new ViolationException("it does not come to an end");
    }

    private void ArrangeCut()
    {
        Store.CutAt = 0;
        if (!_cuts.TryDequeue(out var cut)) return;
        Store.CutAt = Store.Operations + cut.After;
        Store.CutLeaves = cut.Cut?.Leaves;
    }

    // Returns whether it has come to its end.
    private bool Boot()
    {
        _mischief.BeforeStart(Store);
        _bench.Start();
        Tell($"start {Boots}: build {_bench.Boot.RunningBuild}{(_bench.Boot.IsTrial ? $" on trial, start {_bench.Boot.State.TrialStarts}" : "")}");
        _checks.CheckStart();
        if (_bench.Boot.RunningBuild == _scenario.NewBuild)
        {
            if (_scenario.Kind == OtaPayloadKind.Crashes) return false;

            if (_scenario.Kind == OtaPayloadKind.CannotBeLoaded)
            {
                _bench.Boot.LoadFailed();
                if (_bench.Boot.NeedsRestart) return false;
            }
        }

        var restarts = 0;
        for (var step = 0; step < MaxSteps; step++)
        {
            Step(step);
            restarts = _bench.Updater.WantsRestart ? restarts + 1 : 0;
            if (restarts > _trouble.RestartsAfter)
            {
                FirstRestart = FirstRestart == 0 ? Steps : FirstRestart;
                _reports.NoteRestart();
                _bench.Boot.MarkStable();
                return false;
            }

            if (_reports.IsEnded && _reports.AreSettled && _bench.Updater.Phase == OtaPhase.Idle) return true;
        }

        throw new ViolationException("it stands still");
    }

    private void Step(int step)
    {
        Steps++;
        if (_reports.IsEnded) _bench.OfferedBuild = 0;
        if (step % NudgeSteps == NudgeSteps - 1) _bench.Updater.TakeNudge();

        _mischief.Step();
        if (_bench.Boot.RunningBuild == _scenario.NewBuild)
        {
            if (_scenario.Kind is OtaPayloadKind.Good or OtaPayloadKind.KeepsFailing && step >= _trouble.ReachesAfter)
            {
                _checks.NoteReached();
                _bench.Updater.NoteReachedCloud();
            }

            if (_scenario.Kind == OtaPayloadKind.KeepsFailing && step % FailsEverySteps == 0) _bench.Updater.NoteFailure();
        }

        var events = _bench.Events.Count;
        _bench.Step(StepMs);
        for (; _tell is not null && events < _bench.Events.Count; events++) Tell($"  tells {_bench.Events[events]}");

        _checks.CheckStep();
        _reports.Step();
    }

    private void CheckEnd()
    {
        Store.CutAt = 0;
        Store.RefuseFrom = 0;

        // An end in order, as the device makes it: five starts in a row that do not last would cost a payload its place.
        _bench.Boot.MarkStable();
        _bench.Start();
        _checks.CheckStart();
        var outcome = _reports.CheckOutcome(Cuts, _checks.CutsOnTrial);
        _checks.CheckEnd(outcome.StartsWith("12/", StringComparison.Ordinal));
    }

    private void Tell(string line) => _tell?.Invoke($"{Steps,6} s, operation {Operations,3}: {line}");
}

using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Simulation.Media;
using static DroneLink.Simulation.Campaigns.ViolationException;

namespace DroneLink.Simulation.Update;

/// <summary>
/// A device that is offered a build, from its first boot until that has ended one way or the other and the cloud knows it, through any power
/// cuts and refused writes. At every start it has to run a payload that is allowed, byte for byte. What it reports is durable once a file of
/// its own is written: that too can be cut.
/// </summary>
internal sealed class UpdateLife
{
    private const int StepMs = 1000;
    private const int MaxBoots = 60;
    private const int MaxSteps = 20000;
    private const string Crashed = "13/2/7";

    private readonly UpdateStory _story;
    private readonly Random _random;
    private readonly OtaBench _bench;
    private int _durable;
    private int _highest;
    private bool _isConfirmed;
    private bool _isEnded;
    private int _undurable;

    /// <summary>Creates a device as it is before the offer.</summary>
    public UpdateLife(UpdateStory story, CutStore store, int seed)
        : this(story, store, seed, story.Confirm(store))
    {
        _highest = story.Before == 0 ? 0 : story.OldBuild;
        _bench.Offer(UpdateStory.NewBuild, story.Sent);
    }

    private UpdateLife(UpdateStory story, CutStore store, int seed, uint serial)
    {
        _story = story;
        _random = new Random(seed);
        Store = store;
        _bench = new OtaBench(store) { IsDurable = false, Serial = serial, AnnouncedImage = story.Image(UpdateStory.NewBuild), ChunkBytes = story.ChunkBytes };
        _bench.Options.TrialMs = 60000;
    }

    private UpdateLife(UpdateLife other, CutStore store, int seed)
        : this(other._story, store, seed, other._bench.Serial)
    {
        _bench.Offer(UpdateStory.NewBuild, _story.Sent);
        for (var i = 0; i < other._durable; i++) _bench.Events.Add(other._bench.Events[i]);
        _durable = other._durable;
        _highest = other._highest;
        _isConfirmed = other._isConfirmed;
        _isEnded = other._isEnded;
        _undurable = other._undurable;
        Cuts = 1;
    }

    /// <summary>The flash.</summary>
    public CutStore Store { get; }

    /// <summary>Power cuts that came about.</summary>
    public int Cuts { get; private set; }

    /// <summary>Power cuts that are still to come by chance.</summary>
    public int CutsToCome { get; set; }

    /// <summary>Is told what it does; null where nobody reads.</summary>
    public Action<string>? Tell { get; set; }

    /// <summary>What is durable of the reports.</summary>
    public IEnumerable<string> Reports => _bench.Events.Cast<string>().Take(_durable);

    /// <summary>Returns a device whose power has just gone, at a flash as that left it.</summary>
    public UpdateLife AfterCut(CutStore store, int seed) => new(this, store, seed) { Tell = Tell };

    /// <summary>Boots until the offer has ended, at the most <see cref="MaxBoots"/> times.</summary>
    public void Run()
    {
        for (var boot = 0; boot < MaxBoots; boot++)
        {
            try
            {
                Store.CutAt = CutsToCome > 0 ? Store.Operations + 1 + _random.Next(_random.Next(2) == 0 ? 3 : 20) : 0;
                if (Boot()) return;
            }
            catch (PowerCutException)
            {
                Tell?.Invoke("cut");
                Cuts++;
                CutsToCome--;
                _bench.Events.RemoveRange(_durable, _bench.Events.Count - _durable);
            }
        }

        Unless(false, "it does not come to an end");
    }

    /// <summary>Says what has to hold in the end.</summary>
    public void CheckEnd()
    {
        Store.CutAt = 0;
        Store.RefuseFrom = 0;
        Store.RefuseShare = 0;
        _bench.Start();
        Unless(_bench.Boot.RunningBuild == LastBuild, () => $"build {_bench.Boot.RunningBuild} runs in the end, not {LastBuild}");
        CheckStart();

        // What the flash refused is offered again; and what is confirmed too, as long as the cloud has not heard of it.
        const int New = UpdateStory.NewBuild;
        string[] passing = [$"11/1792/{New}", $"14/14/{New}", $"14/6/{New}", $"14/7/{New}"];
        var outcomes = Reports.Where(report => !passing.Contains(report)).ToArray();
        string Told() => string.Join(' ', Reports);
        Unless(outcomes.Length > 0 && outcomes.All(outcome => outcome == outcomes[0]), () => $"no outcome, or several: {Told()}");
        Unless(Expected().Contains(outcomes[0]), () => $"{outcomes[0]} is not what became of it");
        Unless(outcomes.Length <= 1 + Cuts + _undurable, () => $"the outcome is told more often than there were cuts: {Told()}");
        Unless(Reports.Contains($"11/1792/{New}"), "its start was not told");
    }

    /// <summary>Sends the device what it must refuse, and sees that it goes on running what it ran.</summary>
    public void Attack()
    {
        var attack = new UpdateAttack(_story, _bench);
        _bench.OfferedBuild = 0;
        _bench.IsOnline = true;
        _bench.Step(1);
        for (var i = 0; i < UpdateAttack.Count; i++)
        {
            var (what, code) = attack.Send(i);
            Unless(_bench.Updater.LastRefusal == code, () => $"{what} is refused for {_bench.Updater.LastRefusal}, not {code}");
            Unless(_bench.Updater.Phase is OtaPhase.Idle or OtaPhase.Cleaning, () => $"{what} is taken up");
        }

        // As long as a start takes to have lasted.
        _bench.Run(30000);
        _bench.Start();
        Unless(_bench.Boot.RunningBuild == LastBuild, "an attack changed what runs");
        CheckStart();
    }

    private int LastBuild => _story.Kind == PayloadKind.Good && !Reports.Contains(Crashed) ? UpdateStory.NewBuild : _story.OldBuild;

    private string[] Expected()
    {
        const int New = UpdateStory.NewBuild;
        return _story.Kind switch
        {
            // A cut in each start of its trial cannot be told from a payload that crashes.
            PayloadKind.Good when Cuts >= OtaBoot.MaxTrialStarts => [$"12/1792/{New}", Crashed],
            PayloadKind.Good => [$"12/1792/{New}"],
            PayloadKind.Crashes => [$"13/2/{New}"],

            // Whose loading is cut as often as it has starts has used them up.
            PayloadKind.CannotBeLoaded => [$"13/1/{New}", $"13/2/{New}"],
            PayloadKind.NeverReachesCloud => [$"13/3/{New}", $"13/2/{New}"],
            _ => [$"14/13/{New}", $"14/15/{New}"],
        };
    }

    // Returns whether it has come to its end.
    private bool Boot()
    {
        _bench.Start();
        CheckStart();
        Tell?.Invoke($"boot into build {_bench.Boot.RunningBuild}");
        if (_bench.Boot.RunningBuild == UpdateStory.NewBuild)
        {
            if (_story.Kind == PayloadKind.Crashes) return false;

            if (_story.Kind == PayloadKind.CannotBeLoaded)
            {
                _bench.Boot.LoadFailed();
                if (_bench.Boot.NeedsRestart) return false;
            }

            if (_story.Kind == PayloadKind.Good) _bench.Updater.NoteReachedCloud();
        }

        for (var step = 0; step < MaxSteps; step++)
        {
            if (_isEnded) _bench.OfferedBuild = 0;
            if (step % 200 == 199) _bench.Updater.TakeNudge();
            if (_story.IsNetworkBad)
            {
                _bench.IsAnswered = _random.Next(6) > 0;
                _bench.IsOnline = _random.Next(12) > 0;
            }

            _bench.Step(StepMs);
            MakeDurable();
            NoteCounter();
            if (_bench.Updater.WantsRestart)
            {
                if (_bench.Updater.AwaitsDurability || _bench.Boot.State.IsDirty) _undurable++;
                return false;
            }

            if (_isEnded && !_bench.Updater.AwaitsDurability && _bench.Updater.Phase == OtaPhase.Idle && !_bench.Boot.State.IsDirty) return true;
        }

        Unless(false, "it stands still");
        return false;
    }

    private void MakeDurable()
    {
        if (!_bench.Updater.AwaitsDurability || !Store.TryWrite("ring", [1], 0, 1)) return;
        for (; _durable < _bench.Events.Count; _durable++)
        {
            // The cloud knows how it ended, and takes the offer away. It gives one again that the flash refused.
            var report = (string)_bench.Events[_durable]!;
            Tell?.Invoke($"reports {report}");
            _isEnded |= report.StartsWith("12/", StringComparison.Ordinal) || report.StartsWith("13/", StringComparison.Ordinal)
                || report is "14/13/7" or "14/15/7";
        }

        _bench.Updater.NoteReported();
    }

    // What is on flash once stays, whatever comes.
    private void NoteCounter()
    {
        var state = _bench.Boot.State;
        if (!state.IsDirty) _highest = Math.Max(_highest, state.HighestBuild);
    }

    private void CheckStart()
    {
        var build = _bench.Boot.RunningBuild;
        Unless(build == _story.OldBuild || build == UpdateStory.NewBuild, () => $"build {build} runs");
        if (build == _bench.Options.BuiltInBuild) Unless(_bench.Image is null, "an image is started for the built-in payload");
        else Unless(_bench.Image.AsSpan().SequenceEqual(_story.Image(build)), () => $"what is started is not build {build}");

        var state = _bench.Boot.State;
        Unless(state.HighestBuild >= _highest, () => $"the counter fell from {_highest} to {state.HighestBuild}");
        NoteCounter();
        _isConfirmed |= state.Active != OtaSlotId.BuiltIn && state.Slot(state.Active).Build == UpdateStory.NewBuild;
        if (_isConfirmed) Unless(build == UpdateStory.NewBuild, "what was confirmed does not run");
        if (_story.Kind != PayloadKind.Good) Unless(!_isConfirmed, "what does not work was confirmed");
        Unless(!_bench.Boot.IsTrial || state.TrialStarts is >= 1 and <= OtaBoot.MaxTrialStarts, () => $"start {state.TrialStarts} of a trial");
        CheckActive(state);
    }

    // Whatever is done for another payload, the one to fall back on stays whole.
    private void CheckActive(OtaState state)
    {
        if (state.Active == OtaSlotId.BuiltIn)
        {
            Unless(_story.OldBuild == _bench.Options.BuiltInBuild, "the built-in payload is active where another was");
            return;
        }

        var record = state.Slot(state.Active);
        Unless(record.IsConfirmed, "what is active was not confirmed");
        var image = new byte[record.Size];
        var hash = new byte[32];
        record.CopySha256(hash);
        Unless(new OtaSlot(Store, state.Active, new byte[OtaSlot.BlockBytes]).TryRead(image, hash), "what is active is lost");
        Unless(image.AsSpan().SequenceEqual(_story.Image(record.Build)), "what is active is another image");
    }
}

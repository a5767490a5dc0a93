using System.Collections.Concurrent;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Ota;
using DroneLink.Host.Tests.Storage;
using Xunit;

namespace DroneLink.Host.Tests.Ota;

/// <summary>
/// A device that is offered build 7, from its first boot until that has ended one way or the other and the cloud knows it, through any power
/// cuts and refused writes. At every start it has to run a payload that is allowed, byte for byte. What it reports is durable once a file of
/// its own is written: that too can be cut.
/// </summary>
public sealed class OtaLife
{
    public const int NewBuild = 7;

    private const int StepMs = 1000;
    private const int MaxBoots = 60;

    private static readonly ConcurrentDictionary<(int Before, int Size), (Dictionary<string, byte[]> Files, uint Serial)> Confirmed = new();

    private readonly OtaBench _bench;
    private readonly OtaPayloadKind _kind;
    private readonly Dictionary<int, byte[]> _images = [];
    private readonly int _oldBuild;
    private readonly int _firstOperation;
    private int _durable;
    private int _highest;
    private bool _confirmed;
    private int _undurable;

    /// <summary>Creates a device on which payloads were confirmed before: none, build 5 in slot A, or also build 6 in slot B.</summary>
    public OtaLife(int before, OtaPayloadKind kind, int size)
    {
        Store = new CutStore(1);
        _bench = new OtaBench(Store) { IsDurable = false };
        _bench.Options.TrialMs = 60000;
        _kind = kind;
        _images[NewBuild] = OtaBench.MakeImage(NewBuild, size);
        for (var build = 5; build < 5 + before; build++) _images[build] = OtaBench.MakeImage(build, size);

        var (files, serial) = Confirmed.GetOrAdd((before, size), _ => Confirm());
        foreach (var (name, file) in files) Store.TryWrite(name, file, 0, file.Length);

        _bench.Serial = serial;
        _oldBuild = before == 0 ? _bench.Options.BuiltInBuild : 4 + before;
        _highest = before == 0 ? 0 : _oldBuild;
        _firstOperation = Store.Operations;
        var sent = (byte[])_images[NewBuild].Clone();
        if (kind == OtaPayloadKind.NotAsAnnounced) sent[^1] ^= 1;

        _bench.AnnouncedImage = _images[NewBuild];
        _bench.Offer(NewBuild, sent);
    }

    public CutStore Store { get; }

    /// <summary>Power cuts that came about.</summary>
    public int Cuts { get; private set; }

    /// <summary>Operations of the flash so far.</summary>
    public int Operations => Store.Operations - _firstOperation;

    /// <summary>What is durable of the reports.</summary>
    public IReadOnlyList<string> Reports => [.. _bench.Events.Cast<string>().Take(_durable)];

    /// <summary>Whether the cloud knows how it ended. It gives an offer again that the flash refused.</summary>
    public bool IsEnded => Reports.Any(r => r.StartsWith("12/", StringComparison.Ordinal) || r.StartsWith("13/", StringComparison.Ordinal)
        || r == $"14/13/{NewBuild}");

    /// <summary>Boots until the offer has ended, at the most <see cref="MaxBoots"/> times, with a cut at each of some operations.</summary>
    /// <param name="cuts">Each counted from the one before.</param>
    public void Run(params (int After, OtaCut Cut)[] cuts)
    {
        var next = new Queue<(int After, OtaCut Cut)>(cuts);
        Arrange(next);
        for (var boot = 0; boot < MaxBoots; boot++)
        {
            try
            {
                if (Boot()) return;
            }
            catch (PowerCutException)
            {
                Cuts++;
                while (_bench.Events.Count > _durable) _bench.Events.RemoveAt(_durable);

                Arrange(next);
            }
        }

        Assert.Fail("it does not come to an end");
    }

    /// <summary>Says what has to hold in the end.</summary>
    public void CheckEnd()
    {
        Store.CutAt = 0;
        Store.RefuseFrom = 0;
        var runs = _kind == OtaPayloadKind.Good ? NewBuild : _oldBuild;
        _bench.Start();
        Assert.Equal(runs, _bench.Boot.RunningBuild);
        CheckStart();

        // What the flash refused is offered again; and what is confirmed too, as long as the cloud has not heard of it.
        string[] passing = [$"11/1792/{NewBuild}", $"14/14/{NewBuild}", $"14/6/{NewBuild}"];
        var outcomes = Reports.Where(r => !passing.Contains(r)).ToArray();
        Assert.NotEmpty(outcomes);
        Assert.All(outcomes, outcome => Assert.Equal(outcomes[0], outcome));
        Assert.Contains(outcomes[0], Expected());
        Assert.True(outcomes.Length <= 1 + Cuts + _undurable, "the outcome is told more often than there were cuts");
        Assert.Contains($"11/1792/{NewBuild}", Reports);
    }

    private string[] Expected() => _kind switch
    {
        OtaPayloadKind.Good => [$"12/1792/{NewBuild}"],
        OtaPayloadKind.Crashes => [$"13/2/{NewBuild}"],

        // Whose loading is cut as often as it has starts has used them up.
        OtaPayloadKind.CannotBeLoaded => [$"13/1/{NewBuild}", $"13/2/{NewBuild}"],
        OtaPayloadKind.NeverReachesCloud => [$"13/3/{NewBuild}", $"13/2/{NewBuild}"],
        _ => [$"14/13/{NewBuild}"],
    };

    private void Arrange(Queue<(int After, OtaCut Cut)> next)
    {
        Store.CutAt = 0;
        if (next.TryDequeue(out var cut))
        {
            Store.CutAt = Store.Operations + cut.After;
            Store.CutLeaves = cut.Cut.Leaves;
        }
    }

    private (Dictionary<string, byte[]> Files, uint Serial) Confirm()
    {
        var store = new CutStore(1);
        var bench = new OtaBench(store);
        foreach (var build in _images.Keys.Where(b => b != NewBuild).Order())
        {
            bench.Start();
            bench.Offer(build, _images[build]);
            bench.RunToTrial();
            bench.Prove();
            bench.Start();
            Assert.Equal(build, bench.Boot.RunningBuild);
        }

        return (store.List().ToDictionary(name => name, store.Get), bench.Serial);
    }

    // Returns whether it has come to its end.
    private bool Boot()
    {
        _bench.Start();
        CheckStart();
        if (_bench.Boot.RunningBuild == NewBuild)
        {
            if (_kind == OtaPayloadKind.Crashes) return false;

            if (_kind == OtaPayloadKind.CannotBeLoaded)
            {
                _bench.Boot.LoadFailed();
                if (_bench.Boot.NeedsRestart) return false;
            }

            if (_kind == OtaPayloadKind.Good) _bench.Updater.NoteReachedCloud();
        }

        for (var step = 0; step < 10000; step++)
        {
            if (IsEnded) _bench.OfferedBuild = 0;
            if (step % 200 == 199) _bench.Updater.TakeNudge();

            _bench.Step(StepMs);
            MakeDurable();
            if (_bench.Updater.WantsRestart)
            {
                if (_bench.Updater.AwaitsDurability || _bench.Boot.State.IsDirty) _undurable++;

                return false;
            }

            if (IsEnded && !_bench.Updater.AwaitsDurability && _bench.Updater.Phase == OtaPhase.Idle && !_bench.Boot.State.IsDirty) return true;
        }

        Assert.Fail("it stands still");
        return false;
    }

    private void MakeDurable()
    {
        if (!_bench.Updater.AwaitsDurability || !Store.TryWrite("ring", [1], 0, 1)) return;

        _durable = _bench.Events.Count;
        _bench.Updater.NoteReported();
    }

    private void CheckStart()
    {
        var build = _bench.Boot.RunningBuild;
        Assert.True(build == _oldBuild || build == NewBuild, $"build {build} runs");
        if (build == _bench.Options.BuiltInBuild) Assert.Null(_bench.Image);
        else Assert.Equal(_images[build], _bench.Image);

        var state = _bench.Boot.State;
        Assert.True(state.HighestBuild >= _highest, $"the counter fell from {_highest} to {state.HighestBuild}");
        _highest = state.HighestBuild;
        _confirmed |= state.Active != OtaSlotId.BuiltIn && state.Slot(state.Active).Build == NewBuild;
        if (_confirmed) Assert.Equal(NewBuild, build);

        CheckActive(state);
    }

    // Whatever is done for another payload, the one to fall back on stays whole.
    private void CheckActive(OtaState state)
    {
        if (state.Active == OtaSlotId.BuiltIn)
        {
            Assert.Equal(_oldBuild, _bench.Options.BuiltInBuild);
            return;
        }

        var record = state.Slot(state.Active);
        Assert.True(record.IsConfirmed);
        var image = new byte[record.Size];
        var hash = new byte[32];
        record.CopySha256(hash);
        Assert.True(new OtaSlot(Store, state.Active, new byte[OtaSlot.BlockBytes]).TryRead(image, hash), "what is active is lost");
        Assert.Equal(_images[record.Build], image);
    }
}

using DroneLink.Firmware.Tests.Ota;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Update;

/// <summary>
/// What a device reports, event code, value and build, and what of it the cloud gets: what became durable. Of the end it gets one, and that
/// again only where power went, or the flash refused, between its being durable and that being noted.
/// </summary>
internal sealed class OtaReports
{
    private readonly OtaScenario _scenario;
    private readonly OtaBench _bench;
    private readonly OtaMischief _mischief;
    private readonly List<string> _unsettled = [];
    private readonly HashSet<string> _settled = [];
    private int _durable;
    private int _restarts;

    /// <summary>Creates it.</summary>
    public OtaReports(OtaScenario scenario, OtaBench bench, OtaMischief mischief)
    {
        _scenario = scenario;
        _bench = bench;
        _mischief = mischief;
    }

    /// <summary>What is durable.</summary>
    public IReadOnlyList<string> Durable => [.. _bench.Events.Cast<string>().Take(_durable)];

    /// <summary>Whether the cloud knows how it ended. It gives an offer again that the flash refused.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether the device knows that all it told is durable.</summary>
    public bool AreSettled => !_bench.Updater.AwaitsDurability && !_bench.Boot.State.IsDirty;

    private string Started => $"11/{_scenario.NewBuild << 8}/{_scenario.NewBuild}";

    private string Refused => $"14/14/{_scenario.NewBuild}";

    /// <summary>Makes durable what was told, once the flash takes it.</summary>
    public void Step()
    {
        if (_bench.Updater.AwaitsDurability && _bench.Store.TryWrite("ring", [1], 0, 1))
        {
            for (; _durable < _bench.Events.Count; _durable++) TakeIn((string)_bench.Events[_durable]!);

            _bench.Updater.NoteReported();
        }

        if (!AreSettled) return;
        foreach (var report in _unsettled) _settled.Add(report);

        _unsettled.Clear();
    }

    /// <summary>Notes a power cut: what was not durable is gone.</summary>
    public void NoteCut()
    {
        while (_bench.Events.Count > _durable) _bench.Events.RemoveAt(_durable);

        _unsettled.Clear();
    }

    /// <summary>Notes a restart on purpose.</summary>
    public void NoteRestart()
    {
        if (!AreSettled) _restarts++;

        _unsettled.Clear();
    }

    /// <summary>Checks that there is one end, of those that there may be.</summary>
    /// <returns>It.</returns>
    public string CheckOutcome(int cuts, int cutsOnTrial)
    {
        var all = Durable;
        var outcomes = all.Where(IsOutcome).ToArray();
        ViolationException.Unless(outcomes.Length > 0, "nothing tells how it ended");
        ViolationException.Unless(outcomes.All(outcome => outcome == outcomes[0]), () => $"it is told to have ended in several ways: {Said(all)}");
        ViolationException.Unless(Expected(cutsOnTrial).Contains(outcomes[0]), () => $"it ended as {outcomes[0]}");
        ViolationException.Unless(outcomes.Length <= 1 + cuts + _restarts, () => $"how it ended is told too often: {Said(all)}");
        ViolationException.Unless(all.Contains(Started), () => $"nothing tells that it began: {Said(all)}");
        return outcomes[0];
    }

    private static string Said(IEnumerable<string> reports) => string.Join(' ', reports);

    private void TakeIn(string report)
    {
        IsEnded |= IsOutcome(report);
        if (report == Refused)
        {
            // It begins again: the cloud makes such an offer again.
            _settled.Remove(Started);
            _unsettled.Remove(Started);
        }

        if (!IsOutcome(report) && report != Started) return;
        ViolationException.Unless(!_settled.Contains(report), () => $"{report} is told again, after the device knew it to be durable");
        _unsettled.Add(report);
    }

    // What the flash refused is offered again; and what is confirmed too, as long as the cloud has not heard of it.
    private bool IsOutcome(string report) =>
        report != Started && report != Refused && report != $"14/6/{_scenario.NewBuild}" && !_mischief.Explains(report);

    private string[] Expected(int cutsOnTrial)
    {
        // Whose trial is cut as often as it has starts has used them up.
        var build = _scenario.NewBuild;
        string[] usedUp = cutsOnTrial > 0 ? [$"13/2/{build}"] : [];
        return _scenario.Kind switch
        {
            OtaPayloadKind.Good => cutsOnTrial < 3 ? [$"12/{build << 8}/{build}"] : [$"12/{build << 8}/{build}", .. usedUp],
            OtaPayloadKind.Crashes => [$"13/2/{build}"],
            OtaPayloadKind.CannotBeLoaded => [$"13/1/{build}", .. usedUp],
            OtaPayloadKind.NeverReachesCloud or OtaPayloadKind.KeepsFailing => [$"13/3/{build}", .. usedUp],
            OtaPayloadKind.NoAssembly => [$"14/15/{build}"],
            _ => [$"14/13/{build}"],
        };
    }
}

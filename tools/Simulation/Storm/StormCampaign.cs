using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Storm;

/// <summary>All devices of a fleet lose the broker, or get their power back, at the same moment: how long until the last one is connected and has nothing waiting.</summary>
/// <param name="options">How many, and how many the broker takes.</param>
internal sealed class StormCampaign(StormOptions options) : Campaign
{
    private const long CalmMs = 90_000;

    /// <inheritdoc/>
    public override string Name => "storm";

    /// <inheritdoc/>
    public override string Description => "A fleet calls a broker that takes few of it in a second: settled in 330 s, nothing lost, nothing out of turn.";

    /// <inheritdoc/>
    public override string Unit => "devices";

    /// <inheritdoc/>
    public override long BudgetAmount => 4000;

    /// <inheritdoc/>
    public override TimeSpan CaseLimit => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override void Run(Case run)
    {
        var story = StormStory.Draw(run.Random);
        var network = new StormNetwork(options, story, run.Random);
        run.Tell($"{options.Devices} devices, {options.ConnectsPerSecond} connections/s: {story} of {story.OutageMs} ms");
        var devices = new StormDevice[options.Devices];
        for (var i = 0; i < devices.Length; i++) devices[i] = new StormDevice(i, (uint)run.Random.Next(), story, network, run.Random);

        var began = story.Boots ? 0 : Calm(network, devices);
        network.ScarceFromMs = began;
        network.OpenFromMs = began + story.OutageMs;
        var settled = Blow(run, network, devices, began);
        Note(run, story, network, devices, settled - network.OpenFromMs);
    }

    // Every device is connected, and long enough for its back-off to have started over; then all sessions end.
    private static long Calm(StormNetwork network, StormDevice[] devices)
    {
        for (long now = 0; now <= CalmMs; now += StormNetwork.StepMs) Step(network, devices, now);

        foreach (var device in devices)
        {
            ViolationException.Unless(device.SettledMs >= 0, "a device that nothing hinders is not connected after 90 s");
            device.Forget();
            network.Close(device);
        }

        return CalmMs;
    }

    private static long Blow(Case run, StormNetwork network, StormDevice[] devices, long began)
    {
        for (var now = began + StormNetwork.StepMs; ; now += StormNetwork.StepMs)
        {
            Step(network, devices, now);
            if (now % 10_000 != 0) continue;
            foreach (var device in devices) device.Check();

            var waiting = devices.Count(device => device.SettledMs < 0);
            if (run.IsTold) run.Tell($"{(now - began) / 1000,4} s: {devices.Count(device => device.ConnectedMs >= 0),6} were connected, {devices.Length - waiting,6} settled");
            if (waiting == 0) return devices.Max(device => device.SettledMs);
            ViolationException.Unless(now - network.OpenFromMs <= StormOptions.SettledMs + 10_000, () => $"{waiting} devices are not settled after {now - network.OpenFromMs} ms");
        }
    }

    private static void Step(StormNetwork network, StormDevice[] devices, long now)
    {
        network.Advance(now);
        foreach (var device in devices) device.Step(now);
    }

    private static void Note(Case run, StormStory story, StormNetwork network, StormDevice[] devices, long settledMs)
    {
        run.Tally.Count("devices", devices.Length);
        run.Tally.Count("attempts", devices.Sum(device => device.Attempts));
        run.Tally.Count("records", devices.Sum(device => device.Recorded));
        run.Tally.Highest("attempts of one device", devices.Max(device => device.Attempts));
        run.Tally.Highest("frames waiting on one device", devices.Max(device => device.MostWaiting));
        run.Tally.Highest($"attempts/device ({story})", devices.Average(device => device.Attempts));
        run.Tally.Highest($"attempts in a second/device ({story})", (double)network.WorstSecond / devices.Length);
        run.Tally.Highest($"s until all are connected ({story})", (devices.Max(device => device.ConnectedMs) - network.OpenFromMs) / 1000.0);
        run.Tally.Highest($"s until all have settled ({story})", settledMs / 1000.0);
        ViolationException.Unless(settledMs <= StormOptions.SettledMs, () => $"settled only after {settledMs} ms ({story})");
    }
}

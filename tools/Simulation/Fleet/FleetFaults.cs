using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Fleet.Cloud;

namespace DroneLink.Simulation.Fleet;

/// <summary>Looks every ten minutes whether something goes wrong with a device, or the cloud. Each fault is one that can be left out, whatever it does for however long.</summary>
internal sealed class FleetFaults(Case run, FleetClock clock, FleetCloud cloud, IReadOnlyList<FleetDevice> devices)
{
    private const int PeriodMs = 600_000;
    private const int MinuteMs = 60_000;

    /// <summary>Begins.</summary>
    /// <param name="share">How often something goes wrong.</param>
    /// <param name="endMs">When no fault begins any more.</param>
    public void Start(double share, long endMs)
    {
        foreach (var device in devices) Look(share, endMs, chance => Strike(device, chance));
        Look(share / 2, endMs, StrikeCloud);
    }

    private void Look(double share, long endMs, Action<Random> strike)
    {
        if (run.Faults.Strikes(share, out var chance)) clock.After(chance.Next(PeriodMs), () => strike(chance));
        if (clock.NowMs + (2 * PeriodMs) < endMs) clock.After(PeriodMs, () => Look(share, endMs, strike));
    }

    private void Strike(FleetDevice device, Random chance)
    {
        var around = device.Surroundings;
        switch (chance.Next(20))
        {
            case 0 or 1:
                Note(device.Id, "power gone between writes");
                device.PowerOff(chance.Next(3) == 0 ? 0 : chance.Next(10 * MinuteMs));
                break;
            case 2 or 3:
                Note(device.Id, "power to go in a write");
                device.CutInWrites(1, chance);
                break;
            case 4:
                Note(device.Id, "power to go in several boots");
                device.CutInWrites(chance.Next(2, 6), chance);
                break;
            case 5:
                Note(device.Id, "restart in order");
                device.Restart();
                break;
            case 6:
                Begin(device.Id, "flash that refuses", around.Full, chance, 30, chance.Next(2) == 0 ? 1 : 0.3);
                break;
            case 7:
                Note(device.Id, "bit flipped");
                device.FlipBit(chance);
                break;
            case 8 or 9:
                Begin(device.Id, "no network", around.Down, chance, 40, 1);
                device.LoseNetwork();
                break;
            case 10:
                Begin(device.Id, "no network for hours", around.Down, chance, 600, 1);
                if (chance.Next(2) == 0) device.LoseNetwork();
                break;
            case 11 or 12:
                Begin(device.Id, "half-open network", around.HalfOpen, chance, 30, 1);
                if (chance.Next(2) == 0) clock.After(90_000, device.CloseSession);
                break;
            case 13 or 14:
                Begin(device.Id, "lossy network", around.Lossy, chance, 30, 0.4);
                break;
            case 15:
                Begin(device.Id, "client id taken", around.Kicked, chance, 15, 1);
                device.CloseSession();
                break;
            case 16:
                StrikeTime(device, chance);
                break;
            case 17:
                Note(device.Id, "held up");
                device.Stall(chance.Next(1000, FleetDevice.LongestStallMs));
                break;
            case 18:
                Note(device.Id, "flood of events");
                device.Flood();
                break;
            default:
                Begin(device.Id, "errors over HTTPS", around.Http, chance, 60, 0.7);
                break;
        }
    }

    private void StrikeTime(FleetDevice device, Random chance)
    {
        var around = device.Surroundings;
        if (chance.Next(2) == 0)
        {
            Begin(device.Id, "no time server", around.NoTime, chance, 600, 1);
            return;
        }

        long[] mostMs = [1000, 60_000, 600_000, 86_400_000, 400L * 86_400_000];
        var most = mostMs[chance.Next(mostMs.Length)];
        around.TimeErrorMs = chance.NextInt64(-most, most);
        Begin(device.Id, "wrong time", around.WrongTime, chance, 200, 1);
    }

    private void StrikeCloud(Random chance)
    {
        switch (chance.Next(7))
        {
            case 0:
                Begin("cloud", "broker down", cloud.Broker, chance, 20, 1);
                cloud.Restart();
                foreach (var device in devices) device.CloseSession();
                break;
            case 1 or 2:
                Begin("cloud", "failing stream", cloud.StreamFaults, chance, 30, chance.Next(3) == 0 ? 1 : 0.5);
                break;
            case 3 or 4:
                Begin("cloud", "failing store", cloud.StoreFaults, chance, 30, 0.5);
                break;
            case 5:
                Begin("cloud", "failing functions", cloud.FunctionFaults, chance, 30, 0.5);
                break;
            default:
                Begin("cloud", "stream not read", cloud.ReadFaults, chance, 120, 1);
                break;
        }
    }

    private void Begin(string who, string what, Conditions conditions, Random chance, int mostMinutes, double share)
    {
        var ms = chance.Next(5000, mostMinutes * MinuteMs);
        Note(who, what, ms);
        conditions.Begin(ms, share, new Random(chance.Next()));
    }

    private void Note(string who, string what, int ms = 0)
    {
        run.Tally.Count($"faults: {what}");
        if (run.IsTold) run.Tell($"{TimeSpan.FromMilliseconds(clock.NowMs):d\\.hh\\:mm\\:ss\\.fff} {who}: FAULT {what}{(ms > 0 ? $" for {ms / 1000} s" : "")}");
    }
}

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DroneLink.Load;
using DroneLink.Load.Devices;
using DroneLink.Load.Stations;

namespace DroneLink.Bench.Stress;

/// <summary><c>soak</c>: a ground station under load is killed again and again, and goes on with what it had; after each kill its file is checked.</summary>
internal static class SoakCommand
{
    private const int ShortestLifeMs = 500;
    private const int LongestLifeMs = 6000;
    private const int BurstMs = 700;
    private const int BurstFactor = 12;
    private const int KillsBetweenFullChecks = 5;
    private const int DevicesReadOverApi = 5;

    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        var command = new Command("soak", "Kills a ground station under load again and again (SIGKILL), and checks its file after each.");
        var minutes = StressCommands.Whole("--minutes", 1, 2, "How long.");
        var devices = StressCommands.Whole("--devices", 1, 200, "Devices, half over MQTT and half by posts.");
        var rate = StressCommands.Whole("--rate", 1, 4, "Frames a second of each.");
        var seed = new Option<int?>("--seed") { HelpName = "SEED", Description = "Draws the same moments again. Default: others in each run; the seed is printed." };
        foreach (var option in (Option[])[minutes, devices, rate, seed]) command.Options.Add(option);
        command.SetAction((parsed, token) => RunAsync(
            TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(devices), parsed.GetValue(rate), parsed.GetValue(seed) ?? Random.Shared.Next(), token));
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan length, int devices, int rate, int seed, CancellationToken token)
    {
        Console.Out.WriteLine($"seed {seed}; {devices} devices, {rate} frames/s of {LoadDevice.RecordsPerFrame} records each");
        await using var bench = await LoadBench.StartAsync(devices, LoadTransport.Both, token).ConfigureAwait(false);
        var soak = new Soak(bench, new Random(seed), devices, rate);
        try
        {
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < length) await soak.KillOnceAsync(token).ConfigureAwait(false);
            await soak.CheckFullyAsync(token).ConfigureAwait(false);
            soak.Report();
            return 0;
        }
        catch (LossException e)
        {
            Console.Out.WriteLine($"after {soak.Kills} kills: {e.Message}");
            return 1;
        }
    }

    /// <summary>The kills, and the checks after them.</summary>
    private sealed class Soak(LoadBench bench, Random random, int devices, int rate)
    {
        private readonly List<double> _starts = [];
        private long _stored;
        private long _read;
        private LoadCounts _counts = new();

        public int Kills { get; private set; }

        /// <summary>Lets the station live for a while, kills it, checks its file while it is dead, and starts it again.</summary>
        public async Task KillOnceAsync(CancellationToken token)
        {
            // At the end of its life so much is on its way that whatever is acknowledged too early is caught by the kill.
            bench.Fleet.Set(devices, rate);
            await Task.Delay(random.Next(ShortestLifeMs, LongestLifeMs), token).ConfigureAwait(false);
            bench.Fleet.Set(devices, rate * BurstFactor);
            await Task.Delay(BurstMs + random.Next(BurstMs), token).ConfigureAwait(false);
            await bench.Station.KillAsync().ConfigureAwait(false);
            Kills++;
            bench.Fleet.Set(devices, rate);
            await bench.Fleet.CheckRunningAsync().ConfigureAwait(false);
            StoredRecords.CheckIntegrity(bench.Station.DatabasePath);
            bench.CheckDurable();
            var watch = Stopwatch.StartNew();
            await bench.Station.StartAsync(token).ConfigureAwait(false);
            _starts.Add(watch.Elapsed.TotalSeconds);
            var (counts, _) = bench.Fleet.Meter.Take();
            _counts = _counts.Plus(counts);
            Console.Error.WriteLine($"kill {Kills}: {counts.Acknowledged:N0} records acknowledged since the last, serves again after {watch.Elapsed.TotalSeconds:F1} s");
            if (Kills % KillsBetweenFullChecks == 0) await CheckFullyAsync(token).ConfigureAwait(false);
        }

        /// <summary>Has recording stopped, and all that was taken looked for.</summary>
        public async Task CheckFullyAsync(CancellationToken token)
        {
            (_stored, var read) = await bench.CheckFullyAsync(random.GetItems([.. bench.Fleet.Devices], DevicesReadOverApi), token).ConfigureAwait(false);
            _read += read;
            _counts = _counts.Plus(bench.Fleet.Meter.Take().Counts);
        }

        public void Report() => Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Kills} kills: {_counts.Offered:N0} records taken, {_counts.Acknowledged:N0} acknowledged, {_counts.Overwritten:N0} overwritten at the devices, {_stored:N0} stored, each once; "
            + $"{_read:N0} read over the API; {bench.Repeated:N0} frames came again; {_counts.Disconnected:N0} connections cut; "
            + $"served again after {_starts.Order().ElementAt(_starts.Count / 2):F1} s in the median, {_starts.Max():F1} s at the most"));
    }
}

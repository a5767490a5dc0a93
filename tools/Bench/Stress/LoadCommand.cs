using System.CommandLine;
using System.Globalization;
using DroneLink.Load;
using DroneLink.Load.Devices;
using DroneLink.Load.Stations;

namespace DroneLink.Bench.Stress;

/// <summary><c>load</c>: more and more devices on a ground station until it bends, then fewer again; and at the end the store, held against what was acknowledged.</summary>
internal static class LoadCommand
{
    private const double ShareThatBends = 0.9;
    private const double LatencyThatBendsMs = 1000;
    private const int MoreSteps = 8;

    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        var command = new Command("load", "More and more devices on a ground station until it bends, then fewer again; at the end the store is checked.");
        var devices = StressCommands.Whole("--devices", 1, 50, "Devices of the first step; each next one has twice as many.");
        var max = StressCommands.Whole("--max", 1, 400, "Devices at the most; from there on each records twice as often in each step.");
        var seconds = StressCommands.Whole("--seconds", 1, 8, "Length of a step.");
        var transport = new Option<LoadTransport>("--transport") { HelpName = "mqtt|https|both", Description = "How the devices carry. Default: both, half so and half so." };
        transport.AcceptOnlyFromAmong("mqtt", "https", "both");
        foreach (var option in (Option[])[devices, max, seconds, transport]) command.Options.Add(option);
        command.SetAction((parsed, token) => RunAsync(
            parsed.GetValue(devices), Math.Max(parsed.GetValue(devices), parsed.GetValue(max)), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(transport), token));
        return command;
    }

    private static async Task<int> RunAsync(int first, int max, TimeSpan length, LoadTransport transport, CancellationToken token)
    {
        await using var bench = await LoadBench.StartAsync(max, transport, token).ConfigureAwait(false);
        var run = new LoadSteps(bench.Fleet, bench.Station, length);
        Console.Out.WriteLine($"{transport}, {LoadDevice.RecordsPerFrame} records a frame");
        LoadSteps.PrintHead();
        try
        {
            await RiseAsync(run, first, max, token).ConfigureAwait(false);

            // With the load of the first step going on: what waits behind a backlog is as late as the backlog.
            bench.Fleet.Set(first, 1);
            var drained = await bench.Fleet.DrainAsync(TimeSpan.FromMilliseconds(LatencyThatBendsMs / 2), token).ConfigureAwait(false);
            var isBack = await run.RunAsync("recovered", first, 1, token).ConfigureAwait(false);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"before it recovered, what waited at the devices was gone after {drained.TotalSeconds:F1} s"));
            var (stored, read) = await bench.CheckFullyAsync(bench.Fleet.Devices.Take(10), token).ConfigureAwait(false);
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"every acknowledged record is in the store, once, and nothing else: {stored:N0} records; {read:N0} of them read over the API; {bench.Repeated:N0} frames came again"));
            if (!isBack) Console.Out.WriteLine("it has not recovered with the load of the first step");
            return isBack ? 0 : 1;
        }
        catch (LossException e)
        {
            Console.Out.WriteLine(e.Message);
            return 1;
        }
    }

    private static async Task RiseAsync(LoadSteps run, int first, int max, CancellationToken token)
    {
        var devices = first;
        var rate = 1.0;
        for (var more = 0; more < MoreSteps;)
        {
            if (!await run.RunAsync("", devices, rate, token).ConfigureAwait(false)) return;
            if (devices < max) devices = Math.Min(max, devices * 2);
            else (rate, more) = (rate * 2, more + 1);
        }
    }

    /// <summary>Runs steps and prints a row of each.</summary>
    private sealed class LoadSteps(LoadFleet fleet, StationProcess station, TimeSpan length)
    {
        public static void PrintHead()
        {
            Console.Out.WriteLine("| step | devices | frames/s each | records/s offered | acknowledged | p50 | p99 | 429, 503 | cut off | overwritten | frames wait | store behind | memory |");
            Console.Out.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        }

        /// <summary>Runs a step.</summary>
        /// <returns>Whether the station kept up.</returns>
        public async Task<bool> RunAsync(string name, int devices, double rate, CancellationToken token)
        {
            fleet.Set(devices, rate);
            fleet.Meter.Take();
            await Task.Delay(length, token).ConfigureAwait(false);
            await fleet.CheckRunningAsync().ConfigureAwait(false);
            var (counts, latencies) = fleet.Meter.Take();
            var p99 = At(latencies, 99);
            var isUp = latencies.Count > 0 && counts.Acknowledged >= counts.Offered * ShareThatBends && p99 <= LatencyThatBendsMs;
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {(name.Length > 0 ? name : isUp ? "" : "bends")} | {devices} | {rate:0.#} | {counts.Offered / length.TotalSeconds:N0} | {counts.Acknowledged / length.TotalSeconds:N0} | "
                + $"{At(latencies, 50):N0} ms | {p99:N0} ms | {counts.Throttled:N0} | {counts.Disconnected:N0} | {counts.Overwritten:N0} | {fleet.Waiting:N0} | "
                + $"{StreamLag.Read(station.DatabasePath):N0} | {station.MemoryBytes / 1048576:N0} MB |"));
            return isUp;
        }

        private static double At(IReadOnlyList<double> sorted, int percent) => sorted.Count == 0 ? 0 : sorted[sorted.Count * percent / 100];
    }
}

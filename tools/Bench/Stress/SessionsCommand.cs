using System.CommandLine;
using System.Diagnostics;
using DroneLink.Load;
using DroneLink.Load.Network;
using DroneLink.Load.Sessions;

namespace DroneLink.Bench.Stress;

/// <summary><c>sessions</c>: faults at the bytes of scripted sessions.</summary>
internal static class SessionsCommand
{
    private static readonly TimeSpan TellPeriod = TimeSpan.FromSeconds(5);

    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        var command = new Command("sessions", "Scripted sessions of the firmware over real sockets, each with a fault of the network at one byte.");
        var amount = StressCommands.Whole("--amount", 1, 500, "Cases to run.");
        var from = new Option<int?>("--from") { HelpName = "N", Description = "Runs --amount cases in order from this one on, of all: each byte, both ways, each toxic. Default: drawn ones." };
        var seed = new Option<int?>("--seed") { HelpName = "SEED", Description = "Draws the same cases again. Default: others in each run; the seed is printed." };
        var one = new Option<string?>("--case") { HelpName = "CASE", Description = "Runs one case, such as mqtt-up-123-timeout." };
        var jobs = StressCommands.Whole("--jobs", 1, 64, "Sessions at the same time.");
        foreach (var option in (Option[])[amount, from, seed, one, jobs]) command.Options.Add(option);
        command.SetAction(async (parsed, token) =>
        {
            await using var bench = await SessionBench.StartAsync(token).ConfigureAwait(false);
            var campaign = new SessionCampaign(bench, parsed.GetValue(jobs));
            try
            {
                var all = await campaign.EnumerateAsync(token).ConfigureAwait(false);
                var cases = parsed.GetValue(one) is { } text ? [SessionCase.Parse(text)] : Choose(all, parsed.GetValue(from), parsed.GetValue(seed), parsed.GetValue(amount));
                Console.Out.WriteLine($"{cases.Count:N0} of {all.Count:N0} cases, {parsed.GetValue(jobs)} at a time; without a fault: {campaign.Sizes}");
                return await RunAsync(campaign, bench, cases, token).ConfigureAwait(false) ? 0 : 1;
            }
            catch (Exception e) when (e is LossException or FormatException)
            {
                Console.Out.WriteLine(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static IReadOnlyList<SessionCase> Choose(IReadOnlyList<SessionCase> all, int? from, int? seed, int amount)
    {
        if (from is { } first)
            return first >= 0 && first < all.Count ? [.. all.Skip(first).Take(amount)] : throw new FormatException($"--from {first}: there are cases 0 to {all.Count - 1}.");
        var chosen = seed ?? Random.Shared.Next();
        Console.Out.WriteLine($"seed {chosen}");
        return new Random(chosen).GetItems([.. all], amount);
    }

    private static async Task<bool> RunAsync(SessionCampaign campaign, SessionBench bench, IReadOnlyList<SessionCase> cases, CancellationToken token)
    {
        var watch = Stopwatch.StartNew();
        var told = watch.Elapsed;
        await campaign.RunAsync(
            cases,
            done =>
            {
                if (watch.Elapsed - told < TellPeriod) return;
                told = watch.Elapsed;
                Console.Error.WriteLine($"{done:N0} of {cases.Count:N0} cases, {campaign.Failures.Count} failed, {watch.Elapsed.TotalSeconds:F0} s");
            },
            token).ConfigureAwait(false);
        if (cases.Count == 1) Console.Out.WriteLine(string.Join(Environment.NewLine, campaign.Outcomes.SelectMany(pair => pair.Outcome.Story)));
        Report(campaign, bench, watch.Elapsed);
        foreach (var (failed, what) in campaign.Failures.Take(10)) Console.Out.WriteLine($"{failed}: {what}\n");
        if (!campaign.Failures.IsEmpty) Console.Out.WriteLine("To see one again: dotnet run -c Release --project tools/Bench -- sessions --case CASE");
        return campaign.Failures.IsEmpty;
    }

    private static void Report(SessionCampaign campaign, SessionBench bench, TimeSpan took)
    {
        Console.Out.WriteLine("| toxic | cases | struck | longest stall after it, median | 99 % | longest |");
        Console.Out.WriteLine("|---|--:|--:|--:|--:|--:|");
        foreach (var toxic in Enum.GetValues<Toxic>())
        {
            var outcomes = campaign.Outcomes.Where(pair => pair.Case.Toxic == toxic).Select(pair => pair.Outcome).ToList();
            if (outcomes.Count == 0) continue;
            var stalls = outcomes.Where(outcome => outcome.HasStruck).Select(outcome => outcome.LongestStallMs / 1000).Order().DefaultIfEmpty().ToList();
            Console.Out.WriteLine(
                $"| {toxic} | {outcomes.Count:N0} | {outcomes.Count(outcome => outcome.HasStruck):N0} | {stalls[stalls.Count / 2]:F1} s | "
                + $"{stalls[stalls.Count * 99 / 100]:F1} s | {stalls[^1]:F1} s |");
        }

        var slowest = campaign.Outcomes.Where(pair => pair.Outcome.HasStruck).OrderByDescending(pair => pair.Outcome.LongestStallMs).Take(5);
        Console.Out.WriteLine($"slowest: {string.Join(", ", slowest.Select(pair => $"{pair.Case} {pair.Outcome.LongestStallMs / 1000:F1} s"))}");
        Console.Out.WriteLine(
            $"{campaign.Outcomes.Count:N0} cases in {took.TotalSeconds:F0} s; {campaign.Outcomes.Sum(pair => pair.Outcome.Texts.Count):N0} records, "
            + $"{bench.Repeated:N0} frames came again; {campaign.StalledOnce} stalled and were run again alone; {campaign.Failures.Count} failures");
    }
}

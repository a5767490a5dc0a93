using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Commands;

/// <summary>The command of a campaign: many cases, or one that is to be seen again.</summary>
internal static class CampaignCommand
{
    /// <summary>Creates it.</summary>
    public static Command Create(Campaign campaign)
    {
        var command = new Command(campaign.Name, campaign.Description);
        AddTo(command, _ => campaign);
        return command;
    }

    /// <summary>Gives a command the options of all campaigns, and what to do.</summary>
    public static void AddTo(Command command, Func<ParseResult, Campaign> create)
    {
        var seeds = Whole("--seeds", "N", "Cases to run. Default: as many as --amount takes.", 1);
        var amount = Whole("--amount", "N", "How much to try, in the campaign's own unit. Default: what every change is held to, unless --seeds is given.", 1L);
        var from = Whole("--from", "SEED", "Number of the first case. Default: another one in each run, which is printed.", int.MinValue);
        var seed = Whole("--seed", "SEED", "Runs this one case and tells its story.", int.MinValue);
        var only = new Option<HashSet<int>?>("--only") { HelpName = "N,N", Description = "With --seed: the faults that happen, by number. Default: all.", CustomParser = ReadNumbers };
        var jobs = Jobs();
        foreach (var option in (Option[])[seeds, amount, from, seed, only, jobs]) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            var isOne = result.GetResult(seed) is not null;
            if (isOne && result.GetResult(seeds) is null && result.GetResult(amount) is null && result.GetResult(from) is null) return;
            if (isOne) result.AddError("--seed: runs one case, and goes with none of --seeds, --amount and --from.");
            else if (result.GetResult(only) is not null) result.AddError("--only: goes with --seed, which says the case that the faults are of.");
        });
        command.SetAction(parsed =>
        {
            var campaign = create(parsed);
            if (parsed.GetValue(seed) is { } one) return CampaignReport.Replay(campaign, one, parsed.GetValue(only)) ? 0 : 1;
            var cases = parsed.GetValue(seeds) ?? 0;
            var much = parsed.GetValue(amount) ?? (cases > 0 ? 0 : campaign.BudgetAmount);
            return CampaignReport.Run(campaign, parsed.GetValue(jobs), parsed.GetValue(from) ?? Random.Shared.Next(), cases, much) ? 0 : 1;
        });
    }

    /// <summary>The option that says how many threads.</summary>
    public static Option<int> Jobs() => new("--jobs")
    {
        HelpName = "N",
        Description = "Cases at the same time. Default: one for each processor.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        CustomParser = result => ReadWhole(result, "--jobs", 1, int.MaxValue) ?? 0,
    };

    /// <summary>Reads a whole number.</summary>
    /// <returns>It; null, with an error noted, for what is none or is out of its range.</returns>
    public static T? ReadWhole<T>(ArgumentResult result, string name, T least, T most)
        where T : struct, IBinaryInteger<T>
    {
        var text = result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        result.AddError($"{name}: expected a whole number from {least} to {most}, not '{text}'.");
        return null;
    }

    private static Option<T?> Whole<T>(string name, string helpName, string description, T least)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new(name)
        {
            HelpName = helpName,
            Description = description,
            CustomParser = result => ReadWhole(result, name, least, T.MaxValue),
        };

    private static HashSet<int>? ReadNumbers(ArgumentResult result)
    {
        var numbers = new HashSet<int>();
        foreach (var word in result.Tokens[0].Value.Split(','))
        {
            if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
                continue;
            }

            result.AddError($"--only: expected numbers of faults with commas between them, as in 3,17, not '{result.Tokens[0].Value}'.");
            return null;
        }

        return numbers;
    }
}

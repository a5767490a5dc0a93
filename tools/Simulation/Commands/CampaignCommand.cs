using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
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
        var seeds = Whole<int>("--seeds", "N", "Cases to run. Default: as many as --amount takes.");
        var amount = Whole<long>("--amount", "N", "How much to try, in the campaign's own unit. Default: what every change is held to, unless --seeds is given.");
        var from = Whole<int?>("--from", "SEED", "Number of the first case. Default: another one in each run, which is printed.");
        var seed = Whole<int?>("--seed", "SEED", "Runs this one case and tells its story.");
        var only = new Option<string?>("--only") { HelpName = "N,N", Description = "With --seed: the faults that happen, by number. Default: all." };
        var jobs = Jobs();
        foreach (var option in (Option[])[seeds, amount, from, seed, only, jobs]) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            var campaign = create(parsed);
            if (parsed.GetValue(seed) is { } one) return CampaignReport.Replay(campaign, one, ReadOnly(parsed.GetValue(only))) ? 0 : 1;
            var cases = parsed.GetValue(seeds);
            var much = parsed.GetValue(amount);
            if (cases == 0 && much == 0) much = campaign.BudgetAmount;
            return CampaignReport.Run(campaign, parsed.GetValue(jobs), parsed.GetValue(from) ?? Random.Shared.Next(), cases, much) ? 0 : 1;
        });
    }

    /// <summary>The option that says how many threads.</summary>
    public static Option<int> Jobs()
    {
        var jobs = Whole<int>("--jobs", "N", "Cases at the same time. Default: one for each processor.");
        jobs.DefaultValueFactory = _ => Environment.ProcessorCount;
        jobs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--jobs: expected a whole number of at least 1.");
        });
        return jobs;
    }

    private static Option<T> Whole<T>(string name, string helpName, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result => ReadWhole<T>(result, name),
    };

    private static T? ReadWhole<T>(ArgumentResult result, string name)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return (T)(typeof(T) == typeof(long) ? (object)(long)number : number);
        result.AddError($"{name}: expected a whole number, not '{text}'.");
        return default;
    }

    private static HashSet<int>? ReadOnly(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToHashSet();
}

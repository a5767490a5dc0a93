using System.CommandLine;
using System.Globalization;
using DroneLink.Simulation.Wear;
using Spectre.Console;

namespace DroneLink.Simulation.Commands;

/// <summary><c>wear</c>: how long the flash lasts.</summary>
internal static class WearCommand
{
    private static readonly WearOptions Defaults = new();

    /// <summary>Creates it.</summary>
    public static Command Create()
    {
        var command = new Command("wear", "Count what the ring's writes cost the flash, per block, and say how long it lasts.");
        var offline = Number("--offline", "SHARE", "Share of the time without the cloud, 0 to 1.", Defaults.Offline, 0, 1);
        var outage = Number("--outage", "MINUTES", "Length of an outage, on average.", Defaults.OutageMinutes, 0.01, 100_000);
        var rate = Number("--rate", "PER_SECOND", "Records a second, in the mix of a drone with an autopilot.", Defaults.Rate, 0.001, 100);
        var endurance = Number("--endurance", "ERASES", "Erases that a block stands.", Defaults.Endurance, 1, int.MaxValue);
        var days = Number("--days", "N", "Days to run; the rest of the life goes on like them.", Defaults.Days, 1, 10_000);
        var partition = Number("--partition", "KB", "Partition.", Defaults.PartitionKb, 64, 16_384);
        var segments = Number("--segments", "N", "Segments of the ring.", Defaults.Segments, 2, 700);
        var seed = Number("--seed", "SEED", "Of the outages and the values.", Defaults.Seed, 0, int.MaxValue);
        foreach (var option in (Option[])[offline, outage, rate, endurance, days, partition, segments, seed]) command.Options.Add(option);
        command.SetAction(parsed => Run(new WearOptions
        {
            Offline = parsed.GetValue(offline),
            OutageMinutes = parsed.GetValue(outage),
            Rate = parsed.GetValue(rate),
            Endurance = (int)parsed.GetValue(endurance),
            Days = (int)parsed.GetValue(days),
            PartitionKb = (int)parsed.GetValue(partition),
            Segments = (int)parsed.GetValue(segments),
            Seed = (int)parsed.GetValue(seed),
        }));
        return command;
    }

    private static Option<double> Number(string name, string helpName, string description, double standard, double low, double high)
    {
        var option = new Option<double>(name)
        {
            HelpName = helpName,
            Description = string.Create(CultureInfo.InvariantCulture, $"{description} Default: {standard}."),
            DefaultValueFactory = _ => standard,
            CustomParser = result =>
            {
                if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high) return value;
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: expected a number from {low} to {high}."));
                return 0;
            },
        };
        return option;
    }

    private static int Run(WearOptions options)
    {
        WearResult? result = null;
        try
        {
            AnsiConsole.Progress().HideCompleted(true).Start(context =>
            {
                var bar = context.AddTask("wear");
                result = WearRun.Run(options, part => bar.Value = part * 100);
            });
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }

        foreach (var line in Lines(options, result!)) Console.Out.WriteLine(line);
        return 0;
    }

    private static IEnumerable<string> Lines(WearOptions options, WearResult result)
    {
        var flash = result.Flash;
        var total = flash.Erases.Sum();
        return
        [
            Line($"{result.Recorded,16:#,0}  records in {result.Days} days, {result.OfflineShare:P1} of them offline; {result.Overwritten:#,0} given up"),
            Line($"{flash.SegmentWrites,16:#,0}  segment files written, {flash.CursorWrites:#,0} cursor files"),
            Line($"{flash.Commits,16:#,0}  commits to the directory"),
            Line($"{flash.DataErases,16:#,0}  erases for files, {flash.DirectoryErases:#,0} for the directory"),
            Line($"{(double)total / flash.Erases.Count,16:#,0.0}  erases of a block on average, {result.WorstErases:#,0} of the worst"),
            Line($"{result.LifeYears(options.Endurance),16:0.0}  years until the worst block has had {options.Endurance:#,0} erases"),
        ];
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.CommandLine;
using System.Globalization;
using DroneLink.Deploy.Costs;

namespace DroneLink.Deploy.Commands;

/// <summary><c>cost</c>: what the stack costs a month, line by line.</summary>
internal static class CostCommand
{
    private static readonly CostAssumptions Default = new();

    public static Command Create(TextWriter output)
    {
        var drones = new Option<int>("--drones") { Description = "Drones, each with its ground receiver.", DefaultValueFactory = _ => Default.Drones };
        var hours = new Option<double>("--hours-per-day")
        {
            Description = "Hours a day that they are on, 0 to 24.",
            DefaultValueFactory = _ => Default.HoursPerDay,
        };
        var frames = new Option<double>("--frames-per-second")
        {
            Description = "Frames a second of a drone and its receiver together; recorder.frameMs makes them fewer and longer.",
            DefaultValueFactory = _ => Default.FramesPerSecond,
        };
        var https = new Option<bool>("--https") { Description = "Over HTTPS instead of MQTT." };
        var days = new Option<int>("--retention-days") { Description = "Days that records are kept.", DefaultValueFactory = _ => Default.RetentionDays };
        var queries = new Option<double>("--queries") { Description = "Requests a month.", DefaultValueFactory = _ => Default.Queries };
        var command = new Command("cost", "What the stack costs a month, with the arithmetic.") { drones, hours, frames, https, days, queries };
        command.SetAction(parsed =>
        {
            var given = Default with
            {
                Drones = parsed.GetRequiredValue(drones),
                HoursPerDay = parsed.GetRequiredValue(hours),
                FramesPerSecond = parsed.GetRequiredValue(frames),
                OverHttps = parsed.GetValue(https),
                RetentionDays = parsed.GetRequiredValue(days),
                Queries = parsed.GetRequiredValue(queries),
            };
            Check(given);
            Print(output, given, PriceList.Default);
        });
        return command;
    }

    private static void Check(CostAssumptions given)
    {
        if (given is not { Drones: >= 0, HoursPerDay: >= 0 and <= 24, FramesPerSecond: > 0 and <= 100, RetentionDays: >= 1, Queries: >= 0 })
        {
            throw new UserErrorException(
                "Give 0 or more drones, 0 to 24 hours, more than 0 to 100 frames a second, 1 or more days, 0 or more queries.");
        }
    }

    private static void Print(TextWriter output, CostAssumptions given, PriceList prices)
    {
        var model = new CostModel(prices, given);
        output.WriteLine($"{"USD/month",10}  {"service",-12} {"quantity",12}  of");
        foreach (var line in model.Lines())
        {
            var price = string.Create(CultureInfo.InvariantCulture, $"{prices.Per(line.Price)} ({prices.Usd(line.Price)})");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{line.Usd,10:0.00}  {line.Service,-12} {line.Quantity,12:0.###}  {price}: {line.Formula}"));
        }

        var total = string.Create(CultureInfo.InvariantCulture, $"{model.Total(),10:0.00}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{total}  for {given.Drones} drones, {given.HoursPerDay} h a day"));
        output.WriteLine($"Prices of {prices.Region}, {prices.AsOf}. {prices.Source}");
    }
}

using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace DroneLink.Bench.Reporting;

/// <summary>The one table, in Markdown: medians, and the range of the rounds, so that a ratio can be taken for what it is worth.</summary>
internal static class ResultTable
{
    public static void Print(IEnumerable<Measured> benchmarks, TextWriter output)
    {
        output.WriteLine("| what | time | ratio | of the rounds | allocated | rate |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|");
        foreach (var group in benchmarks.GroupBy(benchmark => benchmark.Type))
        {
            var title = group.Key.GetCustomAttribute<DescriptionAttribute>()?.Description ?? group.Key.Name;
            output.WriteLine($"| **{title}** | | | | | |");
            foreach (var row in group.OrderByDescending(benchmark => benchmark.IsPeer))
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {row.Name} | {Duration(row.Time)} | {Ratios(row)} | {row.Bytes:#,0} B | {Throughput.Of(row.Type, row.Time)} |"));
            }
        }
    }

    private static string Ratios(Measured row)
    {
        if (row.IsPeer || double.IsNaN(row.Ratio))
        {
            return $"{(row.IsPeer ? "1" : "")} | ";
        }

        return $"{Number(row.Ratio)} | {Number(row.Ratios[0])} to {Number(row.Ratios[^1])}";
    }

    private static string Number(double ratio) => ratio.ToString(ratio < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    private static string Duration(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0} ns"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:0.00} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.00} ms"),
    };
}

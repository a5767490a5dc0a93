using BenchmarkDotNet.Reports;

namespace DroneLink.Bench.Reporting;

/// <summary>A benchmark in all rounds.</summary>
/// <param name="Type">Its class: what is measured.</param>
/// <param name="Name">Its name: who does it.</param>
/// <param name="IsPeer">Whether the others of its class are compared with it.</param>
/// <param name="Nanoseconds">Median time of an operation, by round.</param>
/// <param name="Ratios">That time, over the peer's in the same round; by round, ascending.</param>
/// <param name="Bytes">What an operation allocates; of the rounds the least, since what the runtime allocates beside it is counted too.</param>
internal sealed record Measured(
    Type Type, string Name, bool IsPeer, IReadOnlyList<double> Nanoseconds, IReadOnlyList<double> Ratios, long Bytes)
{
    /// <summary>The median of the rounds.</summary>
    public double Time => Median([.. Nanoseconds.Order()]);

    /// <summary>The median of the rounds.</summary>
    public double Ratio => Median(Ratios);

    /// <summary>Puts the rounds together.</summary>
    public static IEnumerable<Measured> From(IEnumerable<Summary> summaries) => summaries
        .SelectMany(summary => summary.Reports.Select(report => (Report: report, Ratio: RatioOf(report, summary))))
        .GroupBy(pair => pair.Report.BenchmarkCase.Descriptor.WorkloadMethod)
        .Select(rounds =>
        {
            var report = rounds.First().Report;
            var descriptor = report.BenchmarkCase.Descriptor;
            return new Measured(
                descriptor.Type,
                descriptor.WorkloadMethodDisplayInfo.Trim('\''),
                descriptor.Baseline,
                [.. rounds.Select(pair => TimeOf(pair.Report))],
                [.. rounds.Select(pair => pair.Ratio).Order()],
                rounds.Min(pair => pair.Report.GcStats.GetBytesAllocatedPerOperation(pair.Report.BenchmarkCase)) ?? 0);
        });

    // Of a filter's choice the peer may not be part.
    private static double RatioOf(BenchmarkReport report, Summary summary) =>
        summary.Reports.FirstOrDefault(other => other.BenchmarkCase.Descriptor.Baseline) is { } peer
            ? TimeOf(report) / TimeOf(peer)
            : double.NaN;

    private static double TimeOf(BenchmarkReport report) => report.ResultStatistics!.Median;

    private static double Median(IReadOnlyList<double> ascending) => ascending[ascending.Count / 2];
}

using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Validators;
using DroneLink.Bench.Reporting;
using DroneLink.Bench.Stress;

if (args is ["load" or "soak" or "sessions", ..]) return await StressCommands.RunAsync(args).ConfigureAwait(false);

// Other programs come and go for seconds at a time. Many short rounds have a benchmark and its peer meet the same ones, and a ratio of
// each round shows how far the result can be trusted; one long round would show neither.
const int rounds = 5;

var isQuiet = args.Length == 0 || args[0] is "--filter" or "-f";
var config = ManualConfig.CreateEmpty()
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddExporter(MarkdownExporter.GitHub)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddValidator(JitOptimizationsValidator.FailOnError)
    .AddLogger(isQuiet ? new ProgressLogger() : ConsoleLogger.Default)
    .WithOptions(ConfigOptions.DisableLogFile)
    .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet.Artifacts"));

var switcher = BenchmarkSwitcher.FromAssembly(typeof(ProgressLogger).Assembly);
var summaries = new List<Summary>();
for (var round = 1; round <= rounds; round++)
{
    Console.Error.WriteLine($"round {round} of {rounds}");
    List<Summary> more = [.. switcher.Run(args.Length == 0 ? ["--filter", "*"] : args, config)];
    if (more.Exists(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)))
    {
        more.ForEach(summary => summary.ValidationErrors.ToList().ForEach(error => Console.Error.WriteLine(error.Message)));
        return 1;
    }

    if (more.Count == 0 && isQuiet)
    {
        Console.Error.WriteLine("no benchmark has such a name; try: --list flat");
        return 1;
    }

    if (more.Count == 0)
    {
        // A list or a help text was asked for.
        return 0;
    }

    summaries.AddRange(more);
}

ResultTable.Print(Measured.From(summaries), Console.Out);
if (args.Length == 0)
{
    WireSizes.Print(Console.Out);
}

return 0;

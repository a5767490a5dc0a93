using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace DroneLink.Bench;

/// <summary>
/// A second or two a row, for what computes. In this process: a benchmark and its peer then run in one and the same runtime, and a run needs no
/// build of its own.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class QuickJobAttribute : Attribute, IConfigSource
{
    /// <inheritdoc/>
    public IConfig Config { get; } = ManualConfig.CreateEmpty().AddJob(Job.Default
        .WithId("Quick")
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithIterationTime(TimeInterval.FromMilliseconds(100))
        .WithWarmupCount(4)
        .WithIterationCount(11));
}

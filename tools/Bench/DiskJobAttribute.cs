using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace DroneLink.Bench;

/// <summary>For what waits for the disk: each iteration calls the benchmark once, since one call is many commits already.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class DiskJobAttribute : Attribute, IConfigSource
{
    /// <inheritdoc/>
    public IConfig Config { get; } = ManualConfig.CreateEmpty().AddJob(Job.Default
        .WithId("Disk")
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithStrategy(RunStrategy.Monitoring)
        .WithWarmupCount(1)
        .WithIterationCount(7));
}

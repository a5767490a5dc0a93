using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;
using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Query;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Streams;

namespace DroneLink.Tool.Tests.EndToEnd.Faults;

/// <summary>A cloud with faults at every hop: what is put into the stream, into each sink and into the dead letters. Owns the cloud.</summary>
internal sealed class FaultyCloud : ITelemetryCloud
{
    private readonly ITelemetryCloud _cloud;

    /// <summary>Puts faults into a cloud.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="plan">The faults.</param>
    /// <param name="pipeline">Makes a pipeline from the cloud's stream into a handler.</param>
    /// <param name="report">Hears of every problem.</param>
    /// <param name="stored">Hears of what is stored.</param>
    public FaultyCloud(
        ITelemetryCloud cloud,
        FaultPlan plan,
        Func<ProjectionHandler, IProjectionPipeline> pipeline,
        Action<ProjectionProblem> report,
        Action<IReadOnlyList<ProjectedRecord>> stored)
    {
        _cloud = cloud;
        Stream = new FaultyStream(cloud.Stream, plan);
        DeadLetters = new FaultyDeadLetters(cloud.DeadLetters, plan);
        IRecordSink[] sinks = [new FaultySink(cloud.Store, "store", plan), new FaultySink(cloud.Search, "search", plan)];
        Pipeline = pipeline(new ProjectionHandler(sinks, DeadLetters, TimeProvider.System, report, stored));
    }

    public ITelemetryStream Stream { get; }

    public ITelemetryStore Store => _cloud.Store;

    public IEventSearch Search => _cloud.Search;

    public IDeviceRegistrar Registry => _cloud.Registry;

    public IDeadLetterArchive DeadLetters { get; }

    public IApiTokens Tokens => _cloud.Tokens;

    public ICommandLog Commands => _cloud.Commands;

    public IReleaseStore Releases => _cloud.Releases;

    public IRolloutStore Rollouts => _cloud.Rollouts;

    public IDeviceChannel? DeviceChannel => _cloud.DeviceChannel;

    public IProjectionPipeline Pipeline { get; }

    public QueryHandler Query => _cloud.Query;

    public void Dispose() => _cloud.Dispose();
}

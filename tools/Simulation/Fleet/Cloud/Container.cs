using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Streams;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>One container of the functions: what a function has as long as it lives.</summary>
internal sealed class Container
{
    public const string StreamName = "dronelink";

    private const string TableName = "dronelink";

    // More than there ever are: who waits for another's call to end would go on on a thread of the pool.
    private const int MaxParallelCalls = 1000;

    /// <summary>Starts one.</summary>
    /// <param name="cloud">The rest.</param>
    /// <param name="log">The stream.</param>
    /// <param name="stored">The table.</param>
    /// <param name="isFaulty">Whether it meets faults of the store.</param>
    public Container(FleetCloud cloud, StreamLog log, StoredTable stored, bool isFaulty = true)
    {
        Dynamo = new SimulatedDynamo(cloud, stored, isFaulty);
        var chance = new Random(cloud.Jitter.Next());
        var table = new DynamoTable(Dynamo, TableName, cloud.Clock, chance.NextDouble, new DynamoTableOptions { MaxParallelCalls = MaxParallelCalls });
        Store = new DynamoTelemetryStore(table);
        DeadLetters = new DynamoDeadLetters(table);
        Registry = new DynamoDeviceRegistry(table);
        var stream = new KinesisTelemetryStream(new SimulatedKinesis(cloud, log), StreamName, cloud.Clock, chance.NextDouble);
        var letters = new WatchedDeadLetters(DeadLetters, cloud.Accounts);
        Ingest = new FrameIngest(Registry, stream, letters, cloud.Clock);
        IotFrames = new IotFrameHandler(Ingest);
        Projection = new ProjectionHandler([Store], letters, cloud.Clock, stored: cloud.Accounts.Stored);
    }

    public SimulatedDynamo Dynamo { get; }

    public DynamoTelemetryStore Store { get; }

    public DynamoDeadLetters DeadLetters { get; }

    public DynamoDeviceRegistry Registry { get; }

    public FrameIngest Ingest { get; }

    public IotFrameHandler IotFrames { get; }

    public ProjectionHandler Projection { get; }
}

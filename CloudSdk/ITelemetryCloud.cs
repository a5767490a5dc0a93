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

namespace DroneLink.CloudSdk;

/// <summary>
/// All that ingest, projection and query need, put together: on one machine (<see cref="Embedded.EmbeddedCloud"/>) or on AWS
/// (<see cref="Aws.AwsCloud"/>). Thread safe. End its pipeline's run before disposing it.
/// </summary>
public interface ITelemetryCloud : IDisposable
{
    /// <summary>The stream that ingest writes to.</summary>
    ITelemetryStream Stream { get; }

    /// <summary>History and latest state.</summary>
    ITelemetryStore Store { get; }

    /// <summary>Events and texts.</summary>
    IEventSearch Search { get; }

    /// <summary>The devices that may speak.</summary>
    IDeviceRegistrar Registry { get; }

    /// <summary>What was refused.</summary>
    IDeadLetterArchive DeadLetters { get; }

    /// <summary>The tokens of the HTTP API.</summary>
    IApiTokens Tokens { get; }

    /// <summary>Every command to every device.</summary>
    ICommandLog Commands { get; }

    /// <summary>What there is to update devices with.</summary>
    IReleaseStore Releases { get; }

    /// <summary>Which devices get it, and how far they are.</summary>
    IRolloutStore Rollouts { get; }

    /// <summary>The way of messages to devices by a broker of the cloud's own; null where there is none.</summary>
    IDeviceChannel? DeviceChannel { get; }

    /// <summary>Carries the stream into store and search while it is run.</summary>
    IProjectionPipeline Pipeline { get; }

    /// <summary>Answers the HTTP API.</summary>
    QueryHandler Query { get; }
}

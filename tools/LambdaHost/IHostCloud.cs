using DroneLink.CloudSdk;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Commands;

namespace DroneLink.LambdaHost;

/// <summary>What the functions stand on. A part is made when a function first asks for it: each may touch only its own.</summary>
internal interface IHostCloud : IDisposable
{
    /// <summary>Stream, stores, registry, dead letters.</summary>
    ITelemetryCloud Telemetry { get; }

    /// <summary>The tokens of the HTTP API.</summary>
    IApiTokens Tokens { get; }

    /// <summary>The commands.</summary>
    ICommandLog CommandLog { get; }

    /// <summary>The way to the devices.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says how to get one.</exception>
    ICommandChannel CommandChannel { get; }
}

using DroneLink.CloudSdk.Projection;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>A network that gets the fleet's records.</summary>
public interface INetworkSink : IAsyncDisposable
{
    /// <summary>How far it is.</summary>
    NetworkStatus Status { get; }

    /// <summary>Takes a record that was newly stored. Never waits, never throws, whatever the state of the network. Thread safe.</summary>
    void Offer(ProjectedRecord record);

    /// <summary>Carries what was offered until it is cancelled; that is how it ends.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>How far a network is, since the start of the station.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Target">Where it is, for people; no secret.</param>
/// <param name="Sent">Records that the other side has taken; messages sent, for MAVLink.</param>
/// <param name="Waiting">Records that wait.</param>
/// <param name="Thinned">States given up for a newer one of the same device and kind, because the rate did not allow both.</param>
/// <param name="Dropped">Records given up because the backlog was full.</param>
/// <param name="Refused">Records that the other side refused for ever.</param>
/// <param name="Failures">Failed attempts in a row.</param>
public sealed record NetworkStatus(
    string Name, string Target, long Sent, int Waiting = 0, long Thinned = 0, long Dropped = 0, long Refused = 0, int Failures = 0);

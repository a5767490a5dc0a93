using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Storage;

namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>What is behind broker and gateway.</summary>
internal interface IFleetBackend : IDisposable
{
    /// <summary>What it is made of, for the tally.</summary>
    string Name { get; }

    /// <summary>Whether all that was taken is projected.</summary>
    bool IsIdle { get; }

    /// <summary>The store, for questions that meet no fault.</summary>
    ITelemetryStore Store { get; }

    /// <summary>For how many of a device's last boots the latest state gets the date of what came without one, at the least.</summary>
    int DatedBoots { get; }

    /// <summary>The dead letters, likewise.</summary>
    IDeadLetterArchive DeadLetters { get; }

    /// <summary>Makes a device known.</summary>
    void Add(DeviceIdentity device);

    /// <summary>Takes a frame that came over MQTT.</summary>
    /// <returns>Whether the broker may acknowledge it.</returns>
    Task<bool> TakeAsync(string deviceId, byte[] frame);

    /// <summary>Answers a post; a task without end for no answer.</summary>
    Task<HttpApiResponse> PostAsync(HttpApiRequest request);

    /// <summary>Kills whatever of it is no service of AWS, and starts it anew.</summary>
    void Restart();
}

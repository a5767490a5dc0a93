using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Query;
using DroneLink.CloudSdk.Streams;

namespace DroneLink.Simulation.Hostile.Cloud;

/// <summary>Two devices, and where what comes in goes: a stream, dead letters and a sink that keep all of it until they are cleared.</summary>
internal sealed class MemoryIntake : IDeviceDirectory, ITelemetryStream, IDeadLetters, IRecordSink
{
    private static readonly DeviceIdentity[] Devices = [Samples.Kite, Samples.Kestrel];

    /// <summary>What the stream took.</summary>
    public List<StreamEntry> Stored { get; } = [];

    /// <summary>What was refused.</summary>
    public List<DeadLetter> Letters { get; } = [];

    /// <summary>What the sink took.</summary>
    public List<ProjectedRecord> Records { get; } = [];

    /// <summary>Forgets all of it.</summary>
    public void Clear()
    {
        Stored.Clear();
        Letters.Clear();
        Records.Clear();
    }

    /// <inheritdoc/>
    public ValueTask<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken = default) =>
        new(deviceId switch { Samples.Device => Samples.Kite, Samples.OtherDevice => Samples.Kestrel, _ => null });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeviceIdentity>> ListAsync(CancellationToken cancellationToken = default) => new(Devices);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StreamResult>> PutAsync(IReadOnlyList<StreamEntry> entries, CancellationToken cancellationToken = default)
    {
        Stored.AddRange(entries);
        return new([.. entries.Select(_ => new StreamResult("1"))]);
    }

    /// <inheritdoc/>
    public ValueTask PutAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        Letters.AddRange(letters);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default)
    {
        Records.AddRange(records);
        return new((IReadOnlyList<SinkFailure>)[]);
    }
}

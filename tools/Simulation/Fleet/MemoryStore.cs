using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Simulation.Fleet;

/// <summary>A store in memory: a record that comes twice is there once, in its dated form if it ever came with a date.</summary>
internal sealed class MemoryStore(Action<TelemetryRecord> stored) : IRecordSink
{
    private readonly Dictionary<(string DeviceId, uint BootId, uint Sequence), TelemetryRecord> _records = [];

    /// <summary>Its records, in no order.</summary>
    public IReadOnlyCollection<TelemetryRecord> Records => _records.Values;

    public ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default)
    {
        foreach (var (record, _) in records)
        {
            var name = (record.DeviceId, record.BootId, record.Sequence);
            if (!_records.TryGetValue(name, out var known) || (record.ClockSynced && !known.ClockSynced)) _records[name] = record;
            stored(record);
        }

        return new([]);
    }
}

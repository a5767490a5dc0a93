using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Simulation.Fleet;

/// <summary>A store in memory: a record that comes twice is there once, in its dated form if it ever came with a date.</summary>
internal sealed class MemoryStore(Action<TelemetryRecord> stored) : IRecordSink
{
    private readonly Dictionary<(string DeviceId, uint BootId, uint Sequence), Versions> _records = [];

    /// <summary>Its records, in no order.</summary>
    public IEnumerable<TelemetryRecord> Records => _records.Values.Select(versions => versions.Dated ?? versions.Undated!);

    /// <summary>Writes of a record that was there already.</summary>
    public int Repeats { get; private set; }

    /// <summary>
    /// Records that came again and said something else, or had another date. Where a store's key, or its index, follows the date, such a record is there twice.
    /// </summary>
    public List<TelemetryRecord> Differing { get; } = [];

    public ValueTask<IReadOnlyList<SinkFailure>> WriteAsync(IReadOnlyList<ProjectedRecord> records, CancellationToken cancellationToken = default)
    {
        foreach (var (record, _) in records)
        {
            var name = (record.DeviceId, record.BootId, record.Sequence);
            if (_records.TryGetValue(name, out var known)) Repeat(record, known);
            else _records.Add(name, known = new Versions());
            if (record.ClockSynced) known.Dated ??= record;
            else known.Undated ??= record;
            stored(record);
        }

        return new([]);
    }

    private void Repeat(TelemetryRecord record, Versions known)
    {
        Repeats++;
        var isSame = SaysTheSame(record, (known.Dated ?? known.Undated)!);
        var before = record.ClockSynced ? known.Dated : known.Undated;
        if (!isSame || (before is not null && before.TimeMs != record.TimeMs)) Differing.Add(record);
    }

    private static bool SaysTheSame(TelemetryRecord one, TelemetryRecord other) =>
        one.Kind == other.Kind && one.Mask == other.Mask && one.Values.Span.SequenceEqual(other.Values.Span) && one.Severity == other.Severity && one.Text == other.Text;

    /// <summary>A record as it came first with a date, and first without.</summary>
    private sealed class Versions
    {
        public TelemetryRecord? Dated { get; set; }

        public TelemetryRecord? Undated { get; set; }
    }
}

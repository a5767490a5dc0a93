using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Fleet;

namespace DroneLink.Simulation.Tests.Fleet;

public class MemoryStoreTests
{
    private readonly List<TelemetryRecord> _told = [];
    private readonly MemoryStore _store;

    public MemoryStoreTests() => _store = new MemoryStore(_told.Add);

    [Fact]
    public async Task RecordThatComesAgain_IsThereOnce_AndCounted()
    {
        await Write(Of(5), Of(5), Of(5), Of(6));
        Assert.Equal([5L, 6L], _store.Records.Select(record => record.Values.Span[0]));
        Assert.Equal(2, _store.Repeats);
        Assert.Equal(4, _told.Count);
        Assert.Empty(_store.Differing);
    }

    [Fact]
    public async Task Date_StandsFromThenOn_AndIsNoDifference()
    {
        await Write(Of(5), Of(5, dateMs: 1000), Of(5), Of(5, dateMs: 1000));
        Assert.Equal(1000, Assert.Single(_store.Records).TimeMs);
        Assert.Empty(_store.Differing);
    }

    [Fact]
    public async Task OtherValue_OtherDate_AndOtherUptime_AreDifferences()
    {
        await Write(Of(5, dateMs: 1000), Of(5), Of(5, dateMs: 1001));
        Assert.Equal(1001, Assert.Single(_store.Differing).TimeMs);
        await Write(Of(5, uptimeMs: 8));
        Assert.Equal(8, _store.Differing[^1].TimeMs);
        await Write(Of(5, value: 9));
        Assert.Equal(3, _store.Differing.Count);
    }

    private ValueTask<IReadOnlyList<SinkFailure>> Write(params TelemetryRecord[] records) =>
        _store.WriteAsync([.. records.Select(record => new ProjectedRecord(record, DateTimeOffset.UnixEpoch))]);

    private static TelemetryRecord Of(uint sequence, long? dateMs = null, long uptimeMs = 7, long? value = null) => new()
    {
        DeviceId = "kite",
        BootId = 1,
        Sequence = sequence,
        TimeMs = dateMs ?? uptimeMs,
        ClockSynced = dateMs is not null,
        Kind = RecordKind.Power,
        Mask = 1,
        Values = new[] { value ?? sequence },
    };
}

using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Fleet;

namespace DroneLink.Simulation.Tests.Fleet;

public class BootBookTests
{
    private const uint BootId = 0x70001;
    private const long OffsetMs = 1_795_521_600_000;

    private readonly BootBook _book = new("kite", BootId) { LeastOffsetMs = OffsetMs, MostOffsetMs = OffsetMs + 1000 };

    public BootBookTests() => _book.FillTo(2, 7, 7);

    [Fact]
    public void Record_MayComeToTheStoreAgain_WithADateAndWithout()
    {
        _book.Store(Of(0));
        Assert.Null(_book.DatedMs(0));
        _book.Store(Of(0, OffsetMs + 7));
        _book.Store(Of(0));
        _book.Store(Of(0, OffsetMs + 7));
        Assert.Equal(OffsetMs + 7, _book.DatedMs(0));
        Assert.Equal(RecordFate.Stored, _book.Fate(0));
        Assert.Equal(RecordFate.None, _book.Fate(1));
    }

    [Fact]
    public void OtherDate_OtherUptime_AndOtherValue_BreakThePromise()
    {
        _book.Store(Of(0, OffsetMs + 7));
        Assert.Throws<ViolationException>(() => _book.Store(Of(0, OffsetMs + 8)));
        Assert.Throws<ViolationException>(() => _book.Store(Of(0, OffsetMs + 7, values: 9)));
        _book.Store(Of(1));
        Assert.Throws<ViolationException>(() => _book.Store(Of(1, uptimeMs: 6)));
    }

    [Fact]
    public void DateThatNoClockSaid_AndRecordThatNobodyTook_BreakThePromise()
    {
        Assert.Throws<ViolationException>(() => _book.Check(Of(0, OffsetMs + 1008)));
        Assert.Throws<ViolationException>(() => _book.Check(Of(2)));
        _book.Check(Of(0, OffsetMs + 1007));
    }

    [Fact]
    public void RecordOfThePayload_SaysWhatItWasTold()
    {
        var value = BootBook.ValueOf(BootId, 2);
        _book.Add(2, value, 7, 7);
        _book.Check(Of(2, kind: FleetPayload.KindOf(value), values: [value & 0xFFF, value >> 12]));
        Assert.Throws<ViolationException>(() => _book.Check(Of(2, kind: FleetPayload.KindOf(value), values: [(value & 0xFFF) ^ 1, value >> 12])));
        Assert.Throws<ViolationException>(() => _book.Check(Of(2)));
    }

    private static TelemetryRecord Of(uint sequence, long? dateMs = null, long uptimeMs = 7, byte kind = RecordKind.Event, params long[] values) => new()
    {
        DeviceId = "kite",
        BootId = BootId,
        Sequence = sequence,
        TimeMs = dateMs ?? uptimeMs,
        ClockSynced = dateMs is not null,
        Kind = kind,
        Mask = (1u << values.Length) - 1,
        Values = values,
    };
}

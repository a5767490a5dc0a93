using System.Text.Json;
using CsCheck;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Tests.Storage;
using DroneLink.CloudSdk.Tests.Wire;
using DroneLink.CloudSdk.Wire;
using static DroneLink.CloudSdk.Tests.Storage.TestRecords;

namespace DroneLink.CloudSdk.Tests.Search;

/// <summary>The documents that are indexed, and the mapping that they must fit.</summary>
public sealed class ElasticDocumentTests : IDisposable
{
    private readonly SearchTarget _target = new();

    public void Dispose() => _target.Dispose();

    [Fact]
    public async Task A_position_has_plain_units_and_a_place()
    {
        var document = await IndexAsync(Record(3, fields: [(0, -353629847), (1, 1491650234), (2, 58412), (4, 1234), (7, 3), (9, 85)]).At(Now + 7));

        Assert.Equal(
            """
            {"@timestamp":"2026-05-28T20:26:40.000Z","effective":1780000000000,"device":"drone-1","boot":1,"seq":3,"kind":"position",
            "received":"2026-05-28T20:26:40.007Z","clockSynced":true,
            "position":{"latitude":-35.3629847,"longitude":149.1650234,"altitudeMsl":584.12,"groundSpeed":12.34,"fixType":3,"hdop":0.85,
            "location":{"lat":-35.3629847,"lon":149.1650234}},
            "raw":{"kind":1,"received":1780000000007,"severity":0,"mask":663,"values":[-353629847,1491650234,58412,1234,3,85]}}
            """.ReplaceLineEndings(""),
            document);
    }

    [Fact]
    public async Task An_event_has_its_name_its_words_and_its_severity()
    {
        var document = await IndexAsync(Event(3, EventCodes.LinkLost, 2, -9000, time: 500, synced: false).At(Now));

        Assert.Equal(
            """
            {"@timestamp":"2026-05-28T20:26:40.000Z","effective":1780000000000,"device":"drone-1","boot":1,"seq":3,"kind":"event",
            "received":"2026-05-28T20:26:40.000Z","clockSynced":false,"uptime":500,
            "event":{"code":4,"severity":2,"value":-9000,"name":"linkLost"},"severity":2,"words":["linklost","link","lost"],
            "raw":{"kind":9,"received":1780000000000,"severity":0,"mask":7,"values":[4,2,-9000]}}
            """.ReplaceLineEndings(""),
            document);
    }

    [Fact]
    public async Task A_text_has_its_words()
    {
        var document = await IndexAsync(Text(3, "Überhitzt: 80 °C\n\"stop\"", 4).At(Now));

        Assert.Equal(
            """
            {"@timestamp":"2026-05-28T20:26:40.000Z","effective":1780000000000,"device":"drone-1","boot":1,"seq":3,"kind":"text",
            "received":"2026-05-28T20:26:40.000Z","clockSynced":true,
            "severity":4,"text":"Überhitzt: 80 °C\n\"stop\"","words":["überhitzt","80","c","stop"],
            "raw":{"kind":127,"received":1780000000000,"severity":4,"mask":0,"values":[]}}
            """.ReplaceLineEndings("").Replace(@"\u0022", "\\\"", StringComparison.Ordinal),
            document);
    }

    [Theory]
    [InlineData(900_000_000, 1_800_000_000, true)]
    [InlineData(-900_000_000, -1_800_000_000, true)]
    [InlineData(900_000_001, 0, false)]
    [InlineData(0, -1_800_000_001, false)]
    [InlineData(long.MaxValue, long.MinValue, false)]
    public async Task A_place_that_is_none_is_left_out_and_refuses_nothing(long latitude, long longitude, bool isPlace)
    {
        var document = await IndexAsync(Record(3, fields: [(0, latitude), (1, longitude)]).At(Now));

        Assert.Equal(isPlace, document.Contains("\"location\"", StringComparison.Ordinal));
        Assert.Contains($"\"values\":[{latitude},{longitude}]", document);
    }

    [Fact]
    public async Task Half_a_place_is_none() =>
        Assert.DoesNotContain("location", await IndexAsync(Record(3, fields: [(0, 1)]).At(Now)));

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-62_135_596_800_001)]
    [InlineData(253_402_300_800_000)]
    [InlineData(long.MaxValue)]
    public async Task A_time_that_no_calendar_has_is_kept_without_a_timestamp(long time)
    {
        var document = await IndexAsync(Text(3, "a", time: time).At(Now));

        Assert.DoesNotContain("@timestamp", document);
        Assert.Equal(time, Assert.Single((await _target.Search().SearchAsync(new EventQuery(), Token)).Records).Record.TimeMs);
    }

    [Fact]
    public void Whatever_can_be_in_a_frame_is_indexed_and_events_and_texts_come_back_exactly()
    {
        var search = _target.Search();
        var run = 0;

        // A device of its own each time, so that the runs do not meet.
        RecordGen.Frame(20).Sample(
            records =>
            {
                var device = $"d{Interlocked.Increment(ref run)}";
                var projected = records.Select(record => Named(record, device).At(Now)).ToList();
                if (search.WriteAsync(projected, CancellationToken.None).AsTask().Result.Count > 0)
                    return false;
                var found = search.SearchAsync(new EventQuery { DeviceId = device, Limit = PageLimits.MaxRecords }, CancellationToken.None).AsTask().Result;
                var expected = StoreModel.Ascending([.. Date(projected)]).Where(record => record.Record.Kind is RecordKind.Event or RecordKind.Text).Reverse();
                return expected.Select(TestRecords.Describe).SequenceEqual(found.Records.Select(TestRecords.Describe));
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public async Task The_mapping_has_every_field_of_every_kind_and_holds_the_wires_own_number()
    {
        JsonElement mapping = default;
        _target.Double!.OnCall = call =>
        {
            if (call.Method == "PUT" && call.Path.EndsWith("-telemetry", StringComparison.Ordinal) && call.Path.StartsWith("/_index_template", StringComparison.Ordinal))
                mapping = JsonSerializer.Deserialize<JsonElement>(call.Body).GetProperty("template").GetProperty("mappings").GetProperty("properties");
            return null;
        };
        const long Value = 123_456_789;
        var kinds = Enumerable.Range(0, 256).Select(kind => KindSchema.Find((byte)kind)).OfType<KindSchema>().Where(kind => kind.Fields.Length > 0).ToList();

        await _target.Search().StoreAsync([.. kinds.Select(kind =>
            Record(kind.Kind, kind: kind.Kind, fields: [.. Enumerable.Range(0, kind.Fields.Length).Select(field => (field, Value))]).At(Now))]);

        foreach (var found in _target.Double.Documents(_target.AllTelemetry))
        {
            var kind = KindSchema.Find(found.Source.GetProperty("kind").GetString()!)!;
            foreach (var name in kind.Fields)
            {
                var field = mapping.GetProperty(kind.Name).GetProperty("properties").GetProperty(name);
                var factor = field.GetProperty("type").GetString() == "long" ? 1 : field.GetProperty("scaling_factor").GetDouble();
                Assert.Equal(Value, Math.Round(found.Source.GetProperty(kind.Name).GetProperty(name).GetDouble() * factor));
            }
        }
    }

    private async Task<string> IndexAsync(ProjectedRecord record)
    {
        await _target.Search().StoreAsync(record);
        return Assert.Single(_target.Double!.Documents(_target.AllTelemetry)).Source.GetRawText();
    }

    // The first anchor of the frame's boot that can be right dates what has a possible uptime, as the contract of every store says.
    private static IEnumerable<StoredRecord> Date(List<ProjectedRecord> records)
    {
        const long MaxUptimeMs = 10L * 365 * 24 * 60 * 60 * 1000;
        var offset = 0L;
        var hasAnchor = records.Exists(item => item.Record.Kind == RecordKind.Event
            && item.Record.TryGet(EventCodes.CodeField, out var code) && code == EventCodes.ClockSynced
            && item.Record.TryGet(EventCodes.ValueField, out offset) && offset > 0 && offset <= Now + FrameFormat.MaxAheadMs);
        return records.Select(item => new StoredRecord(
            hasAnchor && !item.Record.ClockSynced && item.Record.TimeMs is >= 0 and <= MaxUptimeMs
                ? Named(item.Record, item.Record.DeviceId, item.Record.TimeMs + offset)
                : item.Record,
            item.ReceivedAt));
    }

    private static TelemetryRecord Named(TelemetryRecord record, string device, long? date = null) => new()
    {
        DeviceId = device,
        BootId = record.BootId,
        Sequence = record.Sequence,
        TimeMs = date ?? record.TimeMs,
        ClockSynced = record.ClockSynced || date is not null,
        Kind = record.Kind,
        Mask = record.Mask,
        Values = record.Values,
        Severity = record.Severity,
        Text = record.Text,
    };
}

using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Wire;

public sealed class RecordJsonTests
{
    [Fact]
    public void ToLine_NumericKind_HasItsKnownFieldsByName()
    {
        var record = Record(RecordKind.Position, mask: 0b11, values: [-353629847, 1491652374]);

        Assert.Equal(
            """{"deviceId":"drone-1","bootId":4294967295,"seq":7,"time":1763980000123,"clockSynced":true,"kind":"position","fields":{"latitude":-353629847,"longitude":1491652374}}""",
            RecordJson.ToLine(record));
    }

    [Fact]
    public void ToLine_ExtremeValues_AreWholeNumbers()
    {
        var record = Record(RecordKind.Event, mask: 0b1001, values: [long.MinValue, long.MaxValue]);

        Assert.EndsWith(
            """
            "fields":{"code":-9223372036854775808,"value2":9223372036854775807}}
            """,
            RecordJson.ToLine(record),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ToLine_Text_HasSeverityAndTextInPlaceOfFields()
    {
        var record = new TelemetryRecord
        {
            DeviceId = "d",
            BootId = 1,
            Sequence = 2,
            TimeMs = 3,
            ClockSynced = false,
            Kind = RecordKind.Text,
            Severity = 6,
            Text = "41 °C\u001b[2J",
        };

        Assert.Equal(
            """{"deviceId":"d","bootId":1,"seq":2,"time":3,"clockSynced":false,"kind":"text","severity":6,"text":"41 °C\u001B[2J"}""",
            RecordJson.ToLine(record));
    }

    [Fact]
    public void ToLine_UnknownKind_HasItsNumberAndNoFields()
    {
        Assert.EndsWith(""","kind":200,"fields":{}}""", RecordJson.ToLine(Record(200, mask: 0, values: [])), StringComparison.Ordinal);
    }

    [Fact]
    public void WriteMembers_LeavesTheObjectOpen()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            RecordJson.WriteMembers(writer, Record(RecordKind.Power, mask: 1, values: [12600]));
            writer.WriteBoolean("last", true);
            writer.WriteEndObject();
        }

        Assert.EndsWith(
            """
            "kind":"power","fields":{"voltage":12600},"last":true}
            """,
            Encoding.UTF8.GetString(stream.ToArray()),
            StringComparison.Ordinal);
    }

    private static TelemetryRecord Record(byte kind, uint mask, long[] values) => new()
    {
        DeviceId = "drone-1",
        BootId = uint.MaxValue,
        Sequence = 7,
        TimeMs = 1763980000123,
        ClockSynced = true,
        Kind = kind,
        Mask = mask,
        Values = values,
    };
}

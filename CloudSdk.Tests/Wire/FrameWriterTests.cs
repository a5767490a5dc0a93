using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Wire;

public sealed class FrameWriterTests
{
    [Fact]
    public void Write_NoRecords_Throws() => Throws("1 to 255 records", []);

    [Fact]
    public void Write_256Records_Throws() => Throws("1 to 255 records", [.. Enumerable.Range(0, 256).Select(i => Record((uint)i))]);

    [Fact]
    public void Write_IdThatIsNone_Throws() => Throws("not a device id", [Record(0, id: "drone 1")]);

    [Fact]
    public void Write_NegativeTime_Throws() => Throws("negative", [Record(0, time: -1)]);

    [Fact]
    public void Write_TimeGoesBack_Throws() => Throws("time goes back", [Record(0, time: 5), Record(1, time: 4)]);

    [Fact]
    public void Write_TimeGoesOnByMoreThan32Bits_Throws() => Throws("more than 32 bits", [Record(0, time: 0), Record(1, time: 1L << 32)]);

    [Fact]
    public void Write_GapInTheNumbers_Throws() => Throws("Record 2 follows record 0", [Record(0), Record(2)]);

    [Fact]
    public void Write_NumbersPast32Bits_Throws() => Throws("follows", [Record(uint.MaxValue), Record(0)]);

    [Fact]
    public void Write_TwoDevices_Throws() => Throws("one device", [Record(0), Record(1, id: "other")]);

    [Fact]
    public void Write_FieldThatTheKindLacks_Throws() => Throws("mask has others", [Record(0, mask: 0b1000, values: [1])]);

    [Fact]
    public void Write_FewerValuesThanTheMask_Throws() => Throws("one value for each field", [Record(0, mask: 0b11, values: [1])]);

    [Fact]
    public void Write_TextOf201Bytes_Throws() => Throws("200 bytes", [Text(new string('x', 199) + "é")]);

    [Fact]
    public void Write_TextThatIsNoUnicode_Throws() => Throws("", [Text("\ud800")]);

    [Fact]
    public void Write_TextThatIsMissing_IsEmpty()
    {
        Assert.Equal(FrameWriter.Write([Text("")]), FrameWriter.Write([Text(null)]));
        Assert.Equal(RecordJson.ToLine(Text("")), RecordJson.ToLine(Text(null)));
    }

    [Fact]
    public void Write_Null_Throws() => Assert.Throws<ArgumentNullException>(() => FrameWriter.Write(null!));

    [Fact]
    public void Write_MoreThanAFrameHolds_Throws() =>
        Throws("2048 bytes", [.. Enumerable.Range(0, 12).Select(i => Text(new string('x', 200), (uint)i))]);

    [Fact]
    public void TryWrite_NoRoom_ReturnsFalse()
    {
        var length = FrameWriter.Write([Record(0)]).Length;

        Assert.False(FrameWriter.TryWrite([Record(0)], new byte[length - 1], out var written));
        Assert.Equal(0, written);
        Assert.True(FrameWriter.TryWrite([Record(0)], new byte[length], out written));
        Assert.Equal(length, written);
    }

    private static void Throws(string message, TelemetryRecord[] records)
    {
        var thrown = Assert.ThrowsAny<ArgumentException>(() => FrameWriter.Write(records));
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    private static TelemetryRecord Record(uint sequence, string id = "d", long time = 1, uint mask = 0, long[]? values = null) => new()
    {
        DeviceId = id,
        BootId = 1,
        Sequence = sequence,
        TimeMs = time,
        ClockSynced = true,
        Kind = RecordKind.Attitude,
        Mask = mask,
        Values = values,
    };

    private static TelemetryRecord Text(string? text, uint sequence = 0) => new()
    {
        DeviceId = "d",
        BootId = 1,
        Sequence = sequence,
        TimeMs = 1,
        ClockSynced = true,
        Kind = RecordKind.Text,
        Text = text,
    };
}

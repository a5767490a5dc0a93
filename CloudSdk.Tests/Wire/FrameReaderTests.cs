using System.Buffers.Binary;
using System.IO.Hashing;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Tests.Wire;

/// <summary>Bounds and options; the golden vectors have the rest.</summary>
public sealed class FrameReaderTests
{
    private static readonly byte[] Key = new byte[32];

    [Theory]
    [InlineData(2047, FrameError.None)]
    [InlineData(2048, FrameError.None)]
    [InlineData(2049, FrameError.TooLarge)]
    [InlineData(100_000, FrameError.TooLarge)]
    public void TryRead_AtTheLargestLength(int length, FrameError expected)
    {
        var bytes = new byte[length];
        FrameOfLength(int.Min(length, FrameFormat.MaxFrameBytes)).CopyTo(bytes, 0);

        FrameReader.TryRead(bytes, out _, out var error);

        Assert.Equal(expected, error);
    }

    [Fact]
    public void TryRead_EveryTruncation_IsRefused()
    {
        var bytes = FrameOfLength(300);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(FrameReader.TryRead(bytes.AsSpan(0, length), out _, out var error));
            Assert.Equal(length < FrameFormat.MinFrameBytes ? FrameError.Short : FrameError.Crc, error);
        }
    }

    [Fact]
    public void TryRead_SignatureRequired_RefusesUnsigned()
    {
        var options = new FrameReaderOptions { Key = Key, RequireSignature = true };

        Assert.False(FrameReader.TryRead(FrameWriter.Write([Text(0, 5)]), options, out _, out var error));
        Assert.Equal(FrameError.Signature, error);
        Assert.True(FrameReader.TryRead(FrameWriter.Write([Text(0, 5)], Key), options, out _, out _));
    }

    [Fact]
    public void TryRead_SignatureRequiredWithoutAKey_RefusesSigned()
    {
        var options = new FrameReaderOptions { RequireSignature = true };

        Assert.False(FrameReader.TryRead(FrameWriter.Write([Text(0, 5)], Key), options, out _, out var error));
        Assert.Equal(FrameError.Signature, error);
    }

    [Fact]
    public void TryRead_WithoutAKey_ReadsSignedAndSaysSo()
    {
        Assert.True(FrameReader.TryRead(FrameWriter.Write([Text(0, 5)], Key), out var frame, out _));
        Assert.True(frame.Signed);
    }

    [Fact]
    public void TryRead_CountsWhatItDoesNotKnow()
    {
        Assert.True(FrameReader.TryRead(FrameWriter.Write([Text(0, 5), Unknown(1), Unknown(2)]), out var frame, out _));
        Assert.Equal(2, frame.UnknownKinds);
        Assert.Equal(0, frame.UnknownFields);
        Assert.Equal([127, 200, 200], frame.Records.Select(record => (int)record.Kind));
    }

    [Fact]
    public void TryRead_HeadThatEndsBehindTheBoot_LacksAVarint()
    {
        byte[] bytes = [0xD7, 1, 0, 4, .. "kite"u8, 1, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(^4..), Crc32.HashToUInt32(bytes.AsSpan(..^4)));

        Assert.False(FrameReader.TryRead(bytes, out _, out var error));
        Assert.Equal(FrameError.Varint, error);
    }

    // Head and CRC take 16 bytes, a text 4 or 5 more than its characters.
    private static byte[] FrameOfLength(int length)
    {
        var records = new List<TelemetryRecord>();
        var left = length - 16;
        while (left > 0)
        {
            var size = left > 410 ? 205 : left > 205 ? left / 2 : left;
            var text = size - 4 - (size - 4 + 2 >= 128 ? 1 : 0);
            records.Add(Text((uint)records.Count, text));
            left -= size;
        }

        var frame = FrameWriter.Write(records);
        Assert.Equal(length, frame.Length);
        return frame;
    }

    private static TelemetryRecord Text(uint sequence, int length) => new()
    {
        DeviceId = "d",
        BootId = 1,
        Sequence = sequence,
        TimeMs = 5,
        ClockSynced = false,
        Kind = RecordKind.Text,
        Text = new string('x', length),
    };

    private static TelemetryRecord Unknown(uint sequence) => new()
    {
        DeviceId = "d",
        BootId = 1,
        Sequence = sequence,
        TimeMs = 5,
        ClockSynced = false,
        Kind = 200,
    };
}

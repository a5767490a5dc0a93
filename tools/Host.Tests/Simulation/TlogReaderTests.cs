using System.Buffers.Binary;
using DroneLink.Host.Simulation;
using Xunit;

namespace DroneLink.Host.Tests.Simulation;

public class TlogReaderTests
{
    [Fact]
    public void Entries_AreReadInOrder()
    {
        var log = Log(3);
        var reader = new TlogReader(log);
        for (var entry = 0; entry < 3; entry++)
        {
            Assert.True(reader.TryRead());
            Assert.Equal(1_700_000_000_000_000 + entry, reader.TimestampUs);
            Assert.Equal(0xFD, reader.Frame.Span[0]);
        }

        Assert.False(reader.TryRead());
        Assert.Equal(0, reader.TornBytes);
    }

    [Fact]
    public void CutAnywhere_GivesTheWholeEntriesAndTheTornTail()
    {
        var log = Log(2);
        var entry = log.Length / 2;
        for (var length = 0; length < log.Length; length++)
        {
            var reader = new TlogReader(log.AsMemory(0, length));
            var whole = 0;
            while (reader.TryRead())
            {
                whole++;
            }

            Assert.Equal(length / entry, whole);
            Assert.Equal(length % entry, reader.TornBytes);
        }
    }

    [Fact]
    public void RandomBytes_NeverThrow()
    {
        var random = new Random(11);
        for (var round = 0; round < 500; round++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            var reader = new TlogReader(bytes);
            while (reader.TryRead())
            {
            }

            Assert.InRange(reader.TornBytes, 0, bytes.Length);
        }
    }

    private static byte[] Log(int entries)
    {
        var encoder = new MavlinkEncoder(1, 1);
        var log = new List<byte>();
        for (var entry = 0; entry < entries; entry++)
        {
            var time = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(time, 1_700_000_000_000_000 + entry);
            log.AddRange(time);
            encoder.Heartbeat(2, false, 0);
            log.AddRange(encoder.LastFrame);
        }

        return [.. log];
    }
}

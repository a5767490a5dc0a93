using System.Buffers.Binary;
using System.IO.Ports;
using System.Text;
using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware.Autopilot;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Autopilot;
using DroneLink.Host.Simulation;
using Xunit;

namespace DroneLink.Host.Tests.Autopilot;

/// <summary>A real flight through the device's code, compared with a decoder that takes the log apart by itself.</summary>
public class VtolLogTests
{
    [Fact]
    public void EveryMessageOfTheLog_IsReadAndChecked()
    {
        var log = VtolLog.Load();
        var reader = new TlogReader(log);
        var parser = new MavlinkParser();
        var message = new MavlinkMessage();
        var count = 0;
        while (reader.TryRead())
        {
            var frame = reader.Frame.ToArray();
            parser.Feed(frame, 0, frame.Length);
            while (parser.TryRead(message))
            {
                count++;
            }
        }

        Assert.Equal(0, reader.TornBytes);
        Assert.Equal(VtolLog.Messages, count);
        Assert.Equal(0u, parser.SkippedBytes);
        Assert.Equal(0u, parser.UnknownMessages);
        Assert.Equal(1, parser.Loss.Senders);
    }

    [Fact]
    public void TheWholeFileWithItsTimestamps_IsGarbageAndFrames_AndNoFrameIsLost()
    {
        var log = VtolLog.Load();
        var parser = new MavlinkParser();
        var message = new MavlinkMessage();
        var count = 0;
        for (var at = 0; at < log.Length;)
        {
            at += parser.Feed(log, at, Math.Min(777, log.Length - at));
            while (parser.TryRead(message))
            {
                count++;
            }
        }

        parser.EndBurst();
        while (parser.TryRead(message))
        {
            count++;
        }

        Assert.Equal(VtolLog.Messages, count);
        Assert.Equal(8u * VtolLog.Messages, parser.SkippedBytes);
    }

    [Fact]
    public void PositionsAttitudesAndTexts_AreEachRecordedOnceWithTheirValues()
    {
        var log = VtolLog.Load();
        var probe = new RecordProbe();
        using var wire = SerialWire.Attach("vtol");
        using var port = new MavlinkPort(new SerialPort("vtol", 57600));
        port.Open();
        var options = new AutopilotOptions { PositionPeriodMs = 0, AttitudePeriodMs = 0, PowerPeriodMs = 0 };
        var autopilot = new AutopilotTelemetry(port, probe.Recorder, options);
        var expected = new VtolExpectations();
        var reader = new TlogReader(log);
        var first = 0L;
        while (reader.TryRead())
        {
            first = first == 0 ? reader.TimestampUs : first;
            wire.Send(reader.Frame.Span);
            expected.Add(reader.Frame.Span);
            autopilot.Step((reader.TimestampUs - first) / 1000);
            probe.Read();
        }

        autopilot.Step(((reader.TimestampUs - first) / 1000) + 2000);
        probe.Read();
        Assert.Equal(807, expected.Positions.Count);
        Assert.Equal(888, expected.Attitudes.Count);
        Assert.Equal(10, expected.Texts.Count);
        Assert.Equal(expected.Positions.Count, probe.CountOf(RecordKind.Position));
        Assert.Equal(expected.Attitudes.Count, probe.CountOf(RecordKind.Attitude));
        Assert.Equal(expected.Texts.Count, probe.CountOf(RecordKind.Text));
        Assert.Equal(796, probe.CountOf(RecordKind.Power));
        for (var index = 0; index < expected.Positions.Count; index++)
        {
            var record = probe.Find(RecordKind.Position, index);
            for (var field = 0; field < expected.Positions[index].Length; field++)
            {
                Assert.Equal(expected.Positions[index][field], probe.Get(record, field));
            }
        }

        for (var index = 0; index < expected.Attitudes.Count; index++)
        {
            var record = probe.Find(RecordKind.Attitude, index);
            for (var field = 0; field < 3; field++)
            {
                Assert.Equal(Math.Round(expected.Attitudes[index][field], MidpointRounding.AwayFromZero), probe.Get(record, field));
            }
        }

        for (var index = 0; index < expected.Texts.Count; index++)
        {
            Assert.Equal(expected.Texts[index], probe.GetText(probe.Find(RecordKind.Text, index)));
        }

        Assert.Equal(port.Parser.Loss.Lost, autopilot.LostPackets);
        Assert.Equal(0u, autopilot.DroppedTexts);
        Assert.Equal(1, autopilot.SystemId);
    }

    /// <summary>MAVLink 1 taken apart without the driver: only what the test compares.</summary>
    private sealed class VtolExpectations
    {
        public List<long[]> Positions { get; } = [];

        public List<double[]> Attitudes { get; } = [];

        public List<string> Texts { get; } = [];

        public void Add(ReadOnlySpan<byte> frame)
        {
            var payload = frame[6..^2];
            switch (frame[5])
            {
                case 33:
                    double north = BinaryPrimitives.ReadInt16LittleEndian(payload[20..]);
                    double east = BinaryPrimitives.ReadInt16LittleEndian(payload[22..]);
                    Positions.Add(
                    [
                        BinaryPrimitives.ReadInt32LittleEndian(payload[4..]),
                        BinaryPrimitives.ReadInt32LittleEndian(payload[8..]),
                        Centimetres(BinaryPrimitives.ReadInt32LittleEndian(payload[12..])),
                        Centimetres(BinaryPrimitives.ReadInt32LittleEndian(payload[16..])),
                        (long)Math.Round(Math.Sqrt((north * north) + (east * east)), MidpointRounding.AwayFromZero),
                        -BinaryPrimitives.ReadInt16LittleEndian(payload[24..]),
                        BinaryPrimitives.ReadUInt16LittleEndian(payload[26..]),
                    ]);
                    break;
                case 30:
                    Attitudes.Add([CentiDegrees(payload[4..]), CentiDegrees(payload[8..]), CentiDegrees(payload[12..])]);
                    break;
                case 253:
                    var text = payload[1..];
                    var end = text.IndexOf((byte)0);
                    Texts.Add($"{payload[0]}:{Encoding.UTF8.GetString(end < 0 ? text : text[..end])}");
                    break;
            }
        }

        private static long Centimetres(int millimetres) => (long)Math.Round(millimetres / 10m, MidpointRounding.AwayFromZero);

        private static double CentiDegrees(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadSingleLittleEndian(value) * 18000d / Math.PI;
    }
}

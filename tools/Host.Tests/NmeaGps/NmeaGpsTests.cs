using System.IO.Ports;
using DroneLink.Drivers.NmeaGps;
using DroneLink.Host.Models;
using Xunit;

namespace DroneLink.Host.Tests.Sensors;

public sealed class NmeaGpsTests
{
    private static readonly DateTime Start = new(2026, 11, 25, 1, 2, 3, DateTimeKind.Utc);

    [Fact]
    public void Epoch_BecomesAReading()
    {
        using var wire = SerialWire.Attach("nmea-epoch");
        using var gps = Open("nmea-epoch");
        var receiver = new NmeaGpsModel
        {
            Wire = wire,
            Latitude = -23.058333,
            Longitude = -43.6375,
            AltitudeMetres = 545.4,
            SpeedKnots = 22.4,
            CourseDegrees = 84.4,
        };
        receiver.Send(Start);

        Assert.True(gps.TryReceive(500));
        Assert.True(gps.Reading.IsGga);
        Assert.True(gps.TryReceive(500));
        Assert.False(gps.TryReceive(500));
        var reading = gps.Reading;
        Assert.True(reading.HasPosition && reading.HasAltitude && reading.HasSpeed && reading.HasCourse && reading.HasTime);
        Assert.InRange(reading.LatitudeE7, -230583332, -230583328);
        Assert.Equal(-436375000, reading.LongitudeE7);
        Assert.Equal((54540, 1152, 8440), (reading.AltitudeCm, reading.SpeedCms, reading.CourseCentiDegrees));
        Assert.Equal((1, 9, 90), (reading.FixQuality, reading.Satellites, reading.HdopCenti));
        Assert.Equal(new DateTimeOffset(Start).ToUnixTimeMilliseconds(), reading.UnixMs);
        Assert.Equal(700, reading.GetPositionAgeMs(1200));
    }

    /// <summary>Positions anywhere, written by the model and read by the driver, to what the decimals allow.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    public void Positions_AreReadToTheLastDecimal(int decimals)
    {
        var random = new Random(decimals);
        var parser = new NmeaParser();
        var receiver = new NmeaGpsModel { MinuteDecimals = decimals };
        var tolerance = (0.5 / 60 * Math.Pow(10, 7 - decimals)) + 1;
        for (var round = 0; round < 2000; round++)
        {
            receiver.Latitude = (random.NextDouble() * 180) - 90;
            receiver.Longitude = (random.NextDouble() * 360) - 180;
            receiver.AltitudeMetres = Math.Round((random.NextDouble() * 9000) - 400, 1);
            receiver.SpeedKnots = Math.Round(random.NextDouble() * 150, 3);
            receiver.Send(Start.AddMilliseconds(random.NextInt64(1_000_000_000_000) / 10 * 10));

            Assert.Equal(2, Feed(parser, receiver.LastBytes));
            Assert.InRange(parser.Reading.LatitudeE7, (receiver.Latitude * 1e7) - tolerance, (receiver.Latitude * 1e7) + tolerance);
            Assert.InRange(parser.Reading.LongitudeE7, (receiver.Longitude * 1e7) - tolerance, (receiver.Longitude * 1e7) + tolerance);
            Assert.Equal((int)Math.Round(receiver.AltitudeMetres * 100), parser.Reading.AltitudeCm);
            Assert.InRange(parser.Reading.SpeedCms, (receiver.SpeedKnots * 51.4444) - 0.6, (receiver.SpeedKnots * 51.4444) + 0.6);
        }
    }

    [Fact]
    public void Time_IsThatOfDesktopDotNet()
    {
        var random = new Random(2);
        var parser = new NmeaParser();
        var receiver = new NmeaGpsModel();
        var from = new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var round = 0; round < 5000; round++)
        {
            var utc = from.AddMilliseconds(random.NextInt64((long)(new DateTime(2080, 1, 1) - new DateTime(1980, 1, 1)).TotalMilliseconds) / 10 * 10);
            receiver.Send(utc);

            Assert.Equal(2, Feed(parser, receiver.LastBytes));
            Assert.Equal(new DateTimeOffset(utc).ToUnixTimeMilliseconds(), parser.Reading.UnixMs);
        }
    }

    [Fact]
    public void LostFix_LeavesNoPosition()
    {
        using var wire = SerialWire.Attach("nmea-lost");
        using var gps = Open("nmea-lost");
        var receiver = new NmeaGpsModel { Wire = wire, Latitude = 48, Longitude = 11 };
        receiver.Send(Start);
        Receive(gps, 0);
        receiver.FixQuality = 0;
        receiver.Send(Start.AddSeconds(1));
        Receive(gps, 1000);

        var reading = gps.Reading;
        Assert.False(reading.HasPosition || reading.HasAltitude || reading.HasSpeed || reading.HasCourse || reading.HasTime || reading.HasHdop);
        Assert.Equal(-1, reading.GetPositionAgeMs(1000));
        receiver.FixQuality = 2;
        receiver.Send(Start.AddSeconds(2));
        Receive(gps, 2000);
        Assert.True(reading.HasPosition);
        Assert.Equal(480000000, reading.LatitudeE7);
    }

    [Fact]
    public void SilentReceiver_GetsOld()
    {
        using var wire = SerialWire.Attach("nmea-silent");
        using var gps = Open("nmea-silent");
        new NmeaGpsModel { Wire = wire }.Send(Start);
        Receive(gps, 0);

        Assert.False(gps.TryReceive(60000));
        Assert.Equal(60000, gps.Reading.GetPositionAgeMs(60000));
    }

    [Fact]
    public void WrongChecks_GiveNothing()
    {
        using var wire = SerialWire.Attach("nmea-check");
        using var gps = Open("nmea-check");
        new NmeaGpsModel { Wire = wire, CorruptsChecks = true }.Send(Start);

        Assert.False(gps.TryReceive(0));
        Assert.Equal(3u, gps.Parser.ChecksumErrors);
        Assert.False(gps.Reading.HasPosition);
    }

    /// <summary>The same stream, garbage and all, cut anywhere: the same readings.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Stream_ReadsTheSame_HoweverItIsCut(int seed)
    {
        var random = new Random(seed);
        var receiver = new NmeaGpsModel(seed) { GarbageBytes = 60 };
        var stream = new List<byte>();
        for (var epoch = 0; epoch < 200; epoch++)
        {
            receiver.Latitude = random.NextDouble() * 80;
            receiver.FixQuality = random.Next(6);
            receiver.CorruptsChecks = random.Next(10) == 0;
            receiver.Send(Start.AddSeconds(epoch));
            stream.AddRange(receiver.LastBytes);
        }

        var whole = ReadThroughPort([.. stream], _ => int.MaxValue, $"nmea-whole-{seed}");
        var cut = ReadThroughPort([.. stream], left => 1 + random.Next(Math.Min(left, 90)), $"nmea-cut-{seed}");
        var single = ReadThroughPort([.. stream], _ => 1, $"nmea-single-{seed}");

        Assert.InRange(whole.Count, 300, 400);
        Assert.Equal(whole, cut);
        Assert.Equal(whole, single);
    }

    /// <summary>Sentences with bytes changed, lost, doubled and put in: nothing throws, and what is read was sent.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void DamagedSentences_NeverThrow_AndAreHardlyEverTaken(int seed)
    {
        var random = new Random(seed);
        var parser = new NmeaParser();
        var receiver = new NmeaGpsModel { Latitude = 48.1173, Longitude = 11.5167, AltitudeMetres = 545.4 };
        receiver.Send(Start);
        var original = receiver.LastBytes;
        const int rounds = 5000;
        var wrong = 0;
        for (var round = 0; round < rounds; round++)
        {
            var bytes = original.ToList();
            for (var damages = 1 + random.Next(3); damages > 0; damages--)
            {
                Damage(bytes, random);
            }

            foreach (var value in bytes)
            {
                if (parser.Take(value, 0) && parser.Reading is { HasPosition: true } reading
                    && (reading.LatitudeE7 is < 481172950 or > 481173050 || reading.LongitudeE7 is < 115166950 or > 115167050))
                {
                    wrong++;
                }
            }
        }

        Assert.InRange(wrong, 0, rounds / 100); // eight bits of check let one in 256 through
        Assert.True(parser.Sentences > rounds && parser.ChecksumErrors > rounds / 10 && parser.BrokenSentences > rounds / 50);
    }

    [Fact]
    public void RandomBytes_NeverThrow()
    {
        var random = new Random(6);
        var parser = new NmeaParser();
        const string letters = "$GPGGARMC,,,,0123456789.NSEWAVM*-\r\n";
        for (var round = 0; round < 500_000; round++)
        {
            parser.Take(random.Next(8) == 0 ? (byte)random.Next(256) : (byte)letters[random.Next(letters.Length)], round);
        }

        Assert.False(parser.Reading.HasPosition);
    }

    /// <summary>Fields of random text behind a right check: they are refused or read, and nothing throws.</summary>
    [Fact]
    public void RandomFields_NeverThrow_AndStayWithinTheirUnits()
    {
        var random = new Random(9);
        var parser = new NmeaParser();
        const string letters = "0011223344556677889...-NSEWAVM";
        var taken = 0;
        for (var round = 0; round < 30000; round++)
        {
            var fields = (round % 2 == 0
                ? "GNGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,"
                : "GNRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W,A").Split(',');
            for (var changes = random.Next(4); changes > 0; changes--)
            {
                var text = Enumerable.Range(0, random.Next(12)).Select(_ => letters[random.Next(letters.Length)]);
                fields[1 + random.Next(fields.Length - 1)] = new string([.. text]);
            }

            var body = string.Join(',', fields.Take(random.Next(10) == 0 ? random.Next(fields.Length) + 1 : fields.Length));
            var check = body.Aggregate(0, (sum, letter) => sum ^ letter);
            taken += Feed(parser, System.Text.Encoding.ASCII.GetBytes($"${body}*{check:x2}"));
            var reading = parser.Reading;
            Assert.InRange(reading.LatitudeE7, -900000000, 900000000);
            Assert.InRange(reading.LongitudeE7, -1800000000, 1800000000);
            Assert.InRange(reading.CourseCentiDegrees, 0, 35999);
            Assert.InRange(reading.SpeedCms, 0, int.MaxValue);
            Assert.InRange(reading.FixQuality, 0, 9);
            Assert.InRange(reading.UnixMs, 0, 3471292800000);
        }

        Assert.Equal(30000u, parser.Sentences);
        Assert.Equal(30000u, parser.FormatErrors + (uint)taken);
        Assert.True(taken > 5000 && parser.FormatErrors > 5000, $"{taken} taken");
    }

    [Fact]
    public void FloodedLine_DoesNotHoldTheLoop()
    {
        using var wire = SerialWire.Attach("nmea-flood");
        using var gps = Open("nmea-flood");
        var receiver = new NmeaGpsModel { Wire = wire };
        receiver.Send(Start);
        var received = 0;
        while (gps.TryReceive(5))
        {
            received++;
            receiver.Send(Start);
        }

        Assert.InRange(received, 1, 60);
        Assert.True(gps.TryReceive(6));
    }

    [Fact]
    public void ClosedPort_IsAnErrorThatIsCounted()
    {
        using var gps = new NmeaGps(new SerialPort("nmea-none", 9600));

        Assert.False(gps.TryReceive(1));
        Assert.Equal(1u, gps.PortErrors);
        Assert.Throws<IOException>(gps.Open);
    }

    [Fact]
    public void SteadyReceiving_AllocatesNothing()
    {
        using var wire = SerialWire.Attach("nmea-steady");
        using var gps = Open("nmea-steady");
        var receiver = new NmeaGpsModel { GarbageBytes = 40 };
        receiver.Send(Start);
        var bytes = receiver.LastBytes;
        Run(10);
        var start = GC.GetAllocatedBytesForCurrentThread();
        var received = Run(2000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - start);
        Assert.Equal(4000, received);

        int Run(int epochs)
        {
            var count = 0;
            for (var epoch = 0; epoch < epochs; epoch++)
            {
                wire.Send(bytes);
                count += Receive(gps, epoch);
            }

            return count;
        }
    }

    private static NmeaGps Open(string name)
    {
        var gps = new NmeaGps(new SerialPort(name));
        gps.Open();
        return gps;
    }

    private static int Receive(NmeaGps gps, long nowMs)
    {
        var received = 0;
        while (gps.TryReceive(nowMs))
        {
            received++;
        }

        return received;
    }

    private static int Feed(NmeaParser parser, byte[] bytes) => bytes.Count(value => parser.Take(value, 0));

    private static List<(bool IsGga, bool HasPosition, int Latitude, int Quality, long UnixMs)> ReadThroughPort(byte[] stream, Func<int, int> next, string name)
    {
        using var wire = SerialWire.Attach(name);
        using var gps = Open(name);
        var readings = new List<(bool, bool, int, int, long)>();
        var nowMs = 0L;
        for (var at = 0; at < stream.Length; nowMs++)
        {
            var count = Math.Min(Math.Min(next(stream.Length - at), stream.Length - at), NmeaGps.ReceiveBufferBytes);
            wire.Send(stream.AsSpan(at, count));
            at += count;
            while (gps.TryReceive(nowMs))
            {
                var reading = gps.Reading;
                readings.Add((reading.IsGga, reading.HasPosition, reading.LatitudeE7, reading.FixQuality, reading.UnixMs));
            }
        }

        Assert.Equal(0, wire.LostBytes);
        return readings;
    }

    private static void Damage(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(4))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes.RemoveAt(at);
                break;
            case 2:
                bytes.Insert(at, (byte)random.Next(256));
                break;
            default:
                bytes.RemoveRange(at, Math.Min(random.Next(20), bytes.Count - at));
                break;
        }
    }
}

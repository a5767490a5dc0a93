using CsCheck;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Autopilot;
using DroneLink.Firmware.Tests.VideoLink;
using DroneLink.Firmware.VideoLink;
using Xunit;

namespace DroneLink.Host.Tests.VideoLink;

public class LinkPropertyTests
{
    private static readonly int[] Better =
    {
        VideoLinkField.RssiMean, VideoLinkField.RssiMin, VideoLinkField.Availability,
        -VideoLinkField.NoiseFloor, -VideoLinkField.LongestFade, -VideoLinkField.Interference,
    };

    private static readonly Gen<TelemetryRecord> Records =
        from mask in Gen.UInt
        from mean in Gen.Int[-12000, 0]
        from min in Gen.Int[-12000, 0]
        from floor in Gen.Int[-12000, -4000]
        from availability in Gen.Int[0, 1000]
        from fade in Gen.Int[0, 5000]
        from interference in Gen.Int[0, 100]
        select Record(mask, mean, min, floor, availability, fade, interference);

    [Fact]
    public void Health_IsInItsRange() => Records.Sample(record => Assert.InRange(LinkHealth.Score(record), 0, 100));

    [Fact]
    public void Health_NeverFallsWhenAFieldGetsBetter() =>
        Gen.Select(Records, Gen.Int[0, Better.Length - 1], Gen.Int[1, 3000]).Sample((record, which, step) =>
        {
            var field = Math.Abs(Better[which]);
            if ((record.Mask & (1u << field)) == 0)
            {
                return;
            }

            var before = LinkHealth.Score(record);
            record.Set(field, record.Get(field) + (Better[which] < 0 ? -step : step));
            Assert.True(LinkHealth.Score(record) >= before, $"field {field} better by {step}");
        });

    [Fact]
    public void Health_DependsOnEveryField()
    {
        // Monotonic is also what does not depend: each step of the way has to count somewhere.
        foreach (var field in Better)
        {
            var moved = false;
            Records.Where(record => (record.Mask & (1u << Math.Abs(field))) != 0).Sample(
                record =>
                {
                    var before = LinkHealth.Score(record);
                    record.Set(Math.Abs(field), record.Get(Math.Abs(field)) + (field < 0 ? -1000 : 1000));
                    moved |= LinkHealth.Score(record) > before;
                },
                iter: 2000);
            Assert.True(moved, $"field {Math.Abs(field)}");
        }
    }

    // What the monitor sends can be checked by whoever gets it: from the bytes of the frame, and nothing else.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Health_CanBeWorkedOutFromTheRecord(int seed)
    {
        var random = new Random(seed);
        var receiver = new FakeReceiver { FrequencyMhz = 5800 };
        var second = new FakeReceiver();
        second.Carrier(5800, -6000);
        second.Carrier(5780, -6500);
        var probe = new RecordProbe();
        var monitor = new VideoLinkMonitor(receiver, probe.Recorder, new VideoLinkOptions { TransmitterMilliwatt = 25 })
        {
            Scanner = new ChannelScanner(second, new BandSurvey(ChannelTable.ScanList()), new ScanOptions(), false),
        };
        var middle = -7000;
        for (var nowMs = 0L; nowMs < 1000000; nowMs += random.Next(100) == 0 ? random.Next(400) : 25)
        {
            middle = random.Next(400) == 0 ? random.Next(-9000, -3500) : middle;
            receiver.Power = Math.Clamp(middle + random.Next(-1500, 1500), -9000, -3000);
            receiver.IsSaturated = receiver.Power == -3000;
            receiver.FaultFlags = random.Next(2000) == 0 ? VideoLinkFlag.TuneFailed : 0;
            monitor.Step(nowMs);
            probe.Read();
        }

        var records = probe.Read();
        var healthy = 0;
        var distinct = new HashSet<long>();
        for (var index = 0; index < records; index++)
        {
            if (!probe.Has(index, VideoLinkField.Window))
            {
                continue;
            }

            var record = new TelemetryRecord().Start(RecordKind.VideoLink);
            for (var field = 0; field < TelemetryRecord.MaxFields; field++)
            {
                if (field != VideoLinkField.Health && probe.Has(index, field))
                {
                    record.Set(field, probe.Get(index, field));
                }
            }

            var health = probe.Has(index, VideoLinkField.Health) ? probe.Get(index, VideoLinkField.Health) : LinkHealth.Unknown;
            Assert.Equal(LinkHealth.Score(record), health);
            healthy += health == LinkHealth.Unknown ? 0 : 1;
            distinct.Add(health);
        }

        Assert.True(healthy > 100 && distinct.Count > 20, $"{healthy} healths, {distinct.Count} of them different");
    }

    [Fact]
    public void Curve_KeepsItsDirection() =>
        Gen.Select(Gen.Int[-4000, 4000], Gen.Int[0, 500]).Sample((at, step) =>
        {
            int[] x = [-3000, -17, 0, 500, 3000];
            Assert.True(Curve.At(x, [0, 7, 8, 80, 100], at + step) >= Curve.At(x, [0, 7, 8, 80, 100], at));
            Assert.True(Curve.At(x, [100, 99, 8, 7, -50], at + step) <= Curve.At(x, [100, 99, 8, 7, -50], at));
        });

    // Against a count of every single ms.
    [Fact]
    public void FadeMeter_CountsAsAnyoneWouldByHand() =>
        Gen.Select(Gen.Int[-8700, -8000].Array[60], Gen.Int[1, 260].Array[60], Gen.Int[10, 700]).Sample((powers, gaps, windowMs) =>
        {
            const int maxGapMs = 100;
            var meter = new FadeMeter(-8500, 300, maxGapMs);
            var times = gaps.Select((_, index) => gaps.Take(index).Sum()).ToArray();
            int fades = 0, fadeMs = 0, longest = 0, above = 0, observed = 0, length = 0;
            var isInFade = false;
            var next = 0;
            var end = times[^1] + 500;
            for (var now = 0; now <= end; now++)
            {
                if (now > 0 && now % windowMs == 0)
                {
                    meter.EndWindow(now);
                    Assert.Equal(
                        (fades, fadeMs, longest, above, observed),
                        (meter.FadeCount, meter.FadeTimeMs, meter.LongestFadeMs, meter.AboveMs, meter.ObservedMs));
                    meter.StartWindow();
                    (fades, fadeMs, longest, above, observed) = (0, 0, 0, 0, 0);
                }

                if (next < powers.Length && times[next] == now)
                {
                    meter.Add(powers[next], now);
                    if (!isInFade && powers[next] <= -8500)
                    {
                        isInFade = true;
                        length = 0;
                        fades += next > 0 ? 1 : 0;
                    }
                    else if (isInFade && powers[next] >= -8200)
                    {
                        isInFade = false;
                    }

                    next++;
                }

                if (now - times[next - 1] >= maxGapMs)
                {
                    continue;
                }

                observed++;
                above += powers[next - 1] > -8500 ? 1 : 0;
                if (isInFade)
                {
                    fadeMs++;
                    length++;
                    longest = Math.Max(longest, length);
                }
            }
        });

    // Against the straight line between two points of WGS84's ellipsoid, in space.
    [Fact]
    public void Distance_IsWithinHalfAPercent() =>
        Gen.Select(Gen.Double[-80, 80], Gen.Double[-180, 180], Gen.Double[0, 2 * Math.PI], Gen.Double[0, Math.Log(50000)], Gen.Double[0, 500])
            .Sample((latitude, longitude, direction, logMetres, height) =>
            {
                var metres = Math.Exp(logMetres);
                var north = metres * Math.Cos(direction) / 111320;
                var east = metres * Math.Sin(direction) / (111320 * Math.Cos(latitude * Math.PI / 180));
                var there = (E7(latitude + north), E7(Math.IEEERemainder(longitude + east, 360)));
                var here = (E7(latitude), E7(longitude));
                var geometry = new LinkGeometry();
                if (here == (0, 0) || there == (0, 0))
                {
                    return; // a GPS without a fix
                }

                geometry.FixReceiver(here.Item1, here.Item2);
                geometry.SetDrone(there.Item1, there.Item2, (int)(height * 100), 0);

                var expected = Math.Sqrt(Math.Pow(Chord(here, there), 2) + Math.Pow((int)(height * 100) / 100.0, 2));
                Assert.InRange(geometry.DistanceMm(0) / 1000.0, (expected * 0.995) - 0.001, (expected * 1.005) + 0.001);

                static int E7(double degrees) => (int)Math.Round(degrees * 1e7);
            });

    private static double Chord((int Latitude, int Longitude) here, (int Latitude, int Longitude) there)
    {
        var a = Place(here);
        var b = Place(there);
        return Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2) + Math.Pow(a.Z - b.Z, 2));

        static (double X, double Y, double Z) Place((int Latitude, int Longitude) at)
        {
            const double flattening = 1 / 298.257223563;
            var square = flattening * (2 - flattening);
            var latitude = at.Latitude / 1e7 * Math.PI / 180;
            var longitude = at.Longitude / 1e7 * Math.PI / 180;
            var radius = 6378137 / Math.Sqrt(1 - (square * Math.Pow(Math.Sin(latitude), 2)));
            return (
                radius * Math.Cos(latitude) * Math.Cos(longitude),
                radius * Math.Cos(latitude) * Math.Sin(longitude),
                radius * (1 - square) * Math.Sin(latitude));
        }
    }

    private static TelemetryRecord Record(uint mask, int mean, int min, int floor, int availability, int fade, int interference)
    {
        var record = new TelemetryRecord().Start(RecordKind.VideoLink);
        record.Set(VideoLinkField.RssiMean, mean);
        SetIf(0, VideoLinkField.RssiMin, min);
        SetIf(1, VideoLinkField.NoiseFloor, floor);
        SetIf(2, VideoLinkField.Availability, availability);
        SetIf(3, VideoLinkField.LongestFade, fade);
        SetIf(4, VideoLinkField.Interference, interference);
        return record;

        void SetIf(int bit, int field, int value)
        {
            if ((mask & (1u << bit)) != 0)
            {
                record.Set(field, value);
            }
        }
    }
}

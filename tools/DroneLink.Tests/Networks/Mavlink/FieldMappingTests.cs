using DroneLink.CloudSdk.Wire;
using DroneLink.Drivers.Mavlink;

namespace DroneLink.Tool.Tests.Networks.Mavlink;

/// <summary>Each field of a record in its field of a message, in the message's unit; what is not known as MAVLink's unknown.</summary>
public sealed class FieldMappingTests : IDisposable
{
    private readonly FleetBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Heartbeat_IsAQuadrotorsOfComponent1_ArmedByNobody()
    {
        _bench.Show(RecordKind.Environment);

        var message = Assert.Single(_bench.Of(0));
        var reading = new HeartbeatReading();
        Assert.True(reading.TryRead(message));
        Assert.Equal((1, 1), (message.SystemId, message.ComponentId));
        Assert.Equal((2, 0, 0, 0), (reading.Type, reading.Autopilot, reading.BaseMode, reading.SystemStatus));
    }

    [Fact]
    public void Position_WithAllFields()
    {
        _bench.Show(
            RecordKind.Position, (0, -353629847), (1, 1491652374), (2, 63500), (3, 4520), (4, 1101), (5, -120), (6, 8379), (7, 3), (8, 14), (9, 92));

        var global = new GlobalPositionIntReading();
        Assert.True(global.TryRead(Assert.Single(_bench.Of(33))));
        Assert.Equal((-353629847, 1491652374, 635000, 45200), (global.LatitudeE7, global.LongitudeE7, global.AltitudeMm, global.RelativeAltitudeMm));
        Assert.Equal((short.MaxValue, short.MaxValue, 120, 8379), (global.NorthCms, global.EastCms, global.DownCms, global.HeadingCentiDegrees));

        var message = Assert.Single(_bench.Of(24));
        var gps = new GpsRawIntReading();
        Assert.True(gps.TryRead(message));
        Assert.Equal(1_763_980_000_000_000ul, message.GetUInt64(0));
        Assert.Equal((3, -353629847, 1491652374, 635000), (gps.FixType, gps.LatitudeE7, gps.LongitudeE7, gps.AltitudeMm));
        Assert.Equal((92, 1101, 14, false), (gps.HdopCenti, gps.SpeedCms, gps.Satellites, gps.HasCourse));
        Assert.Equal(ushort.MaxValue, message.GetUInt16(22));

        var hud = new VfrHudReading();
        Assert.True(hud.TryRead(Assert.Single(_bench.Of(74))));
        Assert.Equal((1101, 63500, -120, 83, false), (hud.GroundSpeedCms, hud.AltitudeCm, hud.ClimbCms, hud.HeadingDegrees, hud.HasAirspeed));
        Assert.Equal(ushort.MaxValue, hud.ThrottlePercent);
    }

    [Fact]
    public void Position_WithoutRelativeAltitude_IsGpsRawIntAlone()
    {
        _bench.Show(RecordKind.Position, (0, -353629847), (1, 1491652374), (2, 63500), (4, 0));

        Assert.Empty(_bench.Of(33));
        var gps = new GpsRawIntReading();
        Assert.True(gps.TryRead(Assert.Single(_bench.Of(24))));
        Assert.Equal((3, 635000, false, false), (gps.FixType, gps.AltitudeMm, gps.HasHdop, gps.HasSatellites));
    }

    [Theory]
    [InlineData(false, false, 3, 1)]
    [InlineData(true, false, 6, 2)]
    [InlineData(true, true, 6, 6)]
    [InlineData(true, true, 0, 0)]
    [InlineData(true, true, 99, 3)]
    public void Fix_IsNoBetterThanWhatIsKnown(bool hasPlace, bool hasAltitude, int recorded, int shown)
    {
        List<(int, long)> fields = [(7, recorded)];
        if (hasPlace) fields.AddRange([(0, 1), (1, 2)]);
        if (hasAltitude) fields.Add((2, 3));
        _bench.Show(RecordKind.Position, [.. fields]);

        Assert.Equal(shown, Assert.Single(_bench.Of(24)).GetByte(28));
    }

    [Fact]
    public void StandingStill_IsKnownInEveryDirection()
    {
        _bench.Show(RecordKind.Position, (0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (5, 0));

        var global = new GlobalPositionIntReading();
        Assert.True(global.TryRead(Assert.Single(_bench.Of(33))));
        Assert.Equal((0, 0, 0, false), (global.NorthCms, global.EastCms, global.DownCms, global.HasHeading));
    }

    [Fact]
    public void Attitude_IsInRadians_AndWhatIsNotKnownNoNumber()
    {
        _bench.Show(RecordKind.Attitude, (0, -1800), (2, 9000));

        var message = Assert.Single(_bench.Of(30));
        Assert.Equal(-Math.PI / 10, message.GetSingle(4), 1e-6);
        Assert.True(float.IsNaN(message.GetSingle(8)));
        Assert.Equal(Math.PI / 2, message.GetSingle(12), 1e-6);
        Assert.All([16, 20, 24], at => Assert.True(float.IsNaN(message.GetSingle(at))));
    }

    [Fact]
    public void Power_WithAllFields()
    {
        _bench.Show(RecordKind.Power, (0, 15800), (1, 12346), (2, 71), (3, 1450));

        var status = new SysStatusReading();
        Assert.True(status.TryRead(Assert.Single(_bench.Of(1))));
        Assert.Equal((15800, 1235, 71), (status.VoltageMv, status.CurrentCentiAmps, status.RemainingPercent));
        var battery = new BatteryStatusReading();
        Assert.True(battery.TryRead(Assert.Single(_bench.Of(147))));
        Assert.Equal((15800, 1235, 71, 1450, false), (battery.VoltageMv, battery.CurrentCentiAmps, battery.RemainingPercent, battery.ConsumedMah, battery.HasTemperature));
    }

    [Fact]
    public void Power_WithoutFields_IsUnknownAndNotEmpty()
    {
        _bench.Show(RecordKind.Power);

        var status = new SysStatusReading();
        Assert.True(status.TryRead(Assert.Single(_bench.Of(1))));
        Assert.Equal((false, false, false), (status.HasVoltage, status.HasCurrent, status.HasRemaining));
        var battery = new BatteryStatusReading();
        Assert.True(battery.TryRead(Assert.Single(_bench.Of(147))));
        Assert.Equal((false, false, false, false), (battery.HasVoltage, battery.HasCurrent, battery.HasRemaining, battery.HasConsumed));
        Assert.Equal(-1, Assert.Single(_bench.Of(147)).GetInt32(4));
    }

    [Fact]
    public void Power_Over65Volts_GoesOnInTheNextCell()
    {
        _bench.Show(RecordKind.Power, (0, 70000));

        Assert.Equal(ushort.MaxValue, Assert.Single(_bench.Of(1)).GetUInt16(14));
        var battery = Assert.Single(_bench.Of(147));
        Assert.Equal((65534, 4466, ushort.MaxValue), (battery.GetUInt16(10), battery.GetUInt16(12), battery.GetUInt16(14)));
    }

    [Theory]
    [InlineData(-8049, -80)]
    [InlineData(-8050, -81)]
    [InlineData(-12700, -127)]
    [InlineData(-20000, -128)]
    [InlineData(-60, -2)]
    [InlineData(0, 0)]
    public void RadioStatus_IsSignedDbm_AndMinusOneIsNotUnknown(long centiDbm, int dbm)
    {
        _bench.Show(RecordKind.VideoLink, (1, centiDbm), (5, -9950));

        var message = Assert.Single(_bench.Of(109));
        Assert.Equal((1, 68), (message.SystemId, message.ComponentId));
        Assert.Equal((dbm, -100), (message.GetSByte(4), message.GetSByte(7)));
        Assert.Equal((255, 255, 255), (message.GetByte(5), message.GetByte(6), message.GetByte(8)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void RadioStatus_OfASpoiltWindow_IsUnknown(long flags)
    {
        _bench.Show(RecordKind.VideoLink, (1, -8000), (5, -9900), (14, flags));

        var message = Assert.Single(_bench.Of(109));
        Assert.Equal((255, 255), (message.GetByte(4), message.GetByte(7)));
    }

    [Fact]
    public void RadioStatus_HasTheDronesWifi_UntilItIsOld()
    {
        _bench.Show(RecordKind.System, (1, -61));
        _bench.Run(TimeSpan.FromSeconds(1));
        _bench.Show(RecordKind.VideoLink, (1, -8000));
        _bench.Run(TimeSpan.FromSeconds(31));
        _bench.Show(RecordKind.VideoLink, (1, -8000));

        Assert.Equal([(-1, -61), (-80, -61), (-80, -1)], _bench.Of(109).Select(m => (m.GetSByte(4), m.GetSByte(5))));
    }

    [Fact]
    public void TimeOfBoot_IsTheDevicesOnceItSaysIt()
    {
        _bench.Show(RecordKind.Attitude, (0, 1));
        _bench.Run(TimeSpan.FromSeconds(1));
        _bench.Show(RecordKind.System, (7, 120));
        _bench.Run(TimeSpan.FromSeconds(1));
        _bench.Show(RecordKind.Attitude, (0, 1));

        Assert.Equal([0u, 121_050u], _bench.Of(30).Select(m => m.GetUInt32(0)));
    }
}

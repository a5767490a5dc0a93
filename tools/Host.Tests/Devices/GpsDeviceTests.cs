using DroneLink.Firmware.Telemetry;
using DroneLink.Host.Simulation;
using Xunit;
using RecordKind = DroneLink.CloudSdk.Wire.RecordKind;

namespace DroneLink.Host.Tests.Devices;

/// <summary>A drone without MAVLink: its own GPS tells where it is.</summary>
public sealed class GpsDeviceTests
{
    [Fact]
    public void Positions_AreRecordedOnceASecond_AndAreTheFlights()
    {
        var flight = new FlightOptions { Seed = 3, GroundSeconds = 5 };
        using var bench = new WorldBench("\"gps\":{}", flight);
        bench.Run(60);
        var latitude = bench.World.Flight.Latitude;
        var speed = bench.World.Flight.GroundSpeed;
        bench.Drain();

        var positions = bench.OfKind(RecordKind.Position);
        Assert.InRange(positions.Count, 55, 64);
        var then = positions.Last(record => record.TimeMs <= flight.StartUtcMs + 60_000);
        Assert.InRange(WorldBench.Field(then, PositionField.Latitude), (latitude * 1e7) - 2000, (latitude * 1e7) + 2000);
        Assert.InRange(WorldBench.Field(then, PositionField.GroundSpeed), (speed * 100) - 200, (speed * 100) + 200);
        Assert.Equal(3, WorldBench.Field(then, PositionField.FixType));
        Assert.InRange(WorldBench.Field(then, PositionField.AltitudeMsl), 59000, 72000);
        Assert.False(then.TryGet(PositionField.AltitudeRelative, out _)); // nobody said where home is
    }

    [Fact]
    public void Transmitter_CountsAsFlying_SinceNothingTells()
    {
        using var bench = new WorldBench("\"gps\":{},\"transmitter\":{\"switchPin\":27}", new FlightOptions { Seed = 3, GroundSeconds = 1000 });
        bench.Run(10);
        Assert.Equal(600, bench.World.RadiatedMilliwatt);
    }

    [Fact]
    public void Air_IsRecorded()
    {
        using var bench = new WorldBench("\"environment\":{\"sensor\":\"bmp280\"}", new FlightOptions { Seed = 3 });
        bench.Run(25);
        bench.Drain();

        var air = bench.OfKind(RecordKind.Environment);
        Assert.Equal(3, air.Count);
        Assert.InRange(WorldBench.Field(air[0], EnvironmentField.Temperature), 2590, 2605);
        Assert.InRange(WorldBench.Field(air[0], EnvironmentField.Pressure), 94300, 94600); // 590 m
        Assert.False(air[0].TryGet(EnvironmentField.Humidity, out _));
    }
}

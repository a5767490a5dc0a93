using System.IO.Ports;
using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware.Autopilot;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Autopilot;
using DroneLink.Host.Simulation;
using Xunit;

namespace DroneLink.Host.Tests.Simulation;

public class FlightSimulatorTests
{
    [Fact]
    public void TwoFlights_StayWithinWhatAMultirotorCanDo()
    {
        var flight = new FlightSimulator(new FlightOptions { Seed = 3 });
        var phases = new HashSet<FlightPhase>();
        var furthest = 0.0;
        var nowMs = 0L;
        while (flight.FlightsCompleted < 2)
        {
            nowMs += 100;
            Assert.True(nowMs < 3_600_000, $"not home after an hour: {flight.Phase} at {flight.Distance:0} m");
            flight.Step(nowMs);
            phases.Add(flight.Phase);
            furthest = Math.Max(furthest, flight.Distance);
            Assert.InRange(flight.GroundSpeed, 0, 15);
            Assert.InRange(flight.Up, 0, 120);
            Assert.InRange(Math.Abs(flight.Roll), 0, 0.5);
            Assert.InRange(Math.Abs(flight.Pitch), 0, 0.5);
            Assert.InRange(flight.Battery.Volts, 13, 16.8);
            Assert.InRange(flight.Battery.Charge, 0.05, 1);
            Assert.Equal(flight.Phase != FlightPhase.Waiting, flight.IsArmed);
        }

        Assert.Equal(Enum.GetValues<FlightPhase>().Length, phases.Count);
        Assert.InRange(furthest, 80, 600);
        Assert.InRange(flight.Battery.ConsumedMah, 0, 1); // a new one
        Assert.InRange(flight.Distance, 0, 8);
    }

    [Fact]
    public void SameSeed_SameBytes_HoweverItIsStepped()
    {
        Assert.Equal(Record(1, 20), Record(1, 500));
        Assert.NotEqual(Record(1, 20), Record(2, 20));
    }

    [Fact]
    public void ManyDronesOfOneHome_FlyApart()
    {
        var drones = Enumerable.Range(1, 8).Select(seed => new FlightSimulator(new FlightOptions { Seed = seed })).ToArray();
        var closest = double.MaxValue;
        for (var nowMs = 60_000L; nowMs < 240_000; nowMs += 1000)
        {
            foreach (var drone in drones)
            {
                drone.Step(nowMs);
            }

            foreach (var (a, b) in drones.SelectMany(a => drones.Where(b => b != a).Select(b => (a, b))))
            {
                closest = Math.Min(closest, Math.Max(Math.Abs(a.North - b.North), Math.Max(Math.Abs(a.East - b.East), Math.Abs(a.Up - b.Up))));
            }
        }

        Assert.True(closest > 0.5, $"two drones were {closest:0.0} m apart");
    }

    [Fact]
    public void WhatItSends_IsItsTrueState()
    {
        using var wire = SerialWire.Attach("flight-truth");
        using var port = new MavlinkPort(new SerialPort("flight-truth", 57600));
        port.Open();
        var probe = new RecordProbe();
        var autopilot = new AutopilotTelemetry(port, probe.Recorder, new AutopilotOptions());
        var options = new FlightOptions { Seed = 5, SystemId = 9 };
        var flight = new FlightSimulator(options) { Wire = wire };
        for (var nowMs = 0L; nowMs <= 120_000; nowMs += 20)
        {
            flight.Step(nowMs);
            autopilot.Step(nowMs);
            Assert.Equal(nowMs % 1000 == 0, autopilot.TryTakeUtc(out var utcMs));
            Assert.True(nowMs % 1000 != 0 || utcMs == options.StartUtcMs + nowMs);
        }

        probe.Read();
        var last = probe.Find(RecordKind.Position, probe.CountOf(RecordKind.Position) - 1);
        Assert.InRange(probe.CountOf(RecordKind.Position), 119, 122);
        Assert.InRange(probe.CountOf(RecordKind.Power), 24, 26);
        Assert.Equal(9, autopilot.SystemId);
        Assert.True(autopilot.IsConnected);
        Assert.Equal(0u, autopilot.LostPackets);
        Assert.InRange(probe.Get(last, PositionField.Latitude) / 1e7, flight.Latitude - 2e-4, flight.Latitude + 2e-4);
        Assert.InRange(probe.Get(last, PositionField.AltitudeRelative) / 100.0, flight.Up - 4, flight.Up + 4);
        Assert.Equal("6:Arming motors", probe.GetText(probe.Find(RecordKind.Text, 0)));
        Assert.Equal(3, probe.Get(last, PositionField.FixType));
    }

    private static byte[] Record(int seed, int stepMs)
    {
        var name = $"flight-{seed}-{stepMs}-{Guid.NewGuid()}";
        using var wire = SerialWire.Attach(name);
        using var port = new SerialPort(name) { ReadBufferSize = 1 << 20 };
        port.Open();
        var flight = new FlightSimulator(new FlightOptions { Seed = seed }) { Wire = wire };
        for (var nowMs = 0; nowMs <= 60_000; nowMs += stepMs)
        {
            flight.Step(nowMs);
        }

        var bytes = new byte[port.BytesToRead];
        port.Read(bytes, 0, bytes.Length);
        return bytes;
    }
}

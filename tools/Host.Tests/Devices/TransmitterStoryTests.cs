using DroneLink.Firmware.Safety;
using DroneLink.Firmware.Telemetry;
using DroneLink.Host.Simulation;
using Xunit;
using RecordKind = DroneLink.CloudSdk.Wire.RecordKind;

namespace DroneLink.Host.Tests.Devices;

/// <summary>A drone with a transmitter, from its boot on: what its firmware makes the transmitter do, seen from the world's side.</summary>
public sealed class TransmitterStoryTests
{
    private const string Tramp = """
        "autopilot":{},"transmitter":{"control":"tramp","switchPin":27,"frequencyMHz":5806,"supply":{"sensor":"ina226"}}
        """;

    private const string SmartAudio = """
        "autopilot":{},"transmitter":{"control":"smartAudio","switchPin":27,"frequencyMHz":5806,"supply":{"sensor":"ina219"},"temperature":{"sensor":"ntc","adcChannel":3}}
        """;

    private const string SwitchOnly = """
        "autopilot":{},"transmitter":{"switchPin":27,"switchActiveLow":true,"supply":{"sensor":"ina226"},"temperature":{"sensor":"ds18b20"}}
        """;

    [Theory]
    [InlineData(Tramp, 25, 600)]
    [InlineData(SmartAudio, 25, 400)]
    public void Power_IsOffAtBoot_LowOnTheGround_FullInFlight(string parts, double lowMw, double fullMw)
    {
        using var bench = new WorldBench(parts, new FlightOptions { Seed = 3, GroundSeconds = 20 });
        bench.Run(2);
        Assert.Equal(0, bench.World.RadiatedMilliwatt);
        bench.Run(15);
        Assert.InRange(bench.World.RadiatedMilliwatt, lowMw * 0.9, lowMw * 1.1);
        bench.Run(15);
        Assert.InRange(bench.World.RadiatedMilliwatt, fullMw * 0.9, 650);
        Assert.Equal(5806, bench.World.Band.OwnMhz);
        Assert.True(bench.Application.Transmitter.IsConfirmed);
        bench.Drain();
        Assert.Equal(
            [(EventCode.TransmitterState, TransmitterState.Off, SafetyReason.Boot), (EventCode.TransmitterState, TransmitterState.Throttled, SafetyReason.Disarmed), (EventCode.TransmitterState, TransmitterState.On, SafetyReason.Armed)],
            bench.Events);
        Assert.Contains(bench.Texts, text => text.StartsWith("Keep 25 cm from the transmitting antenna", StringComparison.Ordinal));
    }

    [Fact]
    public void SwitchAlone_IsOffUntilArmed()
    {
        using var bench = new WorldBench(SwitchOnly, new FlightOptions { Seed = 3, GroundSeconds = 20 });
        bench.Run(18);
        Assert.Equal(0, bench.World.RadiatedMilliwatt);
        bench.Run(10);
        Assert.Equal(600, bench.World.RadiatedMilliwatt);
        Assert.True(bench.Application.Transmitter.IsConfirmed);
    }

    [Fact]
    public void BenchWithoutAir_AtFullPower_IsThrottledAndCutBeforeItBurns()
    {
        var full = SmartAudio.Replace("\"switchPin\":27", "\"switchPin\":27,\"ground\":\"full\",\"deadManMs\":0", StringComparison.Ordinal);
        using var bench = new WorldBench(full, new FlightOptions { Seed = 3, GroundSeconds = 3600 });
        var hottest = 0.0;
        bench.Run(1800, () => hottest = Math.Max(hottest, bench.World.TransmitterCelsius));

        Assert.InRange(hottest, 80, 92);
        Assert.Contains(bench.Events, told => told is { Code: EventCode.TransmitterHot, Value2: (int)ThermalLevel.Throttle });
        Assert.Contains(bench.Events, told => told is { Code: EventCode.TransmitterState, Value: TransmitterState.Pit, Value2: SafetyReason.Heat });
        var changes = bench.Events.Count(told => told.Code == EventCode.TransmitterState);
        Assert.InRange(changes, 4, 40); // it cycles by the hold times and does not flap
    }

    [Fact]
    public void Forgotten_GoesOff()
    {
        using var bench = new WorldBench(Tramp, new FlightOptions { Seed = 3, GroundSeconds = 3600 });
        bench.Run(590);
        Assert.True(bench.World.RadiatedMilliwatt > 0);
        bench.Run(15);
        Assert.Equal(0, bench.World.RadiatedMilliwatt);
    }

    [Fact]
    public void Record_HasTheTransmittersTemperatureSupplyAndState()
    {
        using var bench = new WorldBench(Tramp, new FlightOptions { Seed = 3, GroundSeconds = 5 });
        bench.Run(60);
        bench.Drain();

        var last = bench.OfKind(RecordKind.Transmitter)[^1];
        Assert.Equal(TransmitterState.On, WorldBench.Field(last, TransmitterField.State));
        Assert.InRange(WorldBench.Field(last, TransmitterField.Temperature), 2600, 6000);
        Assert.InRange(WorldBench.Field(last, TransmitterField.Supply), 11990, 12010);
        Assert.InRange(WorldBench.Field(last, TransmitterField.Current), 300, 340);
    }

    /// <summary>A TLS handshake stops the loop for seconds, again and again; the transmitter is none the wiser.</summary>
    [Theory]
    [InlineData(Tramp, false)]
    [InlineData(SmartAudio, false)]
    [InlineData(SwitchOnly, false)]
    [InlineData(Tramp, true)]
    [InlineData(SmartAudio, true)]
    [InlineData(SwitchOnly, true)]
    public void LoopThatStandsStill_ChangesNothing_AndAccusesNobody(string parts, bool isInFlight)
    {
        using var bench = new WorldBench(parts, new FlightOptions { Seed = 3, GroundSeconds = isInFlight ? 5 : 1e6 });
        bench.Run(20);
        var radiated = bench.World.RadiatedMilliwatt;
        var told = bench.Events.Count();
        for (var gap = 0; gap < 30; gap++)
        {
            bench.Gap(2500 + (gap * 137));
            bench.Run(1.1 + (gap * 0.17));
            Assert.Equal(radiated, bench.World.RadiatedMilliwatt);
        }

        bench.Drain();
        Assert.DoesNotContain(bench.Events.Skip(told), one => one.Code is not EventCode.AutopilotLost);
    }

    [Fact]
    public void AutopilotThatFallsSilentOnTheGround_IsNotTheDeadMan()
    {
        using var bench = new WorldBench(Tramp, new FlightOptions { Seed = 3, GroundSeconds = 60 });
        bench.Run(30);
        bench.World.Flight.Wire = null;
        bench.Run(900);
        Assert.True(bench.World.Flight.IsArmed);
        Assert.Equal(25, bench.World.RadiatedMilliwatt);
    }
}

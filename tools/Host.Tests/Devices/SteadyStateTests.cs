using System.Device.Adc;
using System.IO.Ports;
using DroneLink.Drivers.Mavlink;
using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Uplink;
using DroneLink.Host.Board;
using DroneLink.Host.Simulation;
using DroneLink.Host.Twins;
using Xunit;

namespace DroneLink.Host.Tests.Devices;

/// <summary>
/// The whole device allocates not one byte in steady use. A flight under the virtual clock is the same each time: what the device allocates it
/// allocates in each. The runtime, on whatever thread is running, allocates for itself at a time of its own and once in a process (1,048 bytes are
/// the first block of its table of interned strings). So a flight that was not free is flown once more, and that one has to be.
/// </summary>
public sealed class SteadyStateTests
{
    private const int StepMs = 10;
    private const int WarmUpMs = 60000;
    private const int MeasuredMs = 120000;

    private const string Configuration = """
        {"deviceId":"bench","key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
         "mqtt":{"host":"none","tls":false},"uplink":{"firstTryMs":0},
         "autopilot":{"positionMs":0,"attitudeMs":0,"powerMs":0},"videoLink":{}}
        """;

    private const string EveryPartConfiguration = """
        {"deviceId":"bench","key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f","role":"bench",
         "mqtt":{"host":"none","tls":false},"uplink":{"firstTryMs":0},"autopilot":{},"environment":{"sensor":"bmp280"},
         "transmitter":{"control":"tramp","switchPin":27,"readBackPin":36,"frequencyMHz":5806,"supply":{"sensor":"ina226"}},
         "videoLink":{"frequencyMHz":5806,"dataPin":18,"selectPin":5,"clockPin":19,"transmitterMw":600,"calibrateButtonPin":4},
         "receiver":{"idleMs":30000,"temperature":{"sensor":"ntc","adcChannel":3},"supply":{"sensor":"ina219","address":65}},
         "scanner":{"adcChannel":7,"dataPin":13,"selectPin":14,"clockPin":15},"place":{"latitude":-22.8219,"longitude":-47.0647}}
        """;

    /// <summary>
    /// Two minutes of flight, every message recorded, sealed, sent and acknowledged: from the bytes of the UART to the broker's PUBACK the
    /// whole device allocates not one byte.
    /// </summary>
    [Fact]
    public void AFlightThatIsAcknowledgedAllocatesNothing() => AssertAllocatesNothing(FlyAcknowledged);

    /// <summary>The same for every part at once: both ends of a link on one device, with a scanner and all sensors.</summary>
    [Fact]
    public void EveryPart_AllocatesNothing() => AssertAllocatesNothing(FlyWithEveryPart);

    [Fact]
    public void WhatIsAllocatedOnceInALongWhile_IsNotTakenForTheRuntimes()
    {
        var kept = new byte[1][];
        long Fly() => Measure(_ => { }, now => kept[0] = now == WarmUpMs + (MeasuredMs / 2) ? new byte[1] : kept[0]);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertAllocatesNothing(Fly));
    }

    private static void AssertAllocatesNothing(Func<long> fly)
    {
        var allocated = fly();
        Assert.Equal(0, allocated == 0 ? 0 : fly());
    }

    private static long FlyAcknowledged()
    {
        using var wire = SerialWire.Attach("steady-state");
        using var port = new MavlinkPort(new SerialPort("steady-state"));
        port.Open();
        var flight = new FlightSimulator(new FlightOptions { Seed = 4 }) { Wire = wire };
        var configuration = Twin.ParseConfiguration(Configuration, "test");
        var events = new LinkEventQueue();
        var board = new AcknowledgingBoard(events, 1_800_000_000_000);
        using var rssi = new RssiPin(new AdcController(_ => 1000).OpenChannel(6), configuration.Rssi);
        var device = new OpenedDevice(configuration, new MemorySegmentStore(), board, events, new DeviceParts { Autopilot = port, Rssi = rssi }, 1).Device;
        device.Start(0);

        uint recorded = 0;
        var published = 0;
        var allocated = Measure(
            now =>
            {
                flight.Step(now);
                if (now == WarmUpMs) (recorded, published) = (device.RecordedRecords, board.Published);
            },
            device.Step);
        Assert.True(device.RecordedRecords - recorded > 1000, $"only {device.RecordedRecords - recorded} records were taken");
        Assert.True(board.Published - published > 90, $"only {board.Published - published} frames were sent");
        Assert.Equal(0, device.Ring.WaitingFrames);
        return allocated;
    }

    private static long FlyWithEveryPart()
    {
        var configuration = Twin.ParseConfiguration(EveryPartConfiguration, "test");
        using var world = new TwinWorld(configuration, new FlightOptions { Seed = 4 }, headStartMs: 0);
        using var parts = DeviceParts.Open(configuration, world);
        var events = new LinkEventQueue();
        var opened = new OpenedDevice(configuration, new MemorySegmentStore(), new AcknowledgingBoard(events, 1_800_000_000_000), events, parts, 1);
        var device = opened.Device;
        device.Start(0);

        var allocated = Measure(world.Step, device.Step);
        Assert.Equal(DroneLink.Firmware.Telemetry.TransmitterState.On, opened.Application.Transmitter.State);
        Assert.Equal(DroneLink.Firmware.VideoLink.LinkCondition.Good, opened.Application.Receiver.Monitor.Condition);
        Assert.True(device.RecordedRecords > 600, $"only {device.RecordedRecords} records were taken");
        return allocated;
    }

    // Bytes that the device's steps allocate once it is warm.
    private static long Measure(Action<long> stepWorld, Action<long> stepDevice)
    {
        long allocated = 0;
        for (long now = 0; now < WarmUpMs + MeasuredMs; now += StepMs)
        {
            stepWorld(now);
            var before = GC.GetAllocatedBytesForCurrentThread();
            stepDevice(now);
            allocated = now < WarmUpMs ? 0 : allocated + GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return allocated;
    }
}

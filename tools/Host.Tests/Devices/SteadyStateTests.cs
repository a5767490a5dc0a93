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
    public void AFlightThatIsAcknowledgedAllocatesNothing()
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

        long now = 0;
        for (; now < WarmUpMs; now += StepMs)
        {
            flight.Step(now);
            device.Step(now);
        }

        var recorded = device.RecordedRecords;
        var published = board.Published;
        long allocated = 0;
        for (; now < WarmUpMs + MeasuredMs; now += StepMs)
        {
            flight.Step(now);
            var before = GC.GetAllocatedBytesForCurrentThread();
            device.Step(now);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.True(device.RecordedRecords - recorded > 1000, $"only {device.RecordedRecords - recorded} records were taken");
        Assert.True(board.Published - published > 90, $"only {board.Published - published} frames were sent");
        Assert.Equal(0, device.Ring.WaitingFrames);
        Assert.Equal(0, allocated);
    }

    /// <summary>The same for every part at once: both ends of a link on one device, with a scanner and all sensors.</summary>
    [Fact]
    public void EveryPart_AllocatesNothing()
    {
        var configuration = Twin.ParseConfiguration(EveryPartConfiguration, "test");
        using var world = new TwinWorld(configuration, new FlightOptions { Seed = 4 }, headStartMs: 0);
        using var parts = DeviceParts.Open(configuration, world);
        var events = new LinkEventQueue();
        var opened = new OpenedDevice(configuration, new MemorySegmentStore(), new AcknowledgingBoard(events, 1_800_000_000_000), events, parts, 1);
        var device = opened.Device;
        device.Start(0);

        long now = 0;
        long allocated = 0;
        for (; now < WarmUpMs + MeasuredMs; now += StepMs)
        {
            world.Step(now);
            var before = GC.GetAllocatedBytesForCurrentThread();
            device.Step(now);
            allocated = now < WarmUpMs ? 0 : allocated + GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(DroneLink.Firmware.Telemetry.TransmitterState.On, opened.Application.Transmitter.State);
        Assert.Equal(DroneLink.Firmware.VideoLink.LinkCondition.Good, opened.Application.Receiver.Monitor.Condition);
        Assert.True(device.RecordedRecords > 600, $"only {device.RecordedRecords} records were taken");
        Assert.Equal(0, allocated);
    }
}

using System.Device.Adc;
using System.IO.Ports;
using DroneLink.Drivers.Mavlink;
using DroneLink.Drivers.Rx5808;
using DroneLink.Firmware;
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
        var device = new Device(configuration, new MemorySegmentStore(), board, events, new HostSystemProbe(), new DeviceParts { Autopilot = port, Rssi = rssi }, 1);
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
}

using System.IO.Ports;
using DroneLink.Host.Simulation;

namespace DroneLink.Bench.Samples;

/// <summary>What the autopilot of a simulated flight sent over its serial port in five minutes, back to back.</summary>
internal static class RecordedFlight
{
    private const int Minutes = 5;
    private const int StepMs = 20;

    /// <summary>The MAVLink 2 frames.</summary>
    public static byte[] Bytes { get; } = Record();

    /// <summary>How many they are.</summary>
    public static long Frames { get; private set; }

    private static byte[] Record()
    {
        using var wire = SerialWire.Attach("recorded-flight");
        using var port = new SerialPort(wire.PortName) { ReadBufferSize = 4096 };
        port.Open();
        var flight = new FlightSimulator(new FlightOptions { Seed = 1 }) { Wire = wire };
        var chunk = new byte[port.ReadBufferSize];
        using var bytes = new MemoryStream();
        for (var now = 0; now < Minutes * 60_000; now += StepMs)
        {
            flight.Step(now);
            bytes.Write(chunk, 0, port.Read(chunk, 0, chunk.Length));
        }

        Frames = flight.FramesSent;
        return wire.LostBytes == 0 ? bytes.ToArray() : throw new InvalidOperationException("the flight was not recorded whole");
    }
}

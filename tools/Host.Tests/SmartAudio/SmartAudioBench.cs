using System.IO.Ports;
using DroneLink.Drivers.SmartAudio;
using DroneLink.Host.Models;

namespace DroneLink.Host.Tests.SmartAudio;

/// <summary>A driver and a transmitter's model at the ends of a wire, in virtual time.</summary>
public sealed class SmartAudioBench : IDisposable
{
    private readonly SerialWire _wire;

    public SmartAudioBench(SmartAudioVersion version, SmartAudioOptions options = null)
    {
        _wire = SerialWire.Attach($"smartaudio-{Guid.NewGuid():N}");
        Port = new SerialPort(_wire.PortName, SmartAudioTransmitter.BaudRate, Parity.None, 8, StopBits.Two);
        Driver = new SmartAudioTransmitter(Port, options ?? new SmartAudioOptions());
        Driver.Open();
        Model = new SmartAudioModel(_wire, version);
        Model.Ordered = (command, value) => Orders.Add((command, value));
    }

    public SerialWire Wire => _wire;

    public SerialPort Port { get; }

    public SmartAudioTransmitter Driver { get; }

    public SmartAudioModel Model { get; }

    public List<(int Command, int Value)> Orders { get; } = [];

    public long NowMs { get; private set; }

    /// <summary>Lets time pass; stops when told.</summary>
    public bool Run(int forMs, Func<bool> until = null, int stepMs = 5)
    {
        for (var end = NowMs + forMs; NowMs < end;)
        {
            NowMs += stepMs;
            Model.Step(NowMs);
            Driver.Step(NowMs);
            if (until?.Invoke() == true)
            {
                return true;
            }
        }

        return until is null;
    }

    public void Dispose()
    {
        Driver.Dispose();
        _wire.Dispose();
    }
}

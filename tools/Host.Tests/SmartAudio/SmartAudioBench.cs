using System.IO.Ports;
using DroneLink.Drivers.SmartAudio;
using DroneLink.Host.Models;

namespace DroneLink.Host.Tests.SmartAudio;

/// <inheritdoc/>
public sealed class SmartAudioBench : WiredTransmitterBench
{
    public SmartAudioBench(SmartAudioVersion version, SmartAudioOptions options = null)
        : base("smartaudio")
    {
        Port = new SerialPort(Wire.PortName, SmartAudioTransmitter.BaudRate, Parity.None, 8, StopBits.Two);
        Driver = new SmartAudioTransmitter(Port, options ?? new SmartAudioOptions());
        Driver.Open();
        Model = new SmartAudioModel(Wire, version);
        Model.Ordered = (command, value) => Orders.Add((command, value));
    }

    public SerialPort Port { get; }

    public SmartAudioTransmitter Driver { get; }

    public SmartAudioModel Model { get; }

    public List<(int Command, int Value)> Orders { get; } = [];

    protected override void Step()
    {
        Model.Step(NowMs);
        Driver.Step(NowMs);
    }

    protected override void DisposeDriver() => Driver.Dispose();
}

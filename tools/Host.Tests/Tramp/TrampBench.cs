using System.IO.Ports;
using DroneLink.Drivers.Tramp;
using DroneLink.Host.Models;

namespace DroneLink.Host.Tests.Tramp;

/// <inheritdoc/>
public sealed class TrampBench : WiredTransmitterBench
{
    public TrampBench(TrampOptions options = null)
        : base("tramp")
    {
        Driver = new TrampTransmitter(new SerialPort(Wire.PortName, TrampTransmitter.BaudRate), options ?? new TrampOptions());
        Driver.Open();
        Model = new TrampModel(Wire) { Ordered = (command, value) => Orders.Add((command, value)) };
    }

    public TrampTransmitter Driver { get; }

    public TrampModel Model { get; }

    public List<(char Command, int Value)> Orders { get; } = [];

    protected override void Step()
    {
        Model.Step(NowMs);
        Driver.Step(NowMs);
    }

    protected override void DisposeDriver() => Driver.Dispose();
}

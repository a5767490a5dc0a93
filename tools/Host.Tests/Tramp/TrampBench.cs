using System.IO.Ports;
using DroneLink.Drivers.Tramp;
using DroneLink.Host.Models;

namespace DroneLink.Host.Tests.Tramp;

/// <summary>A driver and a transmitter's model at the ends of a wire, in virtual time.</summary>
public sealed class TrampBench : IDisposable
{
    private readonly SerialWire _wire;

    public TrampBench(TrampOptions options = null)
    {
        _wire = SerialWire.Attach($"tramp-{Guid.NewGuid():N}");
        Driver = new TrampTransmitter(new SerialPort(_wire.PortName, TrampTransmitter.BaudRate), options ?? new TrampOptions());
        Driver.Open();
        Model = new TrampModel(_wire) { Ordered = (command, value) => Orders.Add((command, value)) };
    }

    public SerialWire Wire => _wire;

    public TrampTransmitter Driver { get; }

    public TrampModel Model { get; }

    public List<(char Command, int Value)> Orders { get; } = [];

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

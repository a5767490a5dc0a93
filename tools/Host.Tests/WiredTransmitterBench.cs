using System.IO.Ports;

namespace DroneLink.Host.Tests;

/// <summary>A driver and a transmitter's model at the ends of a wire, in virtual time.</summary>
public abstract class WiredTransmitterBench(string name) : IDisposable
{
    public SerialWire Wire { get; } = SerialWire.Attach($"{name}-{Guid.NewGuid():N}");

    public long NowMs { get; private set; }

    /// <summary>Lets time pass; stops when told.</summary>
    public bool Run(int forMs, Func<bool> until = null, int stepMs = 5)
    {
        for (var end = NowMs + forMs; NowMs < end;)
        {
            NowMs += stepMs;
            Step();
            if (until?.Invoke() == true)
            {
                return true;
            }
        }

        return until is null;
    }

    public void Dispose()
    {
        DisposeDriver();
        Wire.Dispose();
    }

    protected abstract void Step();

    protected abstract void DisposeDriver();
}

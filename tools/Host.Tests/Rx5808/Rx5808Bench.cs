using System.Device.Adc;
using System.Device.Gpio;
using DroneLink.Drivers.Rx5808;
using DroneLink.Host.Models;

namespace DroneLink.Host.Tests.Rx5808;

/// <summary>A receiver and its model on one board, in virtual time.</summary>
public sealed class Rx5808Bench : IDisposable
{
    private const int DataPin = 23;
    private const int SelectPin = 22;
    private const int ClockPin = 21;

    public Rx5808Bench(Rx5808Options options = null)
    {
        var controller = new GpioController();
        Model = new Rx5808Model(controller, DataPin, SelectPin, ClockPin);
        Bus = new Rx5808Bus(controller.OpenPin(DataPin), controller.OpenPin(SelectPin), controller.OpenPin(ClockPin));
        Rssi = new RssiPin(new AdcController(_ => Model.ReadCount()).OpenChannel(6), new RssiPinOptions());
        Receiver = new Rx5808Receiver(Bus, Rssi, options ?? new Rx5808Options());
        Controller = controller;
    }

    public GpioController Controller { get; }

    public Rx5808Model Model { get; }

    public Rx5808Bus Bus { get; }

    public RssiPin Rssi { get; }

    public Rx5808Receiver Receiver { get; }

    public long NowMs { get; private set; }

    /// <summary>Lets time pass in steps; stops when told.</summary>
    public bool Run(int forMs, Func<bool> until = null, int stepMs = 5)
    {
        for (var end = NowMs + forMs; NowMs < end;)
        {
            NowMs += stepMs;
            Model.Step(NowMs);
            Receiver.Step(NowMs);
            Stepped?.Invoke(NowMs);
            if (until?.Invoke() == true)
            {
                return true;
            }
        }

        return until is null;
    }

    /// <summary>Is stepped beside the receiver.</summary>
    public Action<long> Stepped { get; set; }

    public void Dispose() => Receiver.Dispose();
}

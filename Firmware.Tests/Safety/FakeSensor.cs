using DroneLink.Drivers;

namespace DroneLink.Firmware.Tests.Safety
{
    /// <summary>A sensor of temperature and supply that reads what it is told to.</summary>
    public sealed class FakeSensor : ITemperatureSensor, IPowerMonitor
    {
        public int CentiCelsius { get; set; } = 4000;

        public int VoltageMv { get; set; } = 12000;

        public int CurrentMa { get; set; }

        public SensorFault Fault { get; set; }

        public bool TryRead(long nowMs)
        {
            return Fault == SensorFault.None;
        }

        public void Dispose()
        {
        }
    }
}

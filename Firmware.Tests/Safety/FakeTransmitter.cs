using DroneLink.Drivers;

namespace DroneLink.Firmware.Tests.Safety
{
    /// <summary>A transmitter that obeys at once, unless told not to.</summary>
    public sealed class FakeTransmitter : IVideoTransmitter
    {
        public bool CanMute { get; set; } = true;

        public bool CanSetPower { get; set; } = true;

        public bool HasTemperature { get; set; }

        public int CentiCelsius { get; set; } = 4000;

        public bool IsAnswering { get; set; } = true;

        public bool IsMuted { get; set; }

        public int PowerMw { get; set; } = 600;

        public int FrequencyMhz { get; set; }

        public TransmitterFault Fault { get; set; }

        public bool Disobeys { get; set; }

        public void Mute()
        {
            if (!Disobeys)
            {
                IsMuted = true;
            }
        }

        public void Transmit(int powerMw)
        {
            if (!Disobeys)
            {
                IsMuted = false;
                PowerMw = powerMw;
            }
        }

        public void SetFrequency(int mhz)
        {
            FrequencyMhz = mhz;
        }

        public void Step(long nowMs)
        {
        }

        public void Dispose()
        {
        }
    }
}

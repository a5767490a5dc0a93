using DroneLink.Drivers;

namespace DroneLink.Firmware.Safety
{
    /// <summary>The temperature that a transmitter tells of itself, as a sensor. Borrows the transmitter.</summary>
    public sealed class TransmitterTemperature : ITemperatureSensor
    {
        private readonly IVideoTransmitter _transmitter;

        /// <summary>Creates it.</summary>
        /// <param name="transmitter">One that may tell its temperature. Borrowed: whoever owns it disposes it.</param>
        public TransmitterTemperature(IVideoTransmitter transmitter)
        {
            _transmitter = transmitter;
        }

        /// <summary>Whether it has told one in this boot. One that never did has no sensor, and that is no fault.</summary>
        public bool WasTold { get; private set; }

        /// <inheritdoc/>
        public int CentiCelsius => _transmitter.CentiCelsius;

        /// <inheritdoc/>
        public SensorFault Fault => _transmitter.IsAnswering && _transmitter.HasTemperature ? SensorFault.None : SensorFault.BusError;

        /// <inheritdoc/>
        public bool TryRead(long nowMs)
        {
            bool isTold = Fault == SensorFault.None;
            WasTold |= isTold;
            return isTold;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
        }
    }
}

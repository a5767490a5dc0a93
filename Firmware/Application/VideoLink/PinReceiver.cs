using System;
using DroneLink.Drivers.Rx5808;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>A receiver of which there is the RSSI pin alone: somebody else tunes it. Borrows the pin.</summary>
    public sealed class PinReceiver : IVideoReceiver
    {
        private readonly RssiPin _pin;

        /// <summary>Creates one.</summary>
        /// <param name="pin">Its RSSI. Borrowed.</param>
        /// <param name="frequencyMhz">What it is tuned to, MHz; 0 for unknown.</param>
        public PinReceiver(RssiPin pin, int frequencyMhz)
        {
            _pin = pin ?? throw new ArgumentNullException(nameof(pin));
            FrequencyMhz = frequencyMhz;
        }

        /// <summary>False.</summary>
        public bool CanTune => false;

        /// <inheritdoc/>
        public int FrequencyMhz { get; }

        /// <summary>True: nothing says otherwise.</summary>
        public bool IsSettled => true;

        /// <summary>0: nothing says otherwise.</summary>
        public int FaultFlags => 0;

        /// <inheritdoc/>
        public bool IsCalibrated => _pin.Calibrated;

        /// <inheritdoc/>
        public int VoltageMv => _pin.VoltageMv;

        /// <inheritdoc/>
        public int CentiDbm => _pin.CentiDbm;

        /// <inheritdoc/>
        public bool IsSaturated => _pin.IsSaturated;

        /// <summary>Refuses.</summary>
        /// <exception cref="InvalidOperationException">Always.</exception>
        public void Tune(int frequencyMhz)
        {
            throw new InvalidOperationException("this receiver has no bus to tune it by");
        }

        /// <summary>Does nothing.</summary>
        public void Step(long nowMs)
        {
        }

        /// <inheritdoc/>
        public bool TrySample()
        {
            return _pin.TrySample();
        }
    }
}

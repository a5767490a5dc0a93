using DroneLink.Drivers;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Blinks an LED, or beeps, twice a second, so that somebody finds the device. Stepped; borrows the pin.</summary>
    public sealed class Locator
    {
        private const int HalfPeriodMs = 250;

        private readonly ISupplySwitch _pin;
        private long _startMs;
        private long _endMs = long.MinValue;

        /// <summary>Creates one that is off.</summary>
        /// <param name="pin">What it drives. Borrowed.</param>
        public Locator(ISupplySwitch pin)
        {
            _pin = pin;
        }

        /// <summary>Begins, or begins anew.</summary>
        /// <param name="seconds">For how long.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Begin(int seconds, long nowMs)
        {
            _startMs = nowMs;
            _endMs = nowMs + (seconds * 1000L);
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            bool isOn = nowMs < _endMs && ((nowMs - _startMs) / HalfPeriodMs) % 2 == 0;
            if (isOn != _pin.IsOn)
            {
                _pin.Set(isOn);
            }
        }
    }
}

using System;
using System.Device.Gpio;

namespace DroneLink.Drivers.PushButton
{
    /// <summary>
    /// A push button between a GPIO and ground, such as BOOT (GPIO 0) of most ESP32 boards. Polled and debounced; owns the pin and disposes
    /// it. Not thread safe. Allocates nothing after construction.
    /// </summary>
    public sealed class PushButton : IDisposable
    {
        /// <summary>ms that a level has to hold until it counts.</summary>
        public const int DebounceMs = 30;

        private readonly GpioPin _pin;
        private bool _isDown;
        private bool _level;
        private long _levelMs;
        private long _downMs;
        private bool _isStarted;

        /// <summary>Creates a driver; the pin becomes an input with a pull-up.</summary>
        /// <param name="pin">The pin. Owned.</param>
        public PushButton(GpioPin pin)
        {
            _pin = pin ?? throw new ArgumentNullException(nameof(pin));
            _pin.SetPinMode(PinMode.InputPullUp);
        }

        /// <summary>Looks at the pin. Call it several times in <see cref="DebounceMs"/>; one that is held at the start counts once it is let go.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>How long it was held, ms, when it has just been let go; 0 otherwise.</returns>
        public int Poll(long nowMs)
        {
            bool level = _pin.Read() == PinValue.Low;
            if (!_isStarted || level != _level)
            {
                _isStarted = true;
                _level = level;
                _levelMs = nowMs;
            }

            if (level == _isDown || nowMs - _levelMs < DebounceMs)
            {
                return 0;
            }

            _isDown = level;
            if (level)
            {
                _downMs = _levelMs;
                return 0;
            }

            return (int)(_levelMs - _downMs);
        }

        /// <summary>Closes the pin.</summary>
        public void Dispose()
        {
            _pin.Dispose();
        }
    }
}

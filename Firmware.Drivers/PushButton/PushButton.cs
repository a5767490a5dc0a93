using System;
using System.Device.Gpio;

namespace DroneLink.Drivers.PushButton
{
    /// <summary>
    /// A push button between a GPIO and ground, such as BOOT (GPIO 0) of most ESP32 boards. Polled and debounced; owns the pin and disposes
    /// it. Not thread safe. Allocates nothing of its own; on a board <see cref="GpioPin.Read"/> does, so the pin is read every
    /// <see cref="PollMs"/> only.
    /// </summary>
    public sealed class PushButton : IDisposable
    {
        /// <summary>ms that a level has to hold until it counts.</summary>
        public const int DebounceMs = 30;

        /// <summary>ms between two reads of the pin at the least, however often <see cref="Poll"/> is called.</summary>
        public const int PollMs = 20;

        private readonly GpioPin _pin;
        private bool _isDown;
        private bool _level;
        private long _levelMs;
        private long _downMs;
        private long _nextMs = long.MinValue;
        private bool _isStarted;

        /// <summary>Creates a driver; the pin becomes an input with a pull-up.</summary>
        /// <param name="pin">The pin. Owned.</param>
        public PushButton(GpioPin pin)
        {
            _pin = pin ?? throw new ArgumentNullException(nameof(pin));
            _pin.SetPinMode(PinMode.InputPullUp);
        }

        /// <summary>Looks at the pin, if that is due. Call it every <see cref="PollMs"/> or so; one that is held at the start counts once it is let go.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>How long it was held, ms, when it has just been let go; 0 otherwise.</returns>
        public int Poll(long nowMs)
        {
            if (nowMs < _nextMs)
            {
                return 0;
            }

            _nextMs = nowMs + PollMs;

            // Not compared with PinValue.Low: a struct is an object on a board, where that makes another one and comparing copies both.
            bool level = !(bool)_pin.Read();
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

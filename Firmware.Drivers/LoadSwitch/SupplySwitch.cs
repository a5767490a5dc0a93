using System;
using System.Device.Gpio;

namespace DroneLink.Drivers.LoadSwitch
{
    /// <summary>
    /// Switches a transmitter's supply by a pin and a load switch. Off from the constructor on, without a moment of on. Owns its pins and
    /// disposes them. Not thread safe.
    /// <para>
    /// nanoFramework drives a pin low when it becomes an output, and refuses to write to one that is none. So a switch that is on at low
    /// is left to its resistor until it is switched on for the first time.
    /// </para>
    /// </summary>
    public sealed class SupplySwitch : ISupplySwitch
    {
        private readonly GpioPin _pin;
        private readonly GpioPin _readBack;
        private readonly bool _isActiveLow;
        private bool _isDriven;

        /// <summary>Creates a switch, and has it off.</summary>
        /// <param name="controller">Opens the pins. Borrowed.</param>
        /// <param name="pin">The pin that switches.</param>
        /// <param name="options">How it is wired.</param>
        /// <exception cref="InvalidOperationException">There is no such pin, or it is in use.</exception>
        /// <exception cref="ArgumentException">The pin cannot be an output.</exception>
        public SupplySwitch(GpioController controller, int pin, SupplySwitchOptions options)
        {
            if (controller == null)
            {
                throw new ArgumentNullException(nameof(controller));
            }

            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            _isActiveLow = options.IsActiveLow;
            _pin = controller.OpenPin(pin);
            try
            {
                if (!_pin.IsPinModeSupported(PinMode.Output))
                {
                    throw new ArgumentException("pin " + pin + " cannot be an output");
                }

                if (_isActiveLow)
                {
                    _pin.SetPinMode(PinMode.InputPullUp);
                }
                else
                {
                    Drive(PinValue.Low);
                }

                if (options.ReadBackPin >= 0)
                {
                    _readBack = controller.OpenPin(options.ReadBackPin);
                    _readBack.SetPinMode(PinMode.Input);
                }
            }
            catch (Exception)
            {
                // Let go: an input is off, by the resistor.
                if (_readBack != null)
                {
                    _readBack.Dispose();
                }

                _pin.Dispose();
                throw;
            }
        }

        /// <inheritdoc/>
        public bool IsOn { get; private set; }

        /// <inheritdoc/>
        public bool HasReadBack => _readBack != null;

        /// <inheritdoc/>
        public bool IsConfirmed => _readBack == null || (bool)_readBack.Read() == IsOn;

        /// <inheritdoc/>
        public void Set(bool on)
        {
            IsOn = on;
            if (on || _isDriven)
            {
                Drive(on == _isActiveLow ? PinValue.Low : PinValue.High);
            }
        }

        /// <summary>Switches off, and disposes the pins: the resistor keeps it off.</summary>
        public void Dispose()
        {
            if (_isDriven)
            {
                Set(false);
                _isDriven = false;
            }

            _pin.Dispose();
            if (_readBack != null)
            {
                _readBack.Dispose();
            }
        }

        private void Drive(PinValue level)
        {
            if (!_isDriven)
            {
                _pin.SetPinMode(PinMode.Output);
                _isDriven = true;
            }

            _pin.Write(level);
        }
    }
}

using DroneLink.Drivers;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Safety
{
    /// <summary>
    /// Compares what a transmitter was ordered to with what its switch, its supply's current and itself say. Borrows them; allocates nothing.
    /// </summary>
    public sealed class TransmitterCheck
    {
        private readonly ISupplySwitch _switch;
        private readonly IVideoTransmitter _control;
        private readonly SupplyWatch _supply;
        private readonly TransmitterOptions _options;

        /// <summary>Creates a check.</summary>
        /// <param name="supplySwitch">Switches its supply; null for none.</param>
        /// <param name="control">Takes orders; null for a transmitter that takes none.</param>
        /// <param name="supply">Watches its supply; null for nobody.</param>
        /// <param name="options">Currents and powers.</param>
        public TransmitterCheck(ISupplySwitch supplySwitch, IVideoTransmitter control, SupplyWatch supply, TransmitterOptions options)
        {
            _switch = supplySwitch;
            _control = control;
            _supply = supply;
            _options = options;
        }

        /// <summary>Returns whether anything says that the transmitter is not as ordered.</summary>
        /// <param name="state">The order, see <see cref="TransmitterState"/>.</param>
        /// <param name="isConfirmed">Whether anything says that it is, and nothing that it is not.</param>
        public bool IsContrary(int state, out bool isConfirmed)
        {
            bool isSilent = state != TransmitterState.On && state != TransmitterState.Throttled;
            bool isOff = _switch != null && !_switch.IsOn;
            isConfirmed = false;
            bool isContrary = false;
            if (_switch != null && _switch.HasReadBack)
            {
                isConfirmed = isOff && _switch.IsConfirmed;
                isContrary = !_switch.IsConfirmed;
            }

            if (_supply != null && _supply.IsGood && (isOff || !isSilent))
            {
                bool agrees = isOff ? _supply.CurrentMa <= _options.OffMaxMa : _supply.CurrentMa >= _options.OnMinMa;
                isConfirmed |= agrees;
                isContrary |= !agrees;
            }

            if (_control != null && !isOff)
            {
                bool agrees = _control.IsAnswering && (isSilent ? _control.IsMuted : IsAtPower(state));
                isConfirmed = agrees;
                isContrary |= !agrees;
            }

            isConfirmed &= !isContrary;
            return isContrary;
        }

        // Levels are the transmitter's own: its low is one that is at most half of what it is to be in flight.
        private bool IsAtPower(int state)
        {
            if (_control.IsMuted || _control.Fault != TransmitterFault.None)
            {
                return false;
            }

            int powerMw = _control.PowerMw;
            return powerMw == 0 || _options.LowPowerMw == _options.PowerMw
                || (state == TransmitterState.On ? powerMw > _options.LowPowerMw : 2 * powerMw <= _options.PowerMw);
        }
    }
}

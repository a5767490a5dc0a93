using DroneLink.Drivers;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Safety
{
    /// <summary>
    /// Runs a video transmitter so that it harms neither itself nor anybody near it: off until the device is up, low on the ground, full in
    /// flight, throttled and cut by heat, off when forgotten. Every change is an event, and is checked against the supply's current or the
    /// transmitter's own word. README.md has the rules. Stepped; allocates nothing after construction.
    /// </summary>
    public sealed class TransmitterGuard
    {
        /// <summary>ms after the start until which nothing is switched on, so that the sensors and the autopilot are heard first.</summary>
        public const int BootHoldMs = 3000;

        /// <summary>ms that an order may take until it counts as not obeyed.</summary>
        public const int ConfirmMs = 3000;

        // A transmitter that is supplied and says nothing for this long has no orders to give to.
        private const int DeafMs = 6000;

        // One that answers has said within this time what it can do.
        private const int LearnMs = 3000;

        private readonly ISupplySwitch _switch;
        private readonly IVideoTransmitter _control;
        private readonly TemperatureWatch _temperature;
        private readonly bool _tellsTemperature;
        private readonly SupplyWatch _supply;
        private readonly Recorder _recorder;
        private readonly TransmitterOptions _options;
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private readonly byte[] _advice;
        private FlightState _flight;
        private long _startMs = -1;
        private long _groundMs;
        private long _listenMs; // since when it could have answered
        private long _orderMs;
        private long _contraryMs = -1;
        private long _recordDueMs;
        private bool _isDeaf;
        private bool _isReported;
        private bool _isAdvised;

        /// <summary>Creates a guard; nothing is switched before its first step.</summary>
        /// <param name="supplySwitch">Switches its supply; null for none. Borrowed.</param>
        /// <param name="control">Takes orders; null for a transmitter that takes none. Borrowed.</param>
        /// <param name="temperature">Its temperature sensor, <see cref="TransmitterTemperature"/> for what it tells itself; null for none. Borrowed.</param>
        /// <param name="supply">Its supply sensor; null for none. Borrowed.</param>
        /// <param name="recorder">Takes records and events. Borrowed.</param>
        /// <param name="options">How to run it.</param>
        /// <exception cref="System.ArgumentException">The options are out of range.</exception>
        public TransmitterGuard(
            ISupplySwitch supplySwitch, IVideoTransmitter control, ITemperatureSensor temperature, IPowerMonitor supply, Recorder recorder, TransmitterOptions options)
        {
            options.Check();
            _switch = supplySwitch;
            _control = control;
            _recorder = recorder;
            _options = options;
            _tellsTemperature = temperature is TransmitterTemperature;
            _temperature = temperature == null
                ? null
                : new TemperatureWatch(temperature, options.Thermal, MonitoredPart.TransmitterTemperature, EventCode.TransmitterHot, recorder);
            _supply = supply == null ? null : new SupplyWatch(supply, MonitoredPart.TransmitterSupply, recorder);
            _advice = System.Text.Encoding.UTF8.GetBytes(KeepOut.Advice(options.PowerMw, options.AntennaCentiDbi));
        }

        /// <summary>What it is ordered to, see <see cref="TransmitterState"/>.</summary>
        public int State { get; private set; }

        /// <summary>Why, see <see cref="SafetyReason"/>.</summary>
        public int Reason { get; private set; }

        /// <summary>Whether current, read-back or the transmitter's own word say that it is as ordered. False where nothing tells.</summary>
        public bool IsConfirmed { get; private set; }

        /// <summary>Starts the dead-man timer anew: somebody is there.</summary>
        public void Touch(long nowMs)
        {
            _groundMs = nowMs;
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <param name="flight">What is known of the drone.</param>
        public void Step(long nowMs, FlightState flight)
        {
            if (_startMs < 0)
            {
                _startMs = nowMs;
                _groundMs = nowMs;
                Order(TransmitterState.Off, SafetyReason.Boot, nowMs);
                if (_options.FrequencyMhz > 0 && _control != null)
                {
                    _control.SetFrequency(_options.FrequencyMhz);
                }
            }

            if (flight != _flight)
            {
                _flight = flight;
                _groundMs = nowMs;
                _isDeaf = false;
                _listenMs = nowMs;
            }

            if (_supply != null)
            {
                _supply.Step(nowMs);
            }

            StepTemperature(nowMs);

            int wanted = Decide(nowMs, out int reason);
            int state = Attainable(wanted, nowMs);
            if (state != State)
            {
                Order(state, reason, nowMs);
            }

            if (_control != null && IsSupplied)
            {
                _control.Step(nowMs);
                Listen(nowMs);
            }

            Confirm(nowMs);
            if (nowMs >= _recordDueMs)
            {
                Record(nowMs);
            }
        }

        private void StepTemperature(long nowMs)
        {
            if (_temperature == null)
            {
                return;
            }

            if (_tellsTemperature && !IsSupplied)
            {
                _temperature.Pause();
            }
            else
            {
                _temperature.Step(nowMs);
            }
        }

        private bool IsSupplied => _switch == null || _switch.IsOn;

        // One that is switched off for saying nothing cannot show that it speaks again: its next chance is the next change of flight.
        private void Listen(long nowMs)
        {
            _isDeaf = !_control.IsAnswering && (_isDeaf || nowMs - _listenMs >= DeafMs);
        }

        // The first rule that holds, holds.
        private int Decide(long nowMs, out int reason)
        {
            bool mayFly = _flight != FlightState.Disarmed;
            ThermalLevel level = _temperature == null ? ThermalLevel.Normal : _temperature.Level;
            reason = SafetyReason.Boot;
            if (nowMs - _startMs < BootHoldMs && _flight != FlightState.Armed)
            {
                return TransmitterState.Off;
            }

            reason = SafetyReason.Heat;
            if (level == ThermalLevel.Cut && (!mayFly || _options.CutInFlight))
            {
                return TransmitterState.CutForHeat;
            }

            if (level >= ThermalLevel.Throttle)
            {
                return mayFly ? TransmitterState.Throttled : TransmitterState.Pit;
            }

            reason = SafetyReason.DeadMan;
            if (!mayFly && _options.DeadManMs > 0 && nowMs - _groundMs >= _options.DeadManMs)
            {
                return TransmitterState.Off;
            }

            reason = SafetyReason.SensorFault;
            if (_temperature != null && _temperature.HasFailed)
            {
                return mayFly ? TransmitterState.Throttled : TransmitterState.Pit;
            }

            if (_flight == FlightState.Unknown)
            {
                reason = SafetyReason.FlightUnknown;
                return _options.HasAutopilot ? TransmitterState.Throttled : TransmitterState.On;
            }

            if (mayFly)
            {
                reason = SafetyReason.Armed;
                return TransmitterState.On;
            }

            reason = SafetyReason.Disarmed;
            return _options.Ground == GroundPower.Full ? TransmitterState.On
                : _options.Ground == GroundPower.Low ? TransmitterState.Throttled
                : _options.Ground == GroundPower.Pit ? TransmitterState.Pit
                : TransmitterState.Off;
        }

        // What the parts at hand can do of it. On the ground less is safer; where the drone may fly, a picture is.
        private int Attainable(int wanted, long nowMs)
        {
            bool mayFly = _flight != FlightState.Disarmed;
            bool isDeaf = _control == null || _isDeaf;

            // What it can do it tells only once it has supply.
            bool isKnown = !isDeaf && _control.IsAnswering && nowMs - _listenMs >= LearnMs;
            bool canMute = !isDeaf && (_control.CanMute || !isKnown);
            bool canSetPower = !isDeaf && (_control.CanSetPower || !isKnown);
            if (wanted == TransmitterState.Throttled && !canSetPower)
            {
                wanted = mayFly ? TransmitterState.On : TransmitterState.Pit;
            }

            if (wanted == TransmitterState.Pit && !canMute)
            {
                wanted = _switch != null ? TransmitterState.Off : canSetPower ? TransmitterState.Throttled : TransmitterState.On;
            }

            if (_switch != null)
            {
                return wanted;
            }

            // Without a switch the least is pit mode, and the least without that is low power.
            int least = canMute ? TransmitterState.Pit : canSetPower ? TransmitterState.Throttled : TransmitterState.On;
            return wanted == TransmitterState.Off || (wanted == TransmitterState.CutForHeat && !canMute) ? least : wanted;
        }

        private void Order(int state, int reason, long nowMs)
        {
            bool isOff = state == TransmitterState.Off || state == TransmitterState.CutForHeat;

            // One that tells its own temperature is kept supplied, in pit mode, so that it can tell when it has cooled down.
            bool staysSupplied = state == TransmitterState.CutForHeat && _tellsTemperature && _control.CanMute;
            if (_switch != null)
            {
                bool supply = !isOff || staysSupplied;
                if (supply && !_switch.IsOn)
                {
                    _listenMs = nowMs;
                }

                _switch.Set(supply);
            }

            if (_control != null)
            {
                if (isOff || state == TransmitterState.Pit)
                {
                    _control.Mute();
                }
                else
                {
                    _control.Transmit(state == TransmitterState.On ? _options.PowerMw : _options.LowPowerMw);
                }
            }

            State = state;
            Reason = reason;
            _orderMs = nowMs;
            _contraryMs = -1;
            _isReported = false;
            _recorder.RecordEvent(EventCode.TransmitterState, state == TransmitterState.CutForHeat ? Severity.Critical : Severity.Notice, state, reason, nowMs);
            if (!_isAdvised && !isOff)
            {
                _isAdvised = true;
                _recorder.RecordText(Severity.Notice, _advice, _advice.Length, nowMs);
            }

            _recordDueMs = nowMs;
        }

        private void Confirm(long nowMs)
        {
            bool isContrary = IsContrary(out bool isConfirmed);
            IsConfirmed = isConfirmed;
            if (!isContrary)
            {
                if (isConfirmed && _isReported)
                {
                    _isReported = false;
                    _recorder.RecordEvent(EventCode.TransmitterState, Severity.Notice, State, SafetyReason.ObeyedLate, nowMs);
                }

                _contraryMs = -1;
                return;
            }

            if (_contraryMs < 0)
            {
                _contraryMs = nowMs;
            }

            if (!_isReported && nowMs - _contraryMs >= ConfirmMs && nowMs - _orderMs >= ConfirmMs)
            {
                // One that transmits against orders can hurt somebody; one that does not is a lost picture.
                _isReported = true;
                _recorder.RecordEvent(EventCode.NotObeyed, State < TransmitterState.On ? Severity.Critical : Severity.Error, MonitoredPart.Transmitter, State, nowMs);
            }
        }

        // Whether anything says that it is not as ordered, and whether anything says that it is.
        private bool IsContrary(out bool isConfirmed)
        {
            bool isSilent = State != TransmitterState.On && State != TransmitterState.Throttled;
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
                bool agrees = _control.IsAnswering && _control.Fault == TransmitterFault.None && _control.IsMuted == isSilent;
                isConfirmed = agrees;
                isContrary |= !agrees;
            }

            isConfirmed &= !isContrary;
            return isContrary;
        }

        private void Record(long nowMs)
        {
            _recordDueMs = nowMs + _options.RecordMs;
            _record.Start(RecordKind.Transmitter);
            if (_temperature != null && _temperature.IsGood)
            {
                _record.Set(TransmitterField.Temperature, _temperature.CentiCelsius);
            }

            if (_supply != null && _supply.IsGood)
            {
                _record.Set(TransmitterField.Supply, _supply.VoltageMv);
                _record.Set(TransmitterField.Current, _supply.CurrentMa);
            }

            _record.Set(TransmitterField.State, State);
            _recorder.Record(_record, nowMs);
        }
    }
}

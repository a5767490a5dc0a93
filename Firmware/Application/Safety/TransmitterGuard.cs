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

        /// <summary>The same where an autopilot is configured and not heard: many take a while to start.</summary>
        public const int SilentBootMs = 30000;

        /// <summary>ms that an order may take until it counts as not obeyed.</summary>
        public const int ConfirmMs = 3000;

        // A transmitter that is supplied and says nothing for this long has no orders to give to.
        private const int DeafMs = 6000;

        // One that answers has said within this time what it can do.
        private const int LearnMs = 3000;

        // Times above are of steps: what one step stands for at the most.
        private const int MaxGapMs = 250;

        private readonly ISupplySwitch _switch;
        private readonly IVideoTransmitter _control;
        private readonly TemperatureWatch _temperature;
        private readonly TransmitterTemperature _ownTemperature;
        private readonly SupplyWatch _supply;
        private readonly Recorder _recorder;
        private readonly TransmitterOptions _options;
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private byte[] _advice;
        private readonly Hold _learning = new Hold(LearnMs, MaxGapMs);
        private readonly Hold _silence = new Hold(DeafMs, MaxGapMs);
        private readonly Hold _contrary = new Hold(ConfirmMs, MaxGapMs);
        private readonly Hold _idling;
        private readonly TransmitterCheck _check;
        private FlightState _flight;
        private long _startMs = -1;
        private long _recordDueMs;
        private bool _wasHeard;
        private bool _isForgotten;
        private bool _canMute;
        private bool _canSetPower;
        private bool _isDeaf;
        private bool _disobeys;
        private bool _isReported;
        private bool _isAdvised;
        private bool _isMutedByCommand;
        private bool _isReordered;

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
            _ownTemperature = temperature as TransmitterTemperature;
            _canMute = control != null;
            _canSetPower = control != null;
            _idling = new Hold(options.DeadManMs, MaxGapMs);
            _temperature = temperature == null
                ? null
                : new TemperatureWatch(temperature, options.Thermal, MonitoredPart.TransmitterTemperature, EventCode.TransmitterHot, recorder);
            _supply = supply == null ? null : new SupplyWatch(supply, MonitoredPart.TransmitterSupply, recorder);
            _check = new TransmitterCheck(supplySwitch, control, _supply, options);
            Advise();
        }

        /// <summary>What it is ordered to, see <see cref="TransmitterState"/>.</summary>
        public int State { get; private set; }

        /// <summary>Why, see <see cref="SafetyReason"/>.</summary>
        public int Reason { get; private set; }

        /// <summary>Whether current, read-back or the transmitter's own word say that it is as ordered. False where nothing tells.</summary>
        public bool IsConfirmed { get; private set; }

        /// <summary>The power in flight, mW.</summary>
        public int PowerMw => _options.PowerMw;

        /// <summary>Low power, on the ground and in heat, mW.</summary>
        public int LowPowerMw => _options.LowPowerMw;

        /// <summary>Whether it takes orders by a wire.</summary>
        public bool TakesOrders => _control != null;

        /// <summary>The frequency that the transmitter itself says it is on, MHz; 0 when it does not say.</summary>
        public int FrequencyMhz => _control != null && _control.IsAnswering ? _control.FrequencyMhz : 0;

        private bool MayFly => _flight != FlightState.Disarmed;

        private bool IsSupplied => _switch == null || _switch.IsOn;

        // On the ground one that does not do as it is told is of no use while there is a switch. In flight it may still be a picture.
        private bool IsUseless => (_isDeaf || _disobeys) && _switch != null && !MayFly;

        /// <summary>Changes the power in flight, and low power where that would be more. Where it takes no orders this does nothing.</summary>
        /// <param name="powerMw">mW, 1..5000.</param>
        public void SetPower(int powerMw)
        {
            if (_control == null)
            {
                return;
            }

            _options.PowerMw = powerMw;
            _options.LowPowerMw = _options.LowPowerMw < powerMw ? _options.LowPowerMw : powerMw;
            _isReordered = true;
            Advise();
        }

        /// <summary>Orders it to a frequency. Where it takes no orders this does nothing.</summary>
        /// <param name="mhz">MHz, 5300 to 6000.</param>
        public void SetFrequency(int mhz)
        {
            _options.FrequencyMhz = mhz;
            if (_control != null)
            {
                _control.SetFrequency(mhz);
            }
        }

        /// <summary>
        /// Holds it in pit mode on the ground, or lets go of that. Whoever arms the drone wants the picture: that lets go too. Without an autopilot nobody knows of
        /// either, and it holds until the restart.
        /// </summary>
        /// <param name="isMuted">Whether it is held.</param>
        public void SetPit(bool isMuted)
        {
            _isMutedByCommand = isMuted;
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <param name="flight">What the autopilot said last.</param>
        /// <param name="isHeard">Whether it is being heard.</param>
        public void Step(long nowMs, FlightState flight, bool isHeard)
        {
            if (_startMs < 0)
            {
                _startMs = nowMs;
                Order(TransmitterState.Off, SafetyReason.Boot, nowMs);
                if (_options.FrequencyMhz > 0 && _control != null)
                {
                    _control.SetFrequency(_options.FrequencyMhz);
                }
            }

            Follow(flight, isHeard, nowMs);
            if (_supply != null)
            {
                _supply.Step(nowMs);
            }

            StepTemperature(nowMs);
            int state = Attainable(Decide(nowMs, out int reason));
            if (state != State || _isReordered)
            {
                Order(state, reason, nowMs);
            }

            Reason = reason;
            Supply();
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

        private void Follow(FlightState flight, bool isHeard, long nowMs)
        {
            if (flight != _flight || (isHeard && !_wasHeard))
            {
                _flight = flight;
                _isDeaf = false;
                _disobeys = false;
                _silence.Restart();
                _idling.Restart();
                _isForgotten &= flight != FlightState.Armed && _wasHeard;
            }

            _wasHeard |= isHeard;
            _isMutedByCommand &= !MayFly || (flight == FlightState.Unknown && !_options.HasAutopilot);

            // Nobody is forgotten by an autopilot that only stopped talking; one that never did on this boot is not there.
            bool isIdle = flight == FlightState.Disarmed ? isHeard : flight == FlightState.Unknown && _options.HasAutopilot && !_wasHeard;
            _isForgotten |= _idling.Step(isIdle, nowMs) && _options.DeadManMs > 0;
        }

        private void StepTemperature(long nowMs)
        {
            if (_temperature == null)
            {
                return;
            }

            // One without supply tells nothing, and one that never told has no sensor.
            bool isMute = _ownTemperature != null && (!IsSupplied || (!_ownTemperature.WasTold && !_ownTemperature.TryRead(nowMs)));
            if (isMute)
            {
                _temperature.Pause();
            }
            else
            {
                _temperature.Step(nowMs);
            }
        }

        // One that is switched off for saying nothing cannot show that it speaks again: its next chance is the next change of flight.
        private void Listen(long nowMs)
        {
            bool isAnswering = _control.IsAnswering;
            _isDeaf = !isAnswering && (_silence.Step(true, nowMs) || _isDeaf);
            if (isAnswering)
            {
                _silence.Restart();
            }

            // One whose power can be set has said all that it can do, and is not given an order that it has to refuse.
            if (_learning.Step(isAnswering, nowMs) || (isAnswering && _control.CanSetPower))
            {
                _canMute = _control.CanMute;
                _canSetPower = _control.CanSetPower;
            }
        }

        // The first rule that holds, holds.
        private int Decide(long nowMs, out int reason)
        {
            ThermalLevel level = _temperature == null ? ThermalLevel.Normal : _temperature.Level;
            bool isUnheard = _flight == FlightState.Unknown && _options.HasAutopilot && !_wasHeard;
            reason = SafetyReason.Boot;
            if (_flight != FlightState.Armed && nowMs - _startMs < (isUnheard ? SilentBootMs : BootHoldMs))
            {
                return TransmitterState.Off;
            }

            reason = SafetyReason.Heat;
            if (level == ThermalLevel.Cut && (!MayFly || _options.CutInFlight))
            {
                return TransmitterState.CutForHeat;
            }

            reason = SafetyReason.DeadMan;
            if (_isForgotten)
            {
                return TransmitterState.Off;
            }

            reason = SafetyReason.Heat;
            if (level >= ThermalLevel.Throttle)
            {
                return MayFly ? TransmitterState.Throttled : _options.Ground == GroundPower.Off ? TransmitterState.Off : TransmitterState.Pit;
            }

            reason = SafetyReason.SensorFault;
            if (_temperature != null && _temperature.HasFailed)
            {
                return MayFly ? TransmitterState.Throttled : _options.Ground == GroundPower.Off ? TransmitterState.Off : TransmitterState.Pit;
            }

            if (_isMutedByCommand && _options.Ground != GroundPower.Off)
            {
                reason = SafetyReason.Command;
                return TransmitterState.Pit;
            }

            if (_flight == FlightState.Unknown)
            {
                reason = SafetyReason.FlightUnknown;
                return _options.HasAutopilot ? TransmitterState.Throttled : TransmitterState.On;
            }

            if (MayFly)
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

        // What the parts at hand can do of it. On the ground less is safer; where the drone may fly, a picture is. One that does not answer
        // is never ordered to more for that: it may hear all the same.
        private int Attainable(int wanted)
        {
            bool canMute = _canMute && !IsUseless;
            bool canSetPower = _canSetPower && !IsUseless;
            if (wanted == TransmitterState.Throttled && !canSetPower)
            {
                wanted = MayFly ? TransmitterState.On : TransmitterState.Pit;
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
            if (_control != null)
            {
                if (state == TransmitterState.On)
                {
                    _control.Transmit(_options.PowerMw);
                }
                else if (state == TransmitterState.Throttled)
                {
                    _control.Transmit(_options.LowPowerMw);
                }
                else
                {
                    _control.Mute();
                }
            }

            State = state;
            _isReordered = false;
            _contrary.Restart();
            _isReported = false;
            _recorder.RecordEvent(EventCode.TransmitterState, state == TransmitterState.CutForHeat ? Severity.Critical : Severity.Notice, state, reason, nowMs);
            if (!_isAdvised && state != TransmitterState.Off && state != TransmitterState.CutForHeat)
            {
                _isAdvised = true;
                _recorder.RecordText(Severity.Notice, _advice, _advice.Length, nowMs);
            }

            _recordDueMs = nowMs;
        }

        private void Advise()
        {
            _isAdvised = false;
            _advice = System.Text.Encoding.UTF8.GetBytes(KeepOut.Advice(_options.PowerMw, _options.AntennaCentiDbi));
        }

        private void Supply()
        {
            if (_switch == null)
            {
                return;
            }

            // One that tells its own temperature is kept supplied, in pit mode, so that it can tell when it has cooled down.
            bool supply = State == TransmitterState.CutForHeat
                ? _ownTemperature != null && _canMute && !IsUseless && !_temperature.HasFailed
                : State != TransmitterState.Off;
            if (supply != _switch.IsOn)
            {
                _switch.Set(supply);
                _silence.Restart();
                _learning.Restart();
            }
        }

        private void Confirm(long nowMs)
        {
            bool isContrary = _check.IsContrary(State, out bool isConfirmed);
            IsConfirmed = isConfirmed;
            if (isConfirmed && _isReported)
            {
                _isReported = false;
                _recorder.RecordEvent(EventCode.TransmitterState, Severity.Notice, State, SafetyReason.ObeyedLate, nowMs);
            }

            if (_contrary.Step(isContrary, nowMs) && !_isReported)
            {
                // One that transmits against orders can hurt somebody; one that does not is a lost picture.
                bool isLoud = State != TransmitterState.On && State != TransmitterState.Throttled;
                _isReported = true;
                _disobeys |= isLoud || IsLouderThanLow();
                _recorder.RecordEvent(EventCode.NotObeyed, isLoud ? Severity.Critical : Severity.Error, MonitoredPart.Transmitter, State, nowMs);
            }
        }

        private bool IsLouderThanLow()
        {
            return State == TransmitterState.Throttled && _control != null && _control.IsAnswering && !_control.IsMuted
                && _control.PowerMw >= _options.PowerMw && _options.LowPowerMw < _options.PowerMw;
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

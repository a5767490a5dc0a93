using DroneLink.Drivers;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Safety
{
    /// <summary>
    /// Powers a video receiver down when it is too hot or when nobody needs it, and up again. Whoever flies by its picture keeps it, unless
    /// told otherwise. Every change is an event, and is checked against the supply's current or the receiver's registers. Stepped;
    /// allocates nothing after construction.
    /// </summary>
    public sealed class ReceiverGuard
    {
        /// <summary>ms that an order may take until it counts as not obeyed.</summary>
        public const int ConfirmMs = 3000;

        private readonly IPowerDown _receiver;
        private readonly TemperatureWatch _temperature;
        private readonly SupplyWatch _supply;
        private readonly Recorder _recorder;
        private readonly ReceiverOptions _options;
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private long _orderMs = -1;
        private long _neededMs;
        private long _contraryMs = -1;
        private long _recordDueMs;
        private bool _isReported;
        private int _toldState;

        /// <summary>Creates a guard; nothing is switched before its first step.</summary>
        /// <param name="receiver">The receiver; null for one that cannot be powered down. Borrowed.</param>
        /// <param name="temperature">Its temperature sensor; null for none. Borrowed.</param>
        /// <param name="supply">Its supply sensor; null for none. Borrowed.</param>
        /// <param name="recorder">Takes records and events. Borrowed.</param>
        /// <param name="options">How to run it.</param>
        /// <exception cref="System.ArgumentException">The options are out of range.</exception>
        public ReceiverGuard(IPowerDown receiver, ITemperatureSensor temperature, IPowerMonitor supply, Recorder recorder, ReceiverOptions options)
        {
            options.Check();
            _receiver = receiver;
            _recorder = recorder;
            _options = options;
            _temperature = temperature == null
                ? null
                : new TemperatureWatch(temperature, options.Thermal, MonitoredPart.ReceiverTemperature, EventCode.ReceiverHot, recorder);
            _supply = supply == null ? null : new SupplyWatch(supply, MonitoredPart.ReceiverSupply, recorder);
        }

        /// <summary>What it is ordered to, see <see cref="ReceiverState"/>.</summary>
        public int State { get; private set; } = ReceiverState.On;

        /// <summary>Why, see <see cref="SafetyReason"/>.</summary>
        public int Reason { get; private set; }

        /// <summary>Whether current or registers say that it is as ordered. False where nothing tells.</summary>
        public bool IsConfirmed { get; private set; }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <param name="flight">What is known of the drone at the other end.</param>
        /// <param name="hasPicture">Whether the receiver hears a signal strong enough for a picture; false while it is down.</param>
        public void Step(long nowMs, FlightState flight, bool hasPicture)
        {
            if (_orderMs < 0)
            {
                _neededMs = nowMs;
                Order(ReceiverState.On, SafetyReason.Boot, nowMs);
            }

            if (_temperature != null)
            {
                _temperature.Step(nowMs);
            }

            if (_supply != null)
            {
                _supply.Step(nowMs);
            }

            bool isNeeded = flight == FlightState.Armed || (hasPicture && State == ReceiverState.On);
            if (isNeeded)
            {
                _neededMs = nowMs;
            }

            if (_receiver != null)
            {
                Decide(nowMs, isNeeded);
                Confirm(nowMs);
            }

            if (nowMs >= _recordDueMs)
            {
                Record(nowMs);
            }
        }

        private void Decide(long nowMs, bool isNeeded)
        {
            bool isHot = _temperature != null && _temperature.Level == ThermalLevel.Cut;

            // One whose temperature nobody knows is worth a risk only while it is needed.
            bool isBlind = _temperature != null && _temperature.HasFailed;
            if (isHot && (!isNeeded || _options.CutInFlight))
            {
                Want(ReceiverState.CutForHeat, SafetyReason.Heat, nowMs);
                return;
            }

            if (State == ReceiverState.CutForHeat && _temperature.Level >= ThermalLevel.Throttle && !isNeeded)
            {
                return;
            }

            if (isNeeded && State == ReceiverState.On && _toldState != State)
            {
                Tell(nowMs);
            }

            if (isNeeded || (_options.IdleMs == 0 && !isBlind))
            {
                Want(ReceiverState.On, State == ReceiverState.CutForHeat ? SafetyReason.Heat : SafetyReason.Look, nowMs);
                return;
            }

            int patienceMs = isBlind ? _options.LookMs : _options.IdleMs;
            if (State == ReceiverState.On)
            {
                // A look that finds nothing ends soon; the first idling is waited out.
                bool isLook = Reason == SafetyReason.Look;
                if (nowMs - _neededMs >= patienceMs && (!isLook || nowMs - _orderMs >= _options.LookMs))
                {
                    Want(ReceiverState.Off, isBlind ? SafetyReason.SensorFault : SafetyReason.Idle, nowMs);
                }
            }
            else if (nowMs - _orderMs >= _options.LookPeriodMs - _options.LookMs)
            {
                Want(ReceiverState.On, SafetyReason.Look, nowMs);
            }
        }

        private void Want(int state, int reason, long nowMs)
        {
            if (state != State)
            {
                Order(state, reason, nowMs);
            }
        }

        private void Order(int state, int reason, long nowMs)
        {
            // Looks are many and tell nothing.
            bool isRoutine = reason == SafetyReason.Look || (reason == SafetyReason.Idle && Reason == SafetyReason.Look);
            State = state;
            Reason = reason;
            _orderMs = nowMs;
            _contraryMs = -1;
            _isReported = false;
            if (_receiver != null)
            {
                if (state == ReceiverState.On)
                {
                    _receiver.PowerUp();
                }
                else
                {
                    _receiver.PowerDown();
                }
            }

            if (!isRoutine)
            {
                Tell(nowMs);
            }
        }

        private void Tell(long nowMs)
        {
            _toldState = State;
            _recordDueMs = nowMs;
            _recorder.RecordEvent(EventCode.ReceiverState, State == ReceiverState.CutForHeat ? Severity.Critical : Severity.Notice, State, Reason, nowMs);
        }

        private void Confirm(long nowMs)
        {
            bool isOn = State == ReceiverState.On;
            bool isContrary = !_receiver.IsPowerConfirmed;
            IsConfirmed = !isContrary;
            if (_supply != null && _supply.IsGood)
            {
                bool agrees = isOn ? _supply.CurrentMa >= _options.OnMinMa : _supply.CurrentMa <= _options.OffMaxMa;
                IsConfirmed &= agrees;
                isContrary |= !agrees;
            }

            if (!isContrary)
            {
                if (_isReported)
                {
                    _isReported = false;
                    _recorder.RecordEvent(EventCode.ReceiverState, Severity.Notice, State, SafetyReason.ObeyedLate, nowMs);
                }

                _contraryMs = -1;
                return;
            }

            if (_contraryMs < 0)
            {
                _contraryMs = nowMs;
            }

            if (!_isReported && nowMs - _contraryMs >= ConfirmMs)
            {
                _isReported = true;
                _recorder.RecordEvent(EventCode.NotObeyed, Severity.Error, MonitoredPart.Receiver, State, nowMs);
            }
        }

        private void Record(long nowMs)
        {
            _recordDueMs = nowMs + _options.RecordMs;
            _record.Start(RecordKind.Receiver);
            if (_temperature != null && _temperature.IsGood)
            {
                _record.Set(ReceiverField.Temperature, _temperature.CentiCelsius);
            }

            if (_supply != null && _supply.IsGood)
            {
                _record.Set(ReceiverField.Supply, _supply.VoltageMv);
                _record.Set(ReceiverField.Current, _supply.CurrentMa);
            }

            _record.Set(ReceiverField.State, State);
            _recorder.Record(_record, nowMs);
        }
    }
}

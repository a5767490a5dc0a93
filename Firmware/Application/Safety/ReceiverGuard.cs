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

        /// <summary>ms without a picture after which nobody is watching any more: a fade is not the end of a flight.</summary>
        public const int WatchedForMs = 30000;

        // Times are of steps: what one step stands for at the most.
        private const int MaxGapMs = 250;

        private readonly IPowerDown _receiver;
        private readonly TemperatureWatch _temperature;
        private readonly SupplyWatch _supply;
        private readonly Recorder _recorder;
        private readonly ReceiverOptions _options;
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private readonly Hold _contrary = new Hold(ConfirmMs, MaxGapMs);
        private readonly Hold _unwatched = new Hold(WatchedForMs, MaxGapMs);
        private readonly Hold _unneeded;
        private long _orderMs = -1;
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
            _unneeded = new Hold(options.IdleMs, MaxGapMs);
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
                Order(ReceiverState.On, SafetyReason.Boot, nowMs);
                Tell(nowMs);
            }

            if (_temperature != null)
            {
                _temperature.Step(nowMs);
            }

            if (_supply != null)
            {
                _supply.Step(nowMs);
            }

            if (_receiver != null)
            {
                Decide(nowMs, flight == FlightState.Armed || (hasPicture && State == ReceiverState.On));
                Confirm(nowMs);
            }

            if (nowMs >= _recordDueMs)
            {
                Record(nowMs);
            }
        }

        private void Decide(long nowMs, bool isNeeded)
        {
            bool isWatched = !_unwatched.Step(!isNeeded, nowMs);
            bool isIdle = _unneeded.Step(!isNeeded, nowMs) && _options.IdleMs > 0;

            // A temperature that nobody knows is neither hot nor cool: a risk that is worth taking only while somebody watches.
            bool isBlind = _temperature != null && _temperature.HasFailed;
            ThermalLevel level = _temperature == null || isBlind ? ThermalLevel.Normal : _temperature.Level;
            bool mayCut = !isWatched || _options.CutInFlight;
            bool staysCut = State == ReceiverState.CutForHeat && level >= ThermalLevel.Throttle;
            if ((level == ThermalLevel.Cut || staysCut) && mayCut)
            {
                Want(ReceiverState.CutForHeat, SafetyReason.Heat, nowMs);
            }
            else if (isWatched || !(isIdle || isBlind))
            {
                Want(ReceiverState.On, State == ReceiverState.CutForHeat ? SafetyReason.Heat : SafetyReason.Look, nowMs);
            }
            else
            {
                Doze(isBlind ? SafetyReason.SensorFault : SafetyReason.Idle, nowMs);
            }
        }

        // Down, and up now and then for a look. Looks are many and tell nothing.
        private void Doze(int reason, long nowMs)
        {
            if (State != ReceiverState.On)
            {
                if (nowMs - _orderMs >= _options.LookPeriodMs - _options.LookMs)
                {
                    Order(ReceiverState.On, SafetyReason.Look, nowMs);
                }
            }
            else if (Reason != SafetyReason.Look || nowMs - _orderMs >= _options.LookMs)
            {
                Order(ReceiverState.Off, reason, nowMs);
                if (_toldState != State)
                {
                    Tell(nowMs);
                }
            }
        }

        private void Want(int state, int reason, long nowMs)
        {
            if (state != State)
            {
                Order(state, reason, nowMs);
            }

            if (_toldState != State)
            {
                Tell(nowMs);
            }
        }

        private void Order(int state, int reason, long nowMs)
        {
            State = state;
            Reason = reason;
            _orderMs = nowMs;
            _contrary.Restart();
            _isReported = false;
            if (_receiver == null)
            {
                return;
            }

            if (state == ReceiverState.On)
            {
                _receiver.PowerUp();
            }
            else
            {
                _receiver.PowerDown();
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

            if (!isContrary && _isReported)
            {
                _isReported = false;
                _recorder.RecordEvent(EventCode.ReceiverState, Severity.Notice, State, SafetyReason.ObeyedLate, nowMs);
            }

            if (_contrary.Step(isContrary, nowMs) && !_isReported)
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

using DroneLink.Drivers;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Safety
{
    /// <summary>Reads a temperature sensor once a second and climbs its ladder. Stepped; allocates nothing.</summary>
    public sealed class TemperatureWatch
    {
        private const int PeriodMs = 1000;

        // A part that needs time to measure is asked again this soon.
        private const int RetryMs = 250;

        private readonly ITemperatureSensor _sensor;
        private readonly SensorWatch _watch;
        private readonly ThermalLadder _ladder;
        private readonly Recorder _recorder;
        private readonly int _hotEvent;
        private long _dueMs;

        /// <summary>Creates a watch.</summary>
        /// <param name="sensor">The sensor. Borrowed.</param>
        /// <param name="options">Its ladder.</param>
        /// <param name="part">See <see cref="MonitoredPart"/>.</param>
        /// <param name="hotEvent">Event to record at each change of rung, see <see cref="EventCode"/>: 0.01 °C, and the rung.</param>
        /// <param name="recorder">Takes the events. Borrowed.</param>
        public TemperatureWatch(ITemperatureSensor sensor, ThermalOptions options, int part, int hotEvent, Recorder recorder)
        {
            _sensor = sensor;
            _watch = new SensorWatch(part, recorder);
            _ladder = new ThermalLadder(options);
            _recorder = recorder;
            _hotEvent = hotEvent;
        }

        /// <summary>The rung that was last known.</summary>
        public ThermalLevel Level => _ladder.Level;

        /// <summary>Whether <see cref="CentiCelsius"/> is fresh.</summary>
        public bool IsGood => _watch.IsGood;

        /// <summary>Whether the sensor gives no temperature.</summary>
        public bool HasFailed => _watch.HasFailed;

        /// <summary>0.01 °C.</summary>
        public int CentiCelsius => _sensor.CentiCelsius;

        /// <summary>The sensor cannot be asked now, and that is no fault.</summary>
        public void Pause()
        {
            _watch.Pause();
        }

        /// <summary>Reads the sensor if it is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            if (nowMs < _dueMs)
            {
                return;
            }

            bool isNew = _sensor.TryRead(nowMs);
            _dueMs = nowMs + (isNew ? PeriodMs : RetryMs);
            _watch.Take(isNew, _sensor.Fault, nowMs);
            if (isNew && _ladder.Take(_sensor.CentiCelsius, nowMs))
            {
                _recorder.RecordEvent(_hotEvent, SeverityOf(_ladder.Level), _sensor.CentiCelsius, (int)_ladder.Level, nowMs);
            }
        }

        private static int SeverityOf(ThermalLevel level)
        {
            return level == ThermalLevel.Cut ? Severity.Critical
                : level == ThermalLevel.Throttle ? Severity.Error
                : level == ThermalLevel.Warn ? Severity.Warning
                : Severity.Notice;
        }
    }
}

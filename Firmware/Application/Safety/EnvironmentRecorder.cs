using DroneLink.Drivers.Bmp280;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Safety
{
    /// <summary>Records the air around. Stepped; borrows the sensor. Allocates nothing after construction.</summary>
    public sealed class EnvironmentRecorder
    {
        private const int PeriodMs = 10000;
        private const int RetryMs = 1000;

        private readonly Bmp280 _sensor;
        private readonly Recorder _recorder;
        private readonly SensorWatch _watch;
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private long _dueMs;

        /// <summary>Creates a recorder.</summary>
        /// <param name="sensor">The sensor. Borrowed.</param>
        /// <param name="recorder">Takes the records. Borrowed.</param>
        public EnvironmentRecorder(Bmp280 sensor, Recorder recorder)
        {
            _sensor = sensor;
            _recorder = recorder;
            _watch = new SensorWatch(MonitoredPart.Environment, recorder);
        }

        /// <summary>Reads and records the sensor if that is due.</summary>
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
            if (!isNew)
            {
                return;
            }

            _record.Start(RecordKind.Environment);
            _record.Set(EnvironmentField.Temperature, _sensor.CentiCelsius);
            _record.Set(EnvironmentField.Pressure, _sensor.PressurePa);
            if (_sensor.HasHumidity)
            {
                _record.Set(EnvironmentField.Humidity, _sensor.HumidityPerMille);
            }

            _recorder.Record(_record, nowMs);
        }
    }
}

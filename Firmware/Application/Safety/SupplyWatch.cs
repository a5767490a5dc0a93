using DroneLink.Drivers;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Safety
{
    /// <summary>Reads a supply sensor four times a second. Stepped; allocates nothing.</summary>
    public sealed class SupplyWatch
    {
        private const int PeriodMs = 250;

        private readonly IPowerMonitor _sensor;
        private readonly SensorWatch _watch;
        private long _dueMs;

        /// <summary>Creates a watch.</summary>
        /// <param name="sensor">The sensor. Borrowed.</param>
        /// <param name="part">See <see cref="MonitoredPart"/>.</param>
        /// <param name="recorder">Takes the events. Borrowed.</param>
        public SupplyWatch(IPowerMonitor sensor, int part, Recorder recorder)
        {
            _sensor = sensor;
            _watch = new SensorWatch(part, recorder);
        }

        /// <summary>Whether the readings are fresh.</summary>
        public bool IsGood => _watch.IsGood;

        /// <summary>mV.</summary>
        public int VoltageMv => _sensor.VoltageMv;

        /// <summary>mA.</summary>
        public int CurrentMa => _sensor.CurrentMa;

        /// <summary>Reads the sensor if it is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            if (nowMs < _dueMs)
            {
                return;
            }

            _dueMs = nowMs + PeriodMs;
            _watch.Take(_sensor.TryRead(nowMs), _sensor.Fault, nowMs);
        }
    }
}

using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Autopilot
{
    /// <summary>Records the flight battery as the autopilot measures it. Allocates nothing after construction.</summary>
    public sealed class PowerRecorder
    {
        /// <summary>A consumption older than this, ms, is left out. BATTERY_STATUS may come every 10 s only.</summary>
        public const int MaxConsumedAgeMs = 30000;

        private const int MilliampsPerCentiamp = 10;

        private readonly Recorder _recorder;
        private readonly RateLimiter _limiter;
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private readonly SysStatusReading _status = new SysStatusReading();
        private readonly BatteryStatusReading _battery = new BatteryStatusReading();
        private int _consumedMah;
        private long _consumedMs;
        private bool _hasConsumed;

        /// <summary>Creates a recorder of the battery.</summary>
        /// <param name="recorder">Takes the records. Borrowed.</param>
        /// <param name="periodMs">ms between records; 0 takes each SYS_STATUS.</param>
        public PowerRecorder(Recorder recorder, int periodMs)
        {
            _recorder = recorder;
            _limiter = new RateLimiter(periodMs);
        }

        /// <summary>ms between battery records; 0 takes each.</summary>
        public int PeriodMs
        {
            get => _limiter.PeriodMs;
            set => _limiter.PeriodMs = value;
        }

        /// <summary>Takes a message if it is of the battery.</summary>
        public void Take(MavlinkMessage message, long nowMs)
        {
            if (_battery.TryRead(message))
            {
                if (_battery.Id == 0)
                {
                    _consumedMah = _battery.ConsumedMah;
                    _consumedMs = nowMs;
                    _hasConsumed = _battery.HasConsumed;
                }

                return;
            }

            if (!_status.TryRead(message) || !_limiter.IsDue(nowMs))
            {
                return;
            }

            _record.Start(RecordKind.Power);
            if (_status.HasVoltage)
            {
                _record.Set(PowerField.Voltage, _status.VoltageMv);
            }

            if (_status.HasCurrent)
            {
                _record.Set(PowerField.Current, _status.CurrentCentiAmps * MilliampsPerCentiamp);
            }

            if (_status.HasRemaining)
            {
                _record.Set(PowerField.Remaining, _status.RemainingPercent);
            }

            if (_hasConsumed && nowMs - _consumedMs <= MaxConsumedAgeMs)
            {
                _record.Set(PowerField.Consumed, _consumedMah);
            }

            _recorder.Record(_record, nowMs);
        }
    }
}

using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Autopilot
{
    /// <summary>Records the autopilot's attitude. Allocates nothing after construction.</summary>
    public sealed class AttitudeRecorder
    {
        private readonly Recorder _recorder;
        private readonly RateLimiter _limiter;
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private readonly AttitudeReading _attitude = new AttitudeReading();

        /// <summary>Creates a recorder of attitudes.</summary>
        /// <param name="recorder">Takes the records. Borrowed.</param>
        /// <param name="periodMs">ms between attitudes, by the autopilot's clock; 0 takes each.</param>
        public AttitudeRecorder(Recorder recorder, int periodMs)
        {
            _recorder = recorder;
            _limiter = new RateLimiter(periodMs);
        }

        /// <summary>ms between attitudes; 0 takes each.</summary>
        public int PeriodMs
        {
            get => _limiter.PeriodMs;
            set => _limiter.PeriodMs = value;
        }

        /// <summary>Takes a message if it is an attitude.</summary>
        public void Take(MavlinkMessage message, long nowMs)
        {
            if (!_attitude.TryRead(message) || !_limiter.IsDue(_attitude.BootMs))
            {
                return;
            }

            _record.Start(RecordKind.Attitude);
            if (_attitude.HasRoll)
            {
                _record.Set(AttitudeField.Roll, _attitude.RollCentiDegrees);
            }

            if (_attitude.HasPitch)
            {
                _record.Set(AttitudeField.Pitch, _attitude.PitchCentiDegrees);
            }

            if (_attitude.HasYaw)
            {
                _record.Set(AttitudeField.Yaw, _attitude.YawCentiDegrees);
            }

            _recorder.Record(_record, nowMs);
        }
    }
}

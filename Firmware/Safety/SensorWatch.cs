using DroneLink.Drivers;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Safety
{
    /// <summary>
    /// Keeps count of how old a sensor's last good reading is, and reports when the sensor fails and when it is back. Allocates nothing.
    /// </summary>
    public sealed class SensorWatch
    {
        /// <summary>ms without a reading after which a sensor has failed.</summary>
        public const int FailedAfterMs = 5000;

        private readonly int _part;
        private readonly Recorder _recorder;
        private long _goodMs;
        private bool _isStarted;

        /// <summary>Creates a watch.</summary>
        /// <param name="part">See <see cref="MonitoredPart"/>.</param>
        /// <param name="recorder">Takes the events. Borrowed.</param>
        public SensorWatch(int part, Recorder recorder)
        {
            _part = part;
            _recorder = recorder;
        }

        /// <summary>Whether a reading is there and not older than <see cref="FailedAfterMs"/>.</summary>
        public bool IsGood { get; private set; }

        /// <summary>Whether no reading came for <see cref="FailedAfterMs"/>. Until then a sensor that has just started is neither good nor failed.</summary>
        public bool HasFailed { get; private set; }

        /// <summary>The sensor cannot be asked now, and that is no fault: what it said is old, and its time to answer begins anew.</summary>
        public void Pause()
        {
            IsGood = false;
            _isStarted = false;
        }

        /// <summary>Takes the outcome of a try.</summary>
        /// <param name="hasReading">Whether the sensor gave a new reading.</param>
        /// <param name="fault">Why not.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Take(bool hasReading, SensorFault fault, long nowMs)
        {
            if (!_isStarted)
            {
                _isStarted = true;
                _goodMs = nowMs;
            }

            if (hasReading)
            {
                _goodMs = nowMs;
                IsGood = true;
                if (HasFailed)
                {
                    HasFailed = false;
                    _recorder.RecordEvent(EventCode.SensorRestored, Severity.Notice, _part, nowMs);
                }
            }
            else if (!HasFailed && nowMs - _goodMs >= FailedAfterMs)
            {
                IsGood = false;
                HasFailed = true;
                _recorder.RecordEvent(EventCode.SensorFailed, Severity.Error, _part, (int)fault, nowMs);
            }
        }
    }
}

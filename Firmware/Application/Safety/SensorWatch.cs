using DroneLink.Drivers;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Safety
{
    /// <summary>
    /// Reports when a sensor fails and when it is back. Only time in which it was asked counts, so that a loop that stood still is no fault of
    /// a sensor's. Allocates nothing.
    /// </summary>
    public sealed class SensorWatch
    {
        /// <summary>ms of asking without a reading after which a sensor has failed.</summary>
        public const int FailedAfterMs = 5000;

        private const int MaxGapMs = 1000;

        private readonly int _part;
        private readonly Recorder _recorder;
        private readonly Hold _silence = new Hold(FailedAfterMs, MaxGapMs);

        /// <summary>Creates a watch.</summary>
        /// <param name="part">See <see cref="MonitoredPart"/>.</param>
        /// <param name="recorder">Takes the events. Borrowed.</param>
        public SensorWatch(int part, Recorder recorder)
        {
            _part = part;
            _recorder = recorder;
        }

        /// <summary>Whether a reading is there, and the sensor has not failed since.</summary>
        public bool IsGood { get; private set; }

        /// <summary>Whether it was asked for <see cref="FailedAfterMs"/> without a reading. Until then one that has just started is neither good nor failed.</summary>
        public bool HasFailed { get; private set; }

        /// <summary>The sensor cannot be asked now, and that is no fault: what it said is old, and its time to answer begins anew.</summary>
        public void Pause()
        {
            IsGood = false;
            _silence.Restart();
        }

        /// <summary>Takes the outcome of a try.</summary>
        /// <param name="hasReading">Whether the sensor gave a new reading.</param>
        /// <param name="fault">Why not.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Take(bool hasReading, SensorFault fault, long nowMs)
        {
            bool isSilent = _silence.Step(!hasReading, nowMs);
            if (hasReading)
            {
                IsGood = true;
                if (HasFailed)
                {
                    HasFailed = false;
                    _recorder.RecordEvent(EventCode.SensorRestored, Severity.Notice, _part, nowMs);
                }
            }
            else if (!HasFailed && isSilent)
            {
                IsGood = false;
                HasFailed = true;
                _recorder.RecordEvent(EventCode.SensorFailed, Severity.Error, _part, (int)fault, nowMs);
            }
        }
    }
}

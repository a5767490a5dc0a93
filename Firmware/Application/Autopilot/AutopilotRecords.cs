using System;
using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Autopilot
{
    /// <summary>
    /// Turns the messages of one autopilot into records, wherever the messages come from. Numbers are taken from component 1, the
    /// autopilot itself, since a gimbal or a smart battery of the same system has attitudes and voltages of its own; texts from
    /// every component of the system. Allocates nothing after construction.
    /// </summary>
    public sealed class AutopilotRecords
    {
        /// <summary>ms without a heartbeat after which the autopilot counts as lost: 5 missed at 1 Hz.</summary>
        public const int LostAfterMs = 5000;

        // The time of a message that waited in a buffer while the loop stood still is late by up to that long.
        private const int MaxTimeAgeMs = 1000;

        private const byte AutopilotComponent = 1;

        private readonly Recorder _recorder;
        private readonly PositionRecorder _position;
        private readonly AttitudeRecorder _attitude;
        private readonly PowerRecorder _power;
        private readonly TextRecorder _text;
        private readonly bool _isRecorded;
        private readonly HeartbeatReading _heartbeat = new HeartbeatReading();
        private readonly SystemTimeReading _time = new SystemTimeReading();
        private long _heartbeatMs;
        private long _stepMs;
        private long _utcMs;
        private bool _hasUtc;

        /// <summary>Creates a converter.</summary>
        /// <param name="recorder">Takes the records. Borrowed.</param>
        /// <param name="options">Whose telemetry, and how often.</param>
        /// <exception cref="ArgumentException">The system id is out of range.</exception>
        public AutopilotRecords(Recorder recorder, AutopilotOptions options)
        {
            if (options.SystemId < 0 || options.SystemId > byte.MaxValue)
            {
                throw new ArgumentException("SystemId " + options.SystemId + ": expected 0 to 255");
            }

            _recorder = recorder ?? throw new ArgumentNullException(nameof(recorder));
            _position = new PositionRecorder(recorder, options.PositionPeriodMs);
            _attitude = new AttitudeRecorder(recorder, options.AttitudePeriodMs);
            _power = new PowerRecorder(recorder, options.PowerPeriodMs);
            _text = new TextRecorder(recorder);
            _isRecorded = options.IsRecorded;
            SystemId = (byte)options.SystemId;
        }

        /// <summary>MAVLink system of the autopilot, 1..255; 0 until one was heard.</summary>
        public byte SystemId { get; private set; }

        /// <summary>Whether a heartbeat came within <see cref="LostAfterMs"/>.</summary>
        public bool IsConnected { get; private set; }

        /// <summary>What the autopilot says of the flight.</summary>
        public FlightTracker Flight { get; } = new FlightTracker();

        /// <summary>Texts that were too many.</summary>
        public uint DroppedTexts => _text.Dropped;

        /// <summary>Changes how often is recorded.</summary>
        /// <param name="positionMs">ms between positions; 0 takes each.</param>
        /// <param name="attitudeMs">ms between attitudes; 0 takes each.</param>
        /// <param name="powerMs">ms between battery records; 0 takes each.</param>
        public void SetPeriods(int positionMs, int attitudeMs, int powerMs)
        {
            _position.PeriodMs = positionMs;
            _attitude.PeriodMs = attitudeMs;
            _power.PeriodMs = powerMs;
        }

        /// <summary>Takes a message; those of others are left alone.</summary>
        /// <param name="message">It. Borrowed for the call.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Take(MavlinkMessage message, long nowMs)
        {
            if (SystemId == 0 && IsTelemetry(message))
            {
                SystemId = message.SystemId;
            }

            if (message.SystemId != SystemId)
            {
                return;
            }

            if (_isRecorded)
            {
                _text.Take(message, nowMs);
            }

            if (message.ComponentId == AutopilotComponent)
            {
                Flight.Take(message, nowMs);
                TakeOwn(message, nowMs);
            }
        }

        /// <summary>Does what time brings. Call it in each step after the messages were taken, so that none waits unseen.</summary>
        public void Step(long nowMs)
        {
            _stepMs = nowMs;
            _text.Step(nowMs);
            if (IsConnected && nowMs - _heartbeatMs >= LostAfterMs)
            {
                IsConnected = false;
                _recorder.RecordEvent(EventCode.AutopilotLost, Severity.Warning, nowMs - _heartbeatMs, nowMs);
            }
        }

        /// <summary>Takes out the autopilot's UTC of the step just made, once for each that came.</summary>
        /// <param name="utcMs">ms since 1970-01-01 UTC.</param>
        /// <returns>False when none came, or none that can be.</returns>
        public bool TryTakeUtc(out long utcMs)
        {
            utcMs = _utcMs;
            bool has = _hasUtc;
            _hasUtc = false;
            return has;
        }

        private void TakeOwn(MavlinkMessage message, long nowMs)
        {
            switch (message.MessageId)
            {
                case MavlinkId.Heartbeat:
                    _heartbeatMs = nowMs;
                    IsConnected = true;
                    break;
                case MavlinkId.SystemTime:
                    TakeTime(message, nowMs);
                    break;
                default:
                    if (_isRecorded)
                    {
                        RecordOwn(message, nowMs);
                    }

                    break;
            }
        }

        private void RecordOwn(MavlinkMessage message, long nowMs)
        {
            switch (message.MessageId)
            {
                case MavlinkId.GlobalPositionInt:
                case MavlinkId.GpsRawInt:
                    _position.Take(message, nowMs);
                    break;
                case MavlinkId.Attitude:
                    _attitude.Take(message, nowMs);
                    break;
                case MavlinkId.SysStatus:
                case MavlinkId.BatteryStatus:
                    _power.Take(message, nowMs);
                    break;
                default:
                    break;
            }
        }

        private void TakeTime(MavlinkMessage message, long nowMs)
        {
            _time.TryRead(message);
            _utcMs = _time.UnixMs;
            _hasUtc = _utcMs >= DeviceClock.EarliestUtcMs && _utcMs <= DeviceClock.LatestUtcMs && nowMs - _stepMs <= MaxTimeAgeMs;
        }

        // Ground stations speak too, and some as component 1: what they send is not this.
        private bool IsTelemetry(MavlinkMessage message)
        {
            if (message.ComponentId != AutopilotComponent)
            {
                return false;
            }

            switch (message.MessageId)
            {
                case MavlinkId.Heartbeat:
                    return _heartbeat.TryRead(message) && _heartbeat.Autopilot != HeartbeatReading.NoAutopilot
                        && _heartbeat.Type != HeartbeatReading.TypeGroundStation;
                case MavlinkId.SysStatus:
                case MavlinkId.GpsRawInt:
                case MavlinkId.Attitude:
                case MavlinkId.GlobalPositionInt:
                case MavlinkId.BatteryStatus:
                    return true;
                default:
                    return false;
            }
        }
    }
}

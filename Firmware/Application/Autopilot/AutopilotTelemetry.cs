using System;
using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Autopilot
{
    /// <summary>Records what the autopilot sends. Stepped; borrows the port. Allocates nothing after construction.</summary>
    public sealed class AutopilotTelemetry
    {
        private readonly MavlinkPort _port;
        private readonly AutopilotRecords _records;

        /// <summary>Creates it.</summary>
        /// <param name="port">Where the autopilot is heard. Borrowed, opened.</param>
        /// <param name="recorder">Takes the records. Borrowed.</param>
        /// <param name="options">Whose telemetry, and how often.</param>
        public AutopilotTelemetry(MavlinkPort port, Recorder recorder, AutopilotOptions options)
        {
            _port = port ?? throw new ArgumentNullException(nameof(port));
            _records = new AutopilotRecords(recorder, options);
        }

        /// <summary>MAVLink system of the autopilot, 1..255; 0 until one was heard.</summary>
        public byte SystemId => _records.SystemId;

        /// <summary>Whether the autopilot was heard within 5 s.</summary>
        public bool IsConnected => _records.IsConnected;

        /// <summary>What the autopilot says of the flight.</summary>
        public FlightTracker Flight => _records.Flight;

        /// <summary>Messages of the autopilot's system that were lost on the way here, in this boot.</summary>
        public uint LostPackets => _port.Parser.Loss.GetLost(_records.SystemId);

        /// <summary>Texts that were too many to record, in this boot.</summary>
        public uint DroppedTexts => _records.DroppedTexts;

        /// <summary>Changes how often is recorded.</summary>
        /// <param name="positionMs">ms between positions; 0 takes each.</param>
        /// <param name="attitudeMs">ms between attitudes; 0 takes each.</param>
        /// <param name="powerMs">ms between battery records; 0 takes each.</param>
        public void SetPeriods(int positionMs, int attitudeMs, int powerMs)
        {
            _records.SetPeriods(positionMs, attitudeMs, powerMs);
        }

        /// <summary>Takes what has come, and does what time brings. Never waits.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            while (_port.TryReceive(nowMs))
            {
                _records.Take(_port.Message, nowMs);
            }

            _records.Step(nowMs);
        }

        /// <summary>Takes out the autopilot's UTC of the step just made, once for each that came.</summary>
        /// <param name="utcMs">ms since 1970-01-01 UTC, at the time of that step.</param>
        /// <returns>False when none came, or none that can be.</returns>
        public bool TryTakeUtc(out long utcMs)
        {
            return _records.TryTakeUtc(out utcMs);
        }
    }
}

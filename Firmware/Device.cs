using DroneLink.Firmware.Autopilot;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Safety;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Supervision;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;
using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware
{
    /// <summary>
    /// One device, drone or ground receiver or both: the core, put together. Whoever owns it calls <see cref="Step"/> many times a second from
    /// one thread; nothing in it waits. Steady use, recording and publishing, allocates nothing; a commit to flash allocates a file's name and
    /// a segment's entry, a post over HTTPS its timestamp and signature.
    /// </summary>
    public sealed class Device
    {
        private readonly DeviceConfiguration _configuration;
        private readonly ISystemProbe _probe;
        private readonly BootRecord _boot;
        private readonly FlashRing _ring;
        private readonly DeviceClock _clock = new DeviceClock();
        private readonly Recorder _recorder;
        private readonly CloudUplink _uplink;
        private readonly AutopilotTelemetry _autopilot;
        private readonly GpsRecorder _gps;
        private readonly TransmitterGuard _transmitter;
        private readonly LinkReceiver _receiver;
        private readonly EnvironmentRecorder _environment;
        private readonly TelemetryRecord _system = new TelemetryRecord();
        private long _systemDueMs;

        /// <summary>Puts a device together and reads what its flash holds.</summary>
        /// <param name="configuration">What it is told.</param>
        /// <param name="store">Its flash. Borrowed.</param>
        /// <param name="board">Its side to the network. Borrowed.</param>
        /// <param name="events">What that side posts. Borrowed.</param>
        /// <param name="probe">What the board knows of itself. Borrowed.</param>
        /// <param name="parts">What is connected. Borrowed.</param>
        /// <param name="random">Differs between boots.</param>
        public Device(
            DeviceConfiguration configuration,
            ISegmentStore store,
            ILinkBoard board,
            LinkEventQueue events,
            ISystemProbe probe,
            DeviceParts parts,
            uint random)
        {
            _configuration = configuration;
            _probe = probe;
            _boot = new BootRecord(store);
            if (!_boot.Start(random))
            {
                board.Log("device: the boot counter could not be written; is the flash full?");
            }

            _ring = new FlashRing(store, configuration.RingSegments);
            _ring.Open();
            byte[] id = System.Text.Encoding.UTF8.GetBytes(configuration.Uplink.DeviceId);
            _recorder = new Recorder(new FrameBuilder(id, _boot.BootId), _ring, _clock, configuration.Recorder);
            configuration.Uplink.OnlineStatus = StatusMessage("online");
            configuration.Uplink.OfflineStatus = StatusMessage("offline");
            _uplink = new CloudUplink(board, events, _ring, _clock, _boot.BootId, configuration.Uplink);
            _autopilot = parts.Autopilot == null ? null : new AutopilotTelemetry(parts.Autopilot, _recorder, configuration.Autopilot);
            _gps = parts.Gps == null ? null : new GpsRecorder(parts.Gps, _recorder, configuration.GpsPositionPeriodMs);
            _receiver = parts.Rssi == null ? null : new LinkReceiver(parts, configuration, store, _recorder);
            _environment = parts.Environment == null ? null : new EnvironmentRecorder(parts.Environment, _recorder);
            if (parts.TransmitterSwitch != null || parts.Transmitter != null)
            {
                _transmitter = new TransmitterGuard(
                    parts.TransmitterSwitch,
                    parts.Transmitter,
                    parts.TransmitterTemperature,
                    parts.TransmitterSupply,
                    _recorder,
                    configuration.Transmitter.Options);
            }
        }

        /// <summary>This boot.</summary>
        public uint BootId => _boot.BootId;

        /// <summary>Records taken in this boot.</summary>
        public uint RecordedRecords => _recorder.NextSequence;

        /// <summary>The ring, for whoever wants to know what waits in it.</summary>
        public FlashRing Ring => _ring;

        /// <summary>The uplink, for whoever wants to know what it is at.</summary>
        public CloudUplink Uplink => _uplink;

        /// <summary>The guard of the transmitter; null when there is none.</summary>
        public TransmitterGuard Transmitter => _transmitter;

        /// <summary>The receiving end of the video link; null when there is none.</summary>
        public LinkReceiver Receiver => _receiver;

        /// <summary>Notes the boot. Call it once, before the first <see cref="Step"/>.</summary>
        public void Start(long nowMs)
        {
            _recorder.RecordEvent(EventCode.Boot, Severity.Notice, _boot.ResetReason, nowMs);
            if (_boot.ResetReason == ResetReason.Stalled)
            {
                _recorder.RecordEvent(EventCode.WatchdogReset, Severity.Error, _boot.Detail, nowMs);
            }

            _systemDueMs = nowMs;
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot; never goes back.</param>
        public void Step(long nowMs)
        {
            StepFlight(nowMs);
            FlightState flight = _autopilot == null ? FlightState.Unknown : _autopilot.Flight.StateAt(nowMs);
            bool isHeard = _autopilot != null && _autopilot.IsConnected;
            if (_transmitter != null)
            {
                _transmitter.Step(nowMs, flight, isHeard);
            }

            if (_receiver != null)
            {
                StepReceiver(nowMs, flight, isHeard);
            }

            if (_environment != null)
            {
                _environment.Step(nowMs);
            }

            if (nowMs >= _systemDueMs)
            {
                _systemDueMs = nowMs + _configuration.SystemPeriodMs;
                RecordSystem(nowMs);
            }

            bool synced = _clock.IsSynced;
            _recorder.Step(nowMs);
            if (_uplink.Step(nowMs) && !synced)
            {
                RecordAnchor(nowMs);
            }
        }

        /// <summary>Makes every record durable, so that an orderly end loses nothing.</summary>
        /// <param name="reason">Why it ends, see <see cref="ResetReason"/>.</param>
        /// <param name="detail">Number of the worker that stalled.</param>
        /// <returns>False when the flash refused.</returns>
        public bool Shutdown(int reason, int detail)
        {
            _recorder.Seal();
            bool durable = _ring.Checkpoint();
            return _boot.Note(reason, detail) && durable;
        }

        private void StepFlight(long nowMs)
        {
            long utcMs;
            if (_autopilot != null)
            {
                _autopilot.Step(nowMs);
                if (_autopilot.TryTakeUtc(out utcMs) && _configuration.UseAutopilotTime)
                {
                    TakeUtc(utcMs, nowMs);
                }
            }

            if (_gps != null)
            {
                _gps.Step(nowMs);
                if (_gps.TryTakeUtc(out utcMs))
                {
                    TakeUtc(utcMs, nowMs);
                }
            }
        }

        // In the field a GPS may be the only clock there is. Where a time server answered, that one is followed.
        private void TakeUtc(long utcMs, long nowMs)
        {
            if (!_clock.IsSynced && _clock.TrySet(utcMs, nowMs))
            {
                RecordAnchor(nowMs);
            }
        }

        private void StepReceiver(long nowMs, FlightState flight, bool isHeard)
        {
            if (_autopilot != null)
            {
                _receiver.Follow(_autopilot.Flight, nowMs);
            }

            if (_gps != null && _configuration.Role == DeviceConfiguration.GroundReceiverRole)
            {
                _receiver.Stand(_gps, nowMs);
            }

            // On a bench both ends are here. Pit mode still radiates a little.
            _receiver.Monitor.IsTransmitterOff = _transmitter != null
                && (_transmitter.State == TransmitterState.Off || _transmitter.State == TransmitterState.CutForHeat);
            _receiver.Step(nowMs, flight, isHeard);
        }

        private void RecordAnchor(long nowMs)
        {
            _recorder.RecordEvent(EventCode.ClockSynced, Severity.Notice, _clock.AnchorMs, nowMs);
        }

        private void RecordSystem(long nowMs)
        {
            _system.Start(RecordKind.System);
            long free = _probe.GetFreeHeapBytes();
            if (free >= 0)
            {
                _system.Set(SystemField.FreeHeap, free);
            }

            _system.Set(SystemField.BufferedFrames, _ring.WaitingFrames);
            _system.Set(SystemField.BufferedBytes, _ring.WaitingBytes);
            _system.Set(SystemField.OverwrittenRecords, _ring.OverwrittenRecords);
            _system.Set(SystemField.Reconnects, _uplink.Reconnects);
            _system.Set(SystemField.ResetReason, _boot.ResetReason);
            _system.Set(SystemField.Uptime, nowMs / 1000);
            _system.Set(SystemField.FirmwareVersion, FirmwareVersion.Packed);
            if (_autopilot != null)
            {
                _system.Set(SystemField.AutopilotLost, _autopilot.LostPackets);
            }

            _recorder.Record(_system, nowMs);
        }

        private string StatusMessage(string state)
        {
            return "{\"state\":\"" + state + "\",\"role\":\"" + _configuration.Role + "\",\"linkId\":\"" + _configuration.LinkId
                + "\",\"firmware\":\"" + FirmwareVersion.Text + "\",\"bootId\":" + _boot.BootId.ToString() + "}";
        }
    }
}

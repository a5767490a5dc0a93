using System.Collections;
using DroneLink.Firmware.Autopilot;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Payload;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Safety;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Application
{
    /// <summary>
    /// The payload: what is connected to a drone, a ground receiver, or both, read, watched and recorded. Steady use allocates nothing.
    /// </summary>
    public sealed class DeviceApplication : IPayload
    {
        private readonly PayloadContext _context;
        private readonly ApplicationConfiguration _configuration;
        private readonly DeviceParts _parts;
        private readonly Recorder _recorder;
        private readonly AutopilotTelemetry _autopilot;
        private readonly GpsRecorder _gps;
        private readonly TransmitterGuard _transmitter;
        private readonly LinkReceiver _receiver;
        private readonly EnvironmentRecorder _environment;
        private readonly OwnPosition _own;
        private readonly PeerMonitor _peers;
        private readonly Locator _locator;
        private readonly TelemetryRecord _system = new TelemetryRecord();
        private long _systemDueMs;
        private bool _hasUtc;
        private bool _wasHeard;
        private long _utcMs;

        /// <summary>Puts it together.</summary>
        /// <param name="context">What the bootstrap offers. Borrowed.</param>
        /// <param name="configuration">What it is told.</param>
        /// <param name="parts">What is connected, opened. Owned.</param>
        public DeviceApplication(PayloadContext context, ApplicationConfiguration configuration, DeviceParts parts)
        {
            _context = context;
            _configuration = configuration;
            _parts = parts;
            _recorder = context.Recorder;
            SystemPeriodMs = configuration.SystemPeriodMs;
            _autopilot = parts.Autopilot == null ? null : new AutopilotTelemetry(parts.Autopilot, _recorder, configuration.Autopilot);
            _gps = parts.Gps == null ? null : new GpsRecorder(parts.Gps, _recorder, configuration.GpsPositionPeriodMs);
            _receiver = parts.Rssi == null ? null : new LinkReceiver(parts, configuration, context.Store, _recorder);
            _environment = parts.Environment == null ? null : new EnvironmentRecorder(parts.Environment, _recorder);
            if (configuration.Peers != null)
            {
                _own = new OwnPosition(_autopilot, _gps);
                _peers = new PeerMonitor(
                    configuration.Peers, configuration.Uplink, context.Boot.BootId, _recorder, context.Clock, context.PeerKeys, context.Radio, context.Uplink);
            }

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

            _locator = parts.Locate == null ? null : new Locator(parts.Locate);
            Commands = new ApplicationCommands(this, _autopilot, _locator, configuration);
        }

        /// <inheritdoc/>
        public string Version => FirmwareVersion.Text;

        /// <inheritdoc/>
        public int Build => FirmwareVersion.Build;

        /// <inheritdoc/>
        public FlightState Flight { get; private set; } = FlightState.Unknown;

        /// <inheritdoc/>
        public bool MayRestart => Flight == FlightState.Disarmed || (Flight == FlightState.Unknown && IsNobodyThere);

        /// <inheritdoc/>
        public IPayloadCommands Commands { get; }

        /// <summary>ms between records of kind system; 1000 to 3,600,000.</summary>
        public int SystemPeriodMs { get; set; }

        /// <summary>The guard of the transmitter; null when there is none.</summary>
        public TransmitterGuard Transmitter => _transmitter;

        /// <summary>The drones around; null when they are not heard.</summary>
        public PeerMonitor Peers => _peers;

        /// <summary>The receiving end of the video link; null when there is none.</summary>
        public LinkReceiver Receiver => _receiver;

        // Without an autopilot nobody tells of arming; one that a ground receiver has not heard since its start is not flying in its reach.
        private bool IsNobodyThere => _autopilot == null || (_configuration.Role == DeviceConfiguration.GroundReceiverRole && !_wasHeard);

        /// <inheritdoc/>
        public void CheckSettings(Hashtable settings, ArrayList errors)
        {
            ApplicationConfigurationReader.Read(settings, errors);
        }

        /// <inheritdoc/>
        public void Start(long nowMs)
        {
            _systemDueMs = nowMs;
        }

        /// <inheritdoc/>
        public void Step(long nowMs)
        {
            StepFlight(nowMs);
            Flight = _autopilot == null ? FlightState.Unknown : _autopilot.Flight.StateAt(nowMs);
            bool isHeard = _autopilot != null && _autopilot.IsConnected;
            _wasHeard |= isHeard;
            if (_transmitter != null)
            {
                _transmitter.Step(nowMs, Flight, isHeard);
            }

            if (_receiver != null)
            {
                StepReceiver(nowMs, isHeard);
            }

            if (_environment != null)
            {
                _environment.Step(nowMs);
            }

            if (_peers != null)
            {
                _peers.Step(_own.At(nowMs), Flight != FlightState.Disarmed, nowMs);
            }

            if (_locator != null)
            {
                _locator.Step(nowMs);
            }

            if (nowMs >= _systemDueMs)
            {
                _systemDueMs = nowMs + SystemPeriodMs;
                RecordSystem(nowMs);
            }
        }

        /// <inheritdoc/>
        public void TakeBeacon(string topic, byte[] payload, long nowMs)
        {
            if (_peers != null)
            {
                _peers.Take(topic, payload, nowMs);
            }
        }

        /// <inheritdoc/>
        public bool TryTakeUtc(out long utcMs)
        {
            utcMs = _utcMs;
            bool has = _hasUtc;
            _hasUtc = false;
            return has;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _parts.Dispose();
        }

        private void StepFlight(long nowMs)
        {
            long utcMs;
            if (_autopilot != null)
            {
                _autopilot.Step(nowMs);
                if (_autopilot.TryTakeUtc(out utcMs) && _configuration.UseAutopilotTime)
                {
                    TakeUtc(utcMs);
                }
            }

            if (_gps != null)
            {
                _gps.Step(nowMs);
                if (_gps.TryTakeUtc(out utcMs))
                {
                    TakeUtc(utcMs);
                }
            }
        }

        private void TakeUtc(long utcMs)
        {
            _hasUtc = true;
            _utcMs = utcMs;
        }

        private void StepReceiver(long nowMs, bool isHeard)
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
            _receiver.Step(nowMs, Flight, isHeard);
        }

        private void RecordSystem(long nowMs)
        {
            _system.Start(RecordKind.System);
            long free = _context.Probe.GetFreeHeapBytes();
            if (free >= 0)
            {
                _system.Set(SystemField.FreeHeap, free);
            }

            _system.Set(SystemField.BufferedFrames, _context.Ring.WaitingFrames);
            _system.Set(SystemField.BufferedBytes, _context.Ring.WaitingBytes);
            _system.Set(SystemField.OverwrittenRecords, _context.Ring.OverwrittenRecords);
            _system.Set(SystemField.Reconnects, _context.Uplink.Reconnects);
            _system.Set(SystemField.ResetReason, _context.Boot.ResetReason);
            _system.Set(SystemField.Uptime, nowMs / 1000);
            _system.Set(SystemField.FirmwareVersion, FirmwareVersion.Packed);
            if (_autopilot != null)
            {
                _system.Set(SystemField.AutopilotLost, _autopilot.LostPackets);
            }

            _recorder.Record(_system, nowMs);
        }
    }
}

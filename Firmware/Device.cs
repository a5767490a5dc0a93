using System;
using System.Collections;
using DroneLink.Firmware.Commands;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Payload;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Supervision;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware
{
    /// <summary>
    /// One device, drone or ground receiver or both: the bootstrap's core and the payload on it, put together. Whoever owns it calls
    /// <see cref="Step"/> many times a second from one thread; nothing in it waits. Steady use, recording and publishing, allocates nothing; a commit
    /// to flash allocates a file's name and a segment's entry, a post over HTTPS its timestamp and signature. Owns the payload.
    /// </summary>
    public sealed class Device : IDisposable
    {
        /// <summary>Messages that are taken in a step at the most, commands before beacons.</summary>
        public const int MaxMessagesPerStep = 8;

        private const int FaultPeriodMs = 60000;

        // What the payload's end is known by has to reach the cloud, or the flash, before the restart.
        private const int DiedMs = 15000;

        private readonly DeviceConfiguration _configuration;
        private readonly BootRecord _boot;
        private readonly FlashRing _ring;
        private readonly DeviceClock _clock = new DeviceClock();
        private readonly Recorder _recorder;
        private readonly CloudUplink _uplink;
        private readonly ILinkBoard _board;
        private readonly PayloadHost _payload;
        private readonly ProofOfLife _proof;
        private readonly IncomingMessages _incoming;
        private readonly MqttTopics _topics;
        private readonly SettingsOverlay _overlay;
        private readonly DeviceCommands _commands;
        private readonly DeviceUpdates _updates;
        private long _diedMs = -1;
        private bool _isPayloadToRestart;
        private string _reportedFault;
        private long _faultDueMs;

        /// <summary>Puts a device together and reads what its flash holds.</summary>
        /// <param name="settings">The configuration file, as <see cref="ConfigurationReader.Parse"/> returned it.</param>
        /// <param name="configuration">What the bootstrap takes from it.</param>
        /// <param name="hardware">What it runs on. Borrowed.</param>
        /// <param name="payloads">Where the payload comes from. Borrowed.</param>
        /// <param name="random">Differs between boots.</param>
        public Device(Hashtable settings, DeviceConfiguration configuration, DeviceHardware hardware, IPayloadSource payloads, uint random)
        {
            DeviceLog log = hardware.Log == null ? new DeviceLog() : hardware.Log;
            _board = new LoggingBoard(hardware.Board, log);
            _overlay = new SettingsOverlay(hardware.Store, settings);
            _configuration = _overlay.Apply(configuration, _board, out Hashtable overlaid);
            _incoming = hardware.Incoming;
            _topics = new MqttTopics(_configuration.Uplink.FleetId, _configuration.Uplink.DeviceId);
            _boot = new BootRecord(hardware.Store);
            if (!_boot.Start(random))
            {
                _board.Log("device: the boot counter could not be written; is the flash full?");
            }

            _ring = new FlashRing(hardware.Store, _configuration.RingSegments);
            _ring.Open();
            byte[] id = System.Text.Encoding.UTF8.GetBytes(_configuration.Uplink.DeviceId);
            _recorder = new Recorder(new FrameBuilder(id, _boot.BootId), _ring, _clock, _configuration.Recorder);
            _uplink = new CloudUplink(_board, hardware.Events, _ring, _clock, _boot.BootId, _configuration.Uplink);
            _commands = new DeviceCommands(hardware.Store, _overlay, _uplink, _topics, _board, log, _recorder);
            byte[] image = null;
            if (_configuration.UseOta)
            {
                _updates = new DeviceUpdates(_configuration, hardware, payloads, _uplink, _topics, _recorder, _ring, _boot.BootId, out image);
            }

            _uplink.SetSubscriptions(Subscriptions());
            if (_configuration.Peers != null && _configuration.Peers.UseUdp)
            {
                PeerKeys = new PeerKeys(hardware.Store, _configuration.Peers.BeaconKey);
                _commands.BeaconKeyTaker = PeerKeys.Rotate;
            }

            PayloadContext context = new PayloadContext
            {
                Settings = overlaid,
                FileSettings = settings,
                Pins = hardware.Pins,
                Probe = hardware.Probe,
                Store = hardware.Store,
                Recorder = _recorder,
                Ring = _ring,
                Uplink = _uplink,
                Boot = _boot,
                Clock = _clock,
                PeerKeys = PeerKeys,
                Radio = hardware.Radio,
            };
            _payload = LoadPayload(payloads, image, context);
            if (context.SettingsProblem != null)
            {
                _overlay.Ignore(context.SettingsProblem, _board);
            }

            _commands.Attach(_payload, Ota);
            _proof = new ProofOfLife(_ring);
            _uplink.SetStatus(StatusMessage("online"), StatusMessage("offline"));
        }

        /// <summary>This boot.</summary>
        public uint BootId => _boot.BootId;

        /// <summary>Records taken in this boot.</summary>
        public uint RecordedRecords => _recorder.NextSequence;

        /// <summary>The ring, for whoever wants to know what waits in it.</summary>
        public FlashRing Ring => _ring;

        /// <summary>The uplink, for whoever wants to know what it is at.</summary>
        public CloudUplink Uplink => _uplink;

        /// <summary>The fleet's beacon keys; null where drones do not hear each other over UDP.</summary>
        public PeerKeys PeerKeys { get; }

        /// <summary>Keeps the payload up to date; null where updates are not configured.</summary>
        public OtaUpdater Ota => _updates == null ? null : _updates.Updater;

        /// <summary>What has to do with commands.</summary>
        public DeviceCommands Commands => _commands;

        /// <summary>Version of the payload that runs; <c>none</c> when there is none.</summary>
        public string PayloadVersion => _payload.Version;

        /// <summary>Whether it is to be shut down in order and started again.</summary>
        public bool WantsRestart { get; private set; }

        /// <summary>Notes the boot. Call it once, before the first <see cref="Step"/>.</summary>
        public void Start(long nowMs)
        {
            _recorder.RecordEvent(EventCode.Boot, Severity.Notice, _boot.ResetReason, nowMs);
            if (_boot.ResetReason == ResetReason.Stalled)
            {
                _recorder.RecordEvent(EventCode.WatchdogReset, Severity.Error, _boot.Detail, nowMs);
            }

            if (_overlay.Problem != null)
            {
                RecordText(Severity.Warning, _overlay.Problem, nowMs);
            }

            _payload.Start(nowMs);
            ReportFault(nowMs);
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot; never goes back.</param>
        public void Step(long nowMs)
        {
            TakeIncoming(nowMs);
            _payload.Step(nowMs);
            ReportFault(nowMs);

            // In the field a GPS may be the only clock there is. Where a time server answered, that one is followed.
            if (_payload.TryTakeUtc(out long utcMs) && !_clock.IsSynced && _clock.TrySet(utcMs, nowMs))
            {
                RecordAnchor(nowMs);
            }

            bool synced = _clock.IsSynced;
            _recorder.Step(nowMs);
            if (_uplink.Step(nowMs) && !synced)
            {
                RecordAnchor(nowMs);
            }

            _proof.Step(_payload.HasRecorded);
            if (_updates != null)
            {
                _updates.Step(nowMs, UtcSeconds(nowMs), _payload, _proof.HasReachedCloud);
            }

            WatchPayload(nowMs);
            _commands.Step(nowMs, UtcSeconds(nowMs));

            // Asked anew in each step: who was on the ground a moment ago may be in the air.
            bool isWanted = _isPayloadToRestart || _commands.WantsRestart;
            WantsRestart = (isWanted && _payload.MayRestart) || (_updates != null && _updates.Updater.WantsRestart);
        }

        /// <summary>Makes every record durable, so that an orderly end loses nothing.</summary>
        /// <param name="reason">Why it ends, see <see cref="ResetReason"/>.</param>
        /// <param name="detail">Number of the worker that stalled.</param>
        /// <returns>False when the flash refused.</returns>
        public bool Shutdown(int reason, int detail)
        {
            if (_updates != null && reason == ResetReason.Ordered && _payload.IsRunning)
            {
                // Who is ended in order did not fail, however short it ran.
                _updates.Boot.MarkStable();
            }

            _recorder.Seal();
            bool durable = _ring.Checkpoint();
            return _boot.Note(reason, detail) && durable;
        }

        /// <summary>Closes the payload's parts, the transmitter first.</summary>
        public void Dispose()
        {
            _payload.Dispose();
        }

        private long UtcSeconds(long nowMs)
        {
            return _clock.IsSynced ? _clock.ToUtc(nowMs) / 1000 : 0;
        }

        private string[] Subscriptions()
        {
            ArrayList topics = new ArrayList();
            topics.Add(_topics.Command);
            if (_updates != null)
            {
                topics.Add(_topics.Ota);
            }

            if (_configuration.Peers != null)
            {
                topics.Add(_topics.AllBeacons);
            }

            return (string[])topics.ToArray(typeof(string));
        }

        private PayloadHost LoadPayload(IPayloadSource payloads, byte[] image, PayloadContext context)
        {
            PayloadHost payload = new PayloadHost(payloads, image, context);
            if (image == null || payload.Fault == null)
            {
                return payload;
            }

            _board.Log("payload: build " + _updates.Boot.RunningBuild.ToString() + " cannot be started: " + payload.Fault);
            _updates.Boot.LoadFailed();
            return _updates.Boot.NeedsRestart ? payload : new PayloadHost(payloads, null, context);
        }

        private void TakeIncoming(long nowMs)
        {
            for (int i = 0; i < MaxMessagesPerStep; i++)
            {
                IncomingKind kind = _incoming.Take();
                if (kind == IncomingKind.None)
                {
                    break;
                }

                if (kind == IncomingKind.Ota && _updates != null)
                {
                    OtaMessages.Take(_incoming.Payload, 0, _incoming.Payload.Length, _updates.Updater);
                }
                else if (kind == IncomingKind.Command)
                {
                    _commands.Take(_incoming.Payload);
                }
                else if (kind == IncomingKind.Beacon)
                {
                    _payload.TakeBeacon(_incoming.Topic, _incoming.Payload, nowMs);
                }
            }

            if (_incoming.TakeOverflow())
            {
                _board.Log("device: too many messages at once, opening the session anew");
                _uplink.Reconnect(nowMs);
            }
        }

        // One that has died may live again after a fresh start; one that was never there, as by a wrong configuration, would not.
        private void WatchPayload(long nowMs)
        {
            if (!_payload.HasDied)
            {
                return;
            }

            if (_diedMs < 0)
            {
                _diedMs = nowMs;
                if (_updates != null)
                {
                    _updates.Boot.RollBack(OtaRollbackReason.Crashed);
                }
            }

            _isPayloadToRestart = nowMs - _diedMs >= DiedMs;
        }

        private void RecordAnchor(long nowMs)
        {
            _recorder.RecordEvent(EventCode.ClockSynced, Severity.Notice, _clock.AnchorMs, nowMs);
        }

        // A payload that fails does so a hundred times a second: each fault is said once, and different ones not without end.
        private void ReportFault(long nowMs)
        {
            string fault = _payload.Fault;
            if (fault == null || fault == _reportedFault || nowMs < _faultDueMs)
            {
                return;
            }

            _faultDueMs = nowMs + FaultPeriodMs;
            _reportedFault = fault;
            _board.Log("payload: " + fault);
            RecordText(Severity.Error, "payload: " + fault, nowMs);
        }

        private void RecordText(int severity, string text, long nowMs)
        {
            byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);
            _recorder.RecordText(severity, utf8, utf8.Length, nowMs);
        }

        private string StatusMessage(string state)
        {
            return "{\"state\":\"" + state + "\",\"role\":\"" + _configuration.Role + "\",\"linkId\":\"" + _configuration.LinkId
                + "\",\"firmware\":\"" + _payload.Version + "\",\"build\":" + _payload.Build.ToString() + ",\"bootstrap\":\"" + BootstrapVersion.Text
                + "\",\"bootId\":" + _boot.BootId.ToString() + "}";
        }
    }
}

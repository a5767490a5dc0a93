using System;
using System.Collections;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Payload;
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
        private const int FaultPeriodMs = 60000;

        private readonly DeviceConfiguration _configuration;
        private readonly BootRecord _boot;
        private readonly FlashRing _ring;
        private readonly DeviceClock _clock = new DeviceClock();
        private readonly Recorder _recorder;
        private readonly CloudUplink _uplink;
        private readonly ILinkBoard _board;
        private readonly PayloadHost _payload;
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
            _configuration = configuration;
            _board = hardware.Board;
            _boot = new BootRecord(hardware.Store);
            if (!_boot.Start(random))
            {
                _board.Log("device: the boot counter could not be written; is the flash full?");
            }

            _ring = new FlashRing(hardware.Store, configuration.RingSegments);
            _ring.Open();
            byte[] id = System.Text.Encoding.UTF8.GetBytes(configuration.Uplink.DeviceId);
            _recorder = new Recorder(new FrameBuilder(id, _boot.BootId), _ring, _clock, configuration.Recorder);
            _uplink = new CloudUplink(_board, hardware.Events, _ring, _clock, _boot.BootId, configuration.Uplink);
            PayloadContext context = new PayloadContext
            {
                Settings = settings,
                Pins = hardware.Pins,
                Probe = hardware.Probe,
                Store = hardware.Store,
                Recorder = _recorder,
                Ring = _ring,
                Uplink = _uplink,
                Boot = _boot,
            };
            _payload = new PayloadHost(payloads, null, context);
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

        /// <summary>Whether it is to be shut down in order and started again, such as by a command.</summary>
        public bool WantsRestart { get; private set; }

        /// <summary>Notes the boot. Call it once, before the first <see cref="Step"/>.</summary>
        public void Start(long nowMs)
        {
            _recorder.RecordEvent(EventCode.Boot, Severity.Notice, _boot.ResetReason, nowMs);
            if (_boot.ResetReason == ResetReason.Stalled)
            {
                _recorder.RecordEvent(EventCode.WatchdogReset, Severity.Error, _boot.Detail, nowMs);
            }

            _payload.Start(nowMs);
            ReportFault(nowMs);
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot; never goes back.</param>
        public void Step(long nowMs)
        {
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

        /// <summary>Closes the payload's parts, the transmitter first.</summary>
        public void Dispose()
        {
            _payload.Dispose();
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
            byte[] text = System.Text.Encoding.UTF8.GetBytes("payload: " + fault);
            _recorder.RecordText(Severity.Error, text, text.Length, nowMs);
        }

        private string StatusMessage(string state)
        {
            return "{\"state\":\"" + state + "\",\"role\":\"" + _configuration.Role + "\",\"linkId\":\"" + _configuration.LinkId
                + "\",\"firmware\":\"" + _payload.Version + "\",\"build\":" + _payload.Build.ToString() + ",\"bootstrap\":\"" + BootstrapVersion.Text
                + "\",\"bootId\":" + _boot.BootId.ToString() + "}";
        }
    }
}

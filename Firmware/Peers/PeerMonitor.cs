using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Peers
{
    /// <summary>
    /// The drones around the own one: tells them where it is, hears where they are, records how near they are and warns of those that come too near.
    /// Stepped; nothing in it waits. Allocates nothing after construction.
    /// </summary>
    public sealed class PeerMonitor
    {
        /// <summary>ms between looks at the table.</summary>
        public const int LookMs = 250;

        /// <summary>ms between the records of one drone.</summary>
        public const int RecordMs = 5000;

        /// <summary>ms between the records of one that is near.</summary>
        public const int NearRecordMs = 1000;

        /// <summary>Below this, cm, a drone is near.</summary>
        public const int NearCm = 20000;

        /// <summary>Records of a look at the most: four of all drones a second.</summary>
        public const int MaxRecordsPerLook = 1;

        /// <summary>A conflict that is nearer than this, ms, is critical.</summary>
        public const int CriticalMs = 5000;

        /// <summary>ms without a conflict after which an encounter is over, and the next one is warned of again.</summary>
        public const int ClearMs = 5000;

        /// <summary>ms after which an encounter with a drone that fell silent is over.</summary>
        public const int SilentMs = 30000;

        private const int Warned = 1;
        private const int Critical = 2;

        private readonly PeerOptions _options;
        private readonly Recorder _recorder;
        private readonly IPeerRadio _radio;
        private readonly PeerKeys _keys;
        private readonly PeerSender _sender;
        private readonly Encounter _encounter = new Encounter();
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private long _lookDueMs;
        private int _first;

        /// <summary>Creates a monitor.</summary>
        /// <param name="options">How it behaves.</param>
        /// <param name="uplinkOptions">Who the own device is.</param>
        /// <param name="bootId">This boot.</param>
        /// <param name="recorder">Takes records and events. Borrowed.</param>
        /// <param name="clock">The own clock. Borrowed.</param>
        /// <param name="keys">The fleet's keys; null for no UDP. Borrowed.</param>
        /// <param name="radio">The way over UDP; null for none. Borrowed.</param>
        /// <param name="uplink">The way over MQTT; null for none. Borrowed.</param>
        public PeerMonitor(
            PeerOptions options, UplinkOptions uplinkOptions, uint bootId, Recorder recorder, DeviceClock clock, PeerKeys keys, IPeerRadio radio, CloudUplink uplink)
        {
            _options = options;
            _recorder = recorder;
            _keys = keys;
            _radio = keys == null ? null : radio;
            byte[] id = System.Text.Encoding.UTF8.GetBytes(uplinkOptions.DeviceId);
            byte[] fleetId = System.Text.Encoding.UTF8.GetBytes(uplinkOptions.FleetId);
            uint fleet = Crc32.Compute(fleetId, 0, fleetId.Length);
            MqttTopics topics = new MqttTopics(uplinkOptions.FleetId, uplinkOptions.DeviceId);
            Table = new PeerTable(options.StaleMs);
            Receiver = new PeerReceiver(Table, keys, clock, id, fleet);
            _sender = new PeerSender(options, id, topics, bootId, fleet, clock, keys, _radio, uplink);
        }

        /// <summary>The drones nearby.</summary>
        public PeerTable Table { get; }

        /// <summary>What judges beacons, for its counts.</summary>
        public PeerReceiver Receiver { get; }

        /// <summary>Beacons sent in this boot.</summary>
        public uint Sent => _sender.Sent;

        /// <summary>Takes a beacon that came over MQTT.</summary>
        /// <param name="topic">Its topic.</param>
        /// <param name="payload">Its bytes.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Take(string topic, byte[] payload, long nowMs)
        {
            Receiver.Take(topic, payload, nowMs);
        }

        /// <summary>Does what is due.</summary>
        /// <param name="own">Where the own drone is; null while it is not known. Borrowed for the call.</param>
        /// <param name="isFlying">Whether it may be in the air: it is warned of nobody while it is known not to be.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(PeerState own, bool isFlying, long nowMs)
        {
            Receiver.Own = own;
            if (_keys != null)
            {
                _keys.Step(nowMs);
            }

            if (_radio != null)
            {
                Receiver.Receive(_radio, nowMs);
            }

            Receiver.EndStep();
            _sender.Step(own, nowMs);
            if (nowMs >= _lookDueMs)
            {
                _lookDueMs = nowMs + LookMs;
                Look(own, isFlying, nowMs);
            }
        }

        private static void End(PeerEntry entry)
        {
            entry.Level = 0;
            entry.ClearMs = -1;
        }

        private void Look(PeerState own, bool isFlying, long nowMs)
        {
            // Whoever could not be recorded in the last look comes first in this one.
            int records = 0;
            int count = Table.Count;
            int first = _first;
            for (int i = 0; i < count; i++)
            {
                int index = (first + i) % count;
                PeerEntry entry = Table.Get(index);
                if (own == null || Table.IsStale(entry, nowMs))
                {
                    entry.DistanceCm = PeerEntry.Unknown;
                    if (!isFlying || nowMs - entry.State.TimeMs > SilentMs)
                    {
                        End(entry);
                    }

                    continue;
                }

                _encounter.Compute(own, entry.State, nowMs, _options.HorizonMs);
                entry.DistanceCm = _encounter.DistanceCm;
                Judge(entry, isFlying, nowMs);
                if (nowMs >= entry.RecordDueMs && records < MaxRecordsPerLook)
                {
                    records++;
                    _first = (index + 1) % count;
                    RecordPeer(entry, nowMs);
                }
            }
        }

        private void Judge(PeerEntry entry, bool isFlying, long nowMs)
        {
            if (!isFlying)
            {
                End(entry);
                return;
            }

            bool isTooClose = _encounter.DistanceCm < _options.TooCloseCm;
            bool isPredicted = _encounter.TimeToClosestMs > 0 && _encounter.ClosestCm < _options.ConflictCm;
            if (isTooClose || isPredicted)
            {
                entry.ClearMs = -1;
                int level = isTooClose || _encounter.TimeToClosestMs < CriticalMs ? Critical : Warned;
                if (level > entry.Level)
                {
                    entry.Level = level;
                    _recorder.RecordEvent(
                        EventCode.PeerConflict, level == Critical ? Severity.Critical : Severity.Warning, _encounter.ClosestCm, entry.Hash, nowMs);
                }
            }
            else if (entry.Level != 0 && IsClear())
            {
                entry.ClearMs = entry.ClearMs < 0 ? nowMs : entry.ClearMs;
                if (nowMs - entry.ClearMs >= ClearMs)
                {
                    End(entry);
                }
            }
            else
            {
                entry.ClearMs = -1;
            }
        }

        // Half as much again as what began it, so that one encounter at the edge is one.
        private bool IsClear()
        {
            return _encounter.DistanceCm > _options.TooCloseCm * 3L / 2
                && (_encounter.TimeToClosestMs == 0 || _encounter.ClosestCm > _options.ConflictCm * 3L / 2);
        }

        private void RecordPeer(PeerEntry entry, long nowMs)
        {
            entry.RecordDueMs = nowMs + (entry.Level != 0 || entry.DistanceCm < NearCm ? NearRecordMs : RecordMs);
            _record.Start(RecordKind.Peer);
            _record.Set(PeerField.PeerHash, entry.Hash);
            _record.Set(PeerField.Distance, _encounter.DistanceCm);
            _record.Set(PeerField.ClosestApproach, _encounter.ClosestCm);
            _record.Set(PeerField.TimeToClosest, _encounter.TimeToClosestMs);
            _recorder.Record(_record, nowMs);
        }
    }
}

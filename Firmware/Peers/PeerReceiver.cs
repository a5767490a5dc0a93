using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Peers
{
    /// <summary>
    /// Judges beacons and puts those that are believed into the table. What is cheap to see is looked at first, and each costly look has its
    /// budget, so that a flood costs beacons and not the loop. Allocates nothing after construction.
    /// </summary>
    public sealed class PeerReceiver
    {
        /// <summary>A beacon whose UTC is off from the own one by more than this, ms, is stale.</summary>
        public const int MaxAgeMs = 10000;

        /// <summary>Datagrams that are taken from the radio in a step at the most.</summary>
        public const int MaxReceivesPerStep = 32;

        /// <summary>Frames that are read in a step at the most, of each way.</summary>
        public const int MaxReadsPerStep = 8;

        /// <summary>Signatures that are checked in a second at the most: one of each drone in the table, and as many that whoever comes first has.</summary>
        public const int MaxChecksPerSecond = 2 * PeerTable.Capacity;

        /// <summary>Of the latter, in the name of drones that are not in the table.</summary>
        public const int MaxUnknownChecksPerSecond = 8;

        /// <summary>Of all, in the name of one drone: what it sends at the shortest period.</summary>
        public const int MaxChecksOfOnePerSecond = 4;

        private readonly PeerTable _table;
        private readonly PeerKeys _keys;
        private readonly DeviceClock _clock;
        private readonly BeaconReader _beacon = new BeaconReader();
        private readonly Encounter _encounter = new Encounter();
        private readonly byte[] _id;
        private readonly uint _fleet;
        private readonly byte[] _datagram = new byte[BeaconDatagram.MaxBytes];
        private readonly uint[] _counts = new uint[(int)BeaconRefusal.TableFull + 1];
        private int _readsOverUdp;
        private int _readsOverMqtt;
        private long _second;
        private int _sharedChecks;
        private int _unknownChecks;

        /// <summary>Creates a receiver.</summary>
        /// <param name="table">Takes the drones. Borrowed.</param>
        /// <param name="keys">The fleet's keys; null without UDP. Borrowed.</param>
        /// <param name="clock">The own clock. Borrowed.</param>
        /// <param name="id">The own device id.</param>
        /// <param name="fleet">CRC-32 of the fleet's id.</param>
        public PeerReceiver(PeerTable table, PeerKeys keys, DeviceClock clock, byte[] id, uint fleet)
        {
            _table = table;
            _keys = keys;
            _clock = clock;
            _id = id;
            _fleet = fleet;
        }

        /// <summary>Where the own drone is; null while it is not known. Borrowed.</summary>
        public PeerState Own { get; set; }

        /// <summary>Returns the beacons of this boot that were refused for a reason; of <see cref="BeaconRefusal.None"/>, those that were believed.</summary>
        public uint Count(BeaconRefusal reason)
        {
            return _counts[(int)reason];
        }

        /// <summary>Takes what the radio has.</summary>
        /// <param name="radio">It. Borrowed for the call.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Receive(IPeerRadio radio, long nowMs)
        {
            _readsOverUdp = 0;
            for (int i = 0; i < MaxReceivesPerStep; i++)
            {
                int count = radio.TryReceive(_datagram);
                if (count <= 0)
                {
                    return;
                }

                _counts[(int)JudgeDatagram(_datagram, count, nowMs)]++;
            }
        }

        /// <summary>Takes a beacon that came over MQTT. Its broker knows who sent it.</summary>
        /// <param name="topic">Its topic; ends in its sender's id.</param>
        /// <param name="payload">Its bytes.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Take(string topic, byte[] payload, long nowMs)
        {
            _counts[(int)JudgePublication(topic, payload, nowMs)]++;
        }

        /// <summary>Ends a step: the next one has its own budget.</summary>
        public void EndStep()
        {
            _readsOverMqtt = 0;
        }

        private BeaconRefusal JudgePublication(string topic, byte[] payload, long nowMs)
        {
            if (_readsOverMqtt >= MaxReadsPerStep)
            {
                return BeaconRefusal.TooMany;
            }

            _readsOverMqtt++;
            if (payload.Length > BeaconDatagram.MaxFrameBytes)
            {
                return BeaconRefusal.Malformed;
            }

            BeaconRefusal refusal = Read(payload, 0, payload.Length, nowMs);
            if (refusal != BeaconRefusal.None)
            {
                return refusal;
            }

            if (!IsSender(topic, payload))
            {
                return BeaconRefusal.NotItsSender;
            }

            PeerEntry entry = _table.Find(payload, _beacon);
            return entry != null && !entry.IsOlderThan(_beacon, _clock.IsSynced) ? BeaconRefusal.Replayed : Accept(entry, payload, nowMs);
        }

        private BeaconRefusal JudgeDatagram(byte[] buffer, int count, long nowMs)
        {
            if (count < BeaconDatagram.MinBytes || count > BeaconDatagram.MaxBytes
                || buffer[0] != BeaconDatagram.Magic || buffer[1] != BeaconDatagram.Version)
            {
                return BeaconRefusal.Malformed;
            }

            if (LittleEndian.ReadUInt32(buffer, BeaconDatagram.FleetOffset) != _fleet)
            {
                return BeaconRefusal.OtherFleet;
            }

            uint keyId = LittleEndian.ReadUInt32(buffer, BeaconDatagram.KeyIdOffset);
            if (!_keys.Knows(keyId))
            {
                return BeaconRefusal.UnknownKey;
            }

            if (_readsOverUdp >= MaxReadsPerStep)
            {
                return BeaconRefusal.TooMany;
            }

            _readsOverUdp++;
            BeaconRefusal refusal = Read(
                buffer, BeaconDatagram.FrameOffset, count - BeaconDatagram.FrameOffset - BeaconDatagram.SignatureBytes, nowMs);
            return refusal != BeaconRefusal.None ? refusal : JudgeSigned(keyId, buffer, count, nowMs);
        }

        private BeaconRefusal JudgeSigned(uint keyId, byte[] buffer, int count, long nowMs)
        {
            ulong counter = ((ulong)LittleEndian.ReadUInt32(buffer, BeaconDatagram.CounterOffset + 4) << 32)
                | LittleEndian.ReadUInt32(buffer, BeaconDatagram.CounterOffset);
            if (counter != _beacon.Counter)
            {
                return BeaconRefusal.Malformed;
            }

            PeerEntry entry = _table.Find(buffer, _beacon);
            if (entry != null && !entry.IsOlderThan(_beacon, _clock.IsSynced))
            {
                return BeaconRefusal.Replayed;
            }

            if (!MayCheck(entry, nowMs / 1000))
            {
                return BeaconRefusal.TooMany;
            }

            return _keys.Verify(keyId, buffer, count) ? Accept(entry, buffer, nowMs) : BeaconRefusal.Forged;
        }

        // What is the same for both ways.
        private BeaconRefusal Read(byte[] buffer, int offset, int count, long nowMs)
        {
            BeaconRefusal refusal = _beacon.Read(buffer, offset, count, nowMs);
            if (refusal != BeaconRefusal.None)
            {
                return refusal;
            }

            if (_beacon.IsOf(buffer, _id, _id.Length))
            {
                return BeaconRefusal.Own;
            }

            if (_beacon.HasUtc && _clock.IsSynced)
            {
                long utcMs = _clock.ToUtc(nowMs);
                if (_beacon.TimeMs < utcMs - MaxAgeMs || _beacon.TimeMs > utcMs + MaxAgeMs)
                {
                    return BeaconRefusal.Stale;
                }
            }

            return BeaconRefusal.None;
        }

        // A flood in some names, or in many that nobody has, leaves each of the others its share.
        private bool MayCheck(PeerEntry entry, long second)
        {
            if (second != _second)
            {
                _second = second;
                _sharedChecks = 0;
                _unknownChecks = 0;
            }

            if (entry == null)
            {
                if (_unknownChecks >= MaxUnknownChecksPerSecond || !MayShare())
                {
                    return false;
                }

                _unknownChecks++;
                return true;
            }

            if (entry.CheckSecond != second)
            {
                entry.CheckSecond = second;
                entry.Checks = 0;
            }

            if (entry.Checks > 0 && (entry.Checks >= MaxChecksOfOnePerSecond || !MayShare()))
            {
                return false;
            }

            entry.Checks++;
            return true;
        }

        private bool MayShare()
        {
            if (_sharedChecks >= MaxChecksPerSecond - PeerTable.Capacity)
            {
                return false;
            }

            _sharedChecks++;
            return true;
        }

        private bool IsSender(string topic, byte[] payload)
        {
            int start = topic.Length - _beacon.IdLength;
            if (start < 1 || topic[start - 1] != '/')
            {
                return false;
            }

            for (int i = 0; i < _beacon.IdLength; i++)
            {
                if (topic[start + i] != payload[_beacon.IdStart + i])
                {
                    return false;
                }
            }

            return true;
        }

        private BeaconRefusal Accept(PeerEntry entry, byte[] buffer, long nowMs)
        {
            if (entry == null)
            {
                int distance = PeerEntry.Unknown;
                if (Own != null)
                {
                    _encounter.Compute(Own, _beacon.State, nowMs, 0);
                    distance = _encounter.DistanceCm;
                }

                entry = _table.TryMakeRoom(distance, nowMs);
                if (entry == null)
                {
                    return BeaconRefusal.TableFull;
                }

                entry.Start(buffer, _beacon);
                entry.DistanceCm = distance;
            }

            entry.Take(_beacon, nowMs);
            return BeaconRefusal.None;
        }
    }
}

using System;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Peers
{
    /// <summary>
    /// Tells the fleet where the own drone is, over MQTT and over UDP, the same beacon over both. Allocates nothing after construction.
    /// </summary>
    public sealed class PeerSender
    {
        // Drones that were switched on together would else send, and collide, together for ever: each period is up to a tenth longer or shorter.
        private const int JitterDivisor = 10;
        private const double CentiDegreesPerRadian = 18000 / Math.PI;

        private readonly PeerOptions _options;
        private readonly FrameBuilder _builder;
        private readonly TelemetryRecord _record = new TelemetryRecord();
        private readonly DeviceClock _clock;
        private readonly PeerKeys _keys;
        private readonly IPeerRadio _radio;
        private readonly CloudUplink _uplink;
        private readonly string _topic;
        private readonly uint _bootId;
        private readonly uint _fleet;
        private readonly byte[] _frame = new byte[BeaconDatagram.MaxFrameBytes];
        private readonly byte[] _datagram = new byte[BeaconDatagram.MaxBytes];
        private uint _random;
        private uint _sequence;
        private long _dueMs = -1;

        /// <summary>Creates a sender.</summary>
        /// <param name="options">How often.</param>
        /// <param name="id">The own device id.</param>
        /// <param name="topics">The own topics.</param>
        /// <param name="bootId">This boot: the upper half of the counter.</param>
        /// <param name="fleet">CRC-32 of the fleet's id.</param>
        /// <param name="clock">Dates beacons. Borrowed.</param>
        /// <param name="keys">The fleet's keys; null without UDP. Borrowed.</param>
        /// <param name="radio">Sends datagrams; null without UDP. Borrowed.</param>
        /// <param name="uplink">Publishes; null without MQTT. Borrowed.</param>
        public PeerSender(
            PeerOptions options, byte[] id, MqttTopics topics, uint bootId, uint fleet, DeviceClock clock, PeerKeys keys, IPeerRadio radio, CloudUplink uplink)
        {
            _options = options;
            _builder = new FrameBuilder(id, bootId);
            _clock = clock;
            _keys = keys;
            _radio = radio;
            _uplink = uplink;
            _topic = topics.Beacon;
            _bootId = bootId;
            _fleet = fleet;
            _random = (Crc32.Compute(id, 0, id.Length) ^ bootId) | 1;
        }

        /// <summary>Beacons sent in this boot, over either way or both.</summary>
        public uint Sent { get; private set; }

        /// <summary>Sends a beacon if one is due.</summary>
        /// <param name="own">Where the own drone is; null while it is not known: then there is nothing to tell.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(PeerState own, long nowMs)
        {
            if (_dueMs < 0)
            {
                _dueMs = nowMs + (Next() % _options.BeaconMs);
            }

            if (nowMs < _dueMs)
            {
                return;
            }

            int jitter = _options.BeaconMs / JitterDivisor;
            _dueMs = nowMs + _options.BeaconMs - jitter + (Next() % (2 * jitter));
            if (own != null)
            {
                Send(own);
            }
        }

        private void Send(PeerState own)
        {
            _sequence++;
            _builder.Start(_sequence);
            SetRecord(own);
            _builder.TryAdd(_record, own.TimeMs);
            _builder.Seal(_clock.IsSynced, _clock.IsSynced ? _clock.ToUtc(own.TimeMs) : own.TimeMs);
            int count = _builder.SealedLength;
            bool isSent = false;
            if (_uplink != null)
            {
                Array.Copy(_builder.Buffer, _builder.SealedOffset, _frame, 0, count);
                isSent = _uplink.Publish(_topic, _frame, count) != 0;
            }

            if (_radio != null && _keys != null)
            {
                isSent |= _radio.TrySend(_datagram, Wrap(count));
            }

            Sent += isSent ? 1u : 0u;
        }

        private void SetRecord(PeerState own)
        {
            _record.Start(RecordKind.Position);
            _record.Set(PositionField.Latitude, own.LatitudeE7);
            _record.Set(PositionField.Longitude, own.LongitudeE7);
            if (own.HasAltitude)
            {
                _record.Set(PositionField.AltitudeMsl, own.AltitudeCm);
            }

            double north = own.NorthCms;
            double east = own.EastCms;
            int course = (int)((Math.Atan2(east, north) * CentiDegreesPerRadian) + 36000.5);
            _record.Set(PositionField.GroundSpeed, (int)(Math.Sqrt((north * north) + (east * east)) + 0.5));
            _record.Set(PositionField.ClimbRate, own.UpCms);
            _record.Set(PositionField.Heading, course % 36000);
        }

        private int Wrap(int count)
        {
            _datagram[0] = BeaconDatagram.Magic;
            _datagram[1] = BeaconDatagram.Version;
            LittleEndian.WriteUInt32(_datagram, BeaconDatagram.KeyIdOffset, _keys.SigningId);
            LittleEndian.WriteUInt32(_datagram, BeaconDatagram.FleetOffset, _fleet);
            LittleEndian.WriteUInt32(_datagram, BeaconDatagram.CounterOffset, _sequence);
            LittleEndian.WriteUInt32(_datagram, BeaconDatagram.CounterOffset + 4, _bootId);
            Array.Copy(_builder.Buffer, _builder.SealedOffset, _datagram, BeaconDatagram.FrameOffset, count);
            return _keys.Sign(_datagram, BeaconDatagram.FrameOffset + count);
        }

        // xorshift32, G. Marsaglia 2003.
        private int Next()
        {
            _random ^= _random << 13;
            _random ^= _random >> 17;
            _random ^= _random << 5;
            return (int)(_random >> 1);
        }
    }
}

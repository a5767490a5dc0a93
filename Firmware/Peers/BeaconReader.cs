using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Peers
{
    /// <summary>
    /// Reads a beacon: an unsigned frame of one position record, and nothing else. Strict as the cloud's reader; what is in a frame of a newer
    /// device beyond the known fields is skipped. Allocates nothing after construction.
    /// </summary>
    public sealed class BeaconReader
    {
        /// <summary>Latitude at the most, 1e-7 deg.</summary>
        public const int MaxLatitudeE7 = 900000000;

        /// <summary>Longitude at the most, 1e-7 deg.</summary>
        public const int MaxLongitudeE7 = 1800000000;

        /// <summary>Altitude at the most, and negative at the least, cm: 100 km.</summary>
        public const int MaxAltitudeCm = 10000000;

        /// <summary>Speed at the most, cm/s: 1 km/s.</summary>
        public const int MaxSpeedCms = 100000;

        private const int MaskBits = 32;
        private const int IdOffset = 4;
        private const uint PlaceMask = (1u << PositionField.Latitude) | (1u << PositionField.Longitude);
        private const uint CourseMask = (1u << PositionField.GroundSpeed) | (1u << PositionField.Heading);

        private readonly long[] _values = new long[TelemetryRecord.MaxFields];
        private uint _mask;

        /// <summary>Where the sender's id starts in the buffer.</summary>
        public int IdStart { get; private set; }

        /// <summary>Its bytes.</summary>
        public int IdLength { get; private set; }

        /// <summary>Boot and number of the beacon: boot id in the upper half, the number in that boot in the lower. Later ones have higher ones.</summary>
        public ulong Counter { get; private set; }

        /// <summary>Whether <see cref="TimeMs"/> is UTC.</summary>
        public bool HasUtc { get; private set; }

        /// <summary>When the position was measured: ms since 1970-01-01 UTC, or since its sender's boot.</summary>
        public long TimeMs { get; private set; }

        /// <summary>Where the sender is and where it goes, as of the time that <see cref="Read"/> was given.</summary>
        public PeerState State { get; } = new PeerState();

        /// <summary>Reads one.</summary>
        /// <param name="buffer">Holds it.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its bytes.</param>
        /// <param name="nowMs">When it came, ms since boot.</param>
        /// <returns><see cref="BeaconRefusal.None"/>, or what is wrong with it; the properties then mean nothing.</returns>
        public BeaconRefusal Read(byte[] buffer, int offset, int count, long nowMs)
        {
            if (!FrameHead.IsWhole(buffer, offset, count) || !TryReadHead(buffer, offset, count, out int at))
            {
                return BeaconRefusal.Malformed;
            }

            int end = offset + count - FrameFormat.CrcBytes;
            if ((buffer[offset + 2] & FrameFormat.Signed) != 0)
            {
                return BeaconRefusal.NotPosition;
            }

            if (!VarInt.TryRead(buffer, ref at, end, 32, out ulong records))
            {
                return BeaconRefusal.Malformed;
            }

            if (records != 1 || at >= end || buffer[at] != RecordKind.Position)
            {
                return BeaconRefusal.NotPosition;
            }

            at++;
            if (!VarInt.TryRead(buffer, ref at, end, 32, out ulong length) || length != (ulong)(end - at) || !TryReadRecord(buffer, at, end))
            {
                return BeaconRefusal.Malformed;
            }

            return TakeState(nowMs) ? BeaconRefusal.None : (_mask & PlaceMask) == PlaceMask ? BeaconRefusal.OutOfRange : BeaconRefusal.NotPosition;
        }

        /// <summary>Returns whether the sender has this id.</summary>
        /// <param name="buffer">What was read.</param>
        /// <param name="id">Holds the id, from offset 0.</param>
        /// <param name="length">Its bytes.</param>
        public bool IsOf(byte[] buffer, byte[] id, int length)
        {
            if (length != IdLength)
            {
                return false;
            }

            for (int i = 0; i < length; i++)
            {
                if (buffer[IdStart + i] != id[i])
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsIdCharacter(byte c)
        {
            return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        }

        private bool TryReadHead(byte[] buffer, int offset, int count, out int at)
        {
            int end = offset + count - FrameFormat.CrcBytes;
            IdStart = offset + IdOffset;
            IdLength = buffer[offset + 3];
            at = IdStart + IdLength;
            if ((buffer[offset + 2] & ~(FrameFormat.ClockSynced | FrameFormat.Signed)) != 0
                || IdLength == 0 || IdLength > FrameFormat.MaxDeviceIdBytes || at + 4 > end)
            {
                return false;
            }

            for (int i = 0; i < IdLength; i++)
            {
                if (!IsIdCharacter(buffer[IdStart + i]))
                {
                    return false;
                }
            }

            uint bootId = LittleEndian.ReadUInt32(buffer, at);
            at += 4;
            if (!VarInt.TryRead(buffer, ref at, end, 32, out ulong sequence)
                || !VarInt.TryRead(buffer, ref at, end, 64, out ulong time) || time > long.MaxValue)
            {
                return false;
            }

            Counter = ((ulong)bootId << 32) | sequence;
            HasUtc = (buffer[offset + 2] & FrameFormat.ClockSynced) != 0;
            TimeMs = (long)time;
            return true;
        }

        private bool TryReadRecord(byte[] buffer, int at, int end)
        {
            if (!VarInt.TryRead(buffer, ref at, end, 32, out ulong dt) || !VarInt.TryRead(buffer, ref at, end, 32, out ulong mask)
                || TimeMs > long.MaxValue - (long)dt)
            {
                return false;
            }

            TimeMs += (long)dt;
            _mask = (uint)mask;
            for (int field = 0; field < MaskBits; field++)
            {
                if ((_mask & (1u << field)) == 0)
                {
                    continue;
                }

                if (!VarInt.TryRead(buffer, ref at, end, 64, out ulong value))
                {
                    return false;
                }

                if (field < _values.Length)
                {
                    _values[field] = (long)(value >> 1) ^ -(long)(value & 1);
                }
            }

            return at == end;
        }

        private bool TakeState(long nowMs)
        {
            if ((_mask & PlaceMask) != PlaceMask || !IsWithin(PositionField.Latitude, -MaxLatitudeE7, MaxLatitudeE7)
                || !IsWithin(PositionField.Longitude, -MaxLongitudeE7, MaxLongitudeE7) || !IsWithin(PositionField.AltitudeMsl, -MaxAltitudeCm, MaxAltitudeCm)
                || !IsWithin(PositionField.GroundSpeed, 0, MaxSpeedCms) || !IsWithin(PositionField.ClimbRate, -MaxSpeedCms, MaxSpeedCms)
                || !IsWithin(PositionField.Heading, 0, 35999)
                || (_values[PositionField.Latitude] == 0 && _values[PositionField.Longitude] == 0))
            {
                return false;
            }

            State.Start((int)_values[PositionField.Latitude], (int)_values[PositionField.Longitude], nowMs);
            if (Has(PositionField.AltitudeMsl))
            {
                State.SetAltitude((int)_values[PositionField.AltitudeMsl]);
            }

            if ((_mask & CourseMask) == CourseMask)
            {
                State.SetCourse((int)_values[PositionField.GroundSpeed], (int)_values[PositionField.Heading]);
            }

            if (Has(PositionField.ClimbRate))
            {
                State.SetClimb((int)_values[PositionField.ClimbRate]);
            }

            return true;
        }

        private bool Has(int field)
        {
            return (_mask & (1u << field)) != 0;
        }

        private bool IsWithin(int field, long min, long max)
        {
            return !Has(field) || (_values[field] >= min && _values[field] <= max);
        }
    }
}

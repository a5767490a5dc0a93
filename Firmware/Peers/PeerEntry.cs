using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Peers
{
    /// <summary>What is known of one other drone. Its place in the <see cref="PeerTable"/> is used again for another one.</summary>
    public sealed class PeerEntry
    {
        /// <summary>No distance is known.</summary>
        public const int Unknown = int.MaxValue;

        /// <summary>Its device id, from offset 0.</summary>
        public byte[] Id { get; } = new byte[FrameFormat.MaxDeviceIdBytes];

        /// <summary>Bytes of it; 0 when the place is free.</summary>
        public int IdLength { get; private set; }

        /// <summary>CRC-32 of its device id.</summary>
        public uint Hash { get; private set; }

        /// <summary>Where it was when it was last heard, <see cref="PeerState.TimeMs"/>, and where it goes.</summary>
        public PeerState State { get; } = new PeerState();

        /// <summary>Distance when it was last computed, cm, or <see cref="Unknown"/>.</summary>
        public int DistanceCm { get; set; }

        /// <summary>What the own drone was warned of: 0 nothing, 1 a warning, 2 a critical one.</summary>
        public int Level { get; set; }

        /// <summary>Since when there is nothing to warn of, ms since boot; -1 when there is.</summary>
        public long ClearMs { get; set; }

        /// <summary>When its next record is due, ms since boot.</summary>
        public long RecordDueMs { get; set; }

        /// <summary>Second, since boot, that <see cref="Checks"/> counts in.</summary>
        public long CheckSecond { get; set; }

        /// <summary>Signatures in its name that were checked in that second.</summary>
        public int Checks { get; set; }

        /// <summary>Boot and number of the last beacon of it, see <see cref="BeaconReader.Counter"/>.</summary>
        public ulong Counter { get; private set; }

        private bool HasUtc { get; set; }

        private long UtcMs { get; set; }

        /// <summary>Becomes another drone's.</summary>
        /// <param name="buffer">What <paramref name="beacon"/> was read from.</param>
        /// <param name="beacon">Its first beacon.</param>
        public void Start(byte[] buffer, BeaconReader beacon)
        {
            IdLength = beacon.IdLength;
            System.Array.Copy(buffer, beacon.IdStart, Id, 0, IdLength);
            Hash = Crc32.Compute(Id, 0, IdLength);
            DistanceCm = Unknown;
            Level = 0;
            ClearMs = -1;
            RecordDueMs = 0;
            CheckSecond = 0;
            Checks = 0;
            HasUtc = false;
        }

        /// <summary>Takes a beacon of it.</summary>
        /// <param name="beacon">It.</param>
        /// <param name="nowMs">When it came, ms since boot.</param>
        public void Take(BeaconReader beacon, long nowMs)
        {
            State.CopyFrom(beacon.State, nowMs);
            Counter = beacon.Counter;
            HasUtc = beacon.HasUtc;
            UtcMs = beacon.TimeMs;
        }

        /// <summary>
        /// Returns whether a beacon is later than the last one: by its number, but one of another boot by its time where that can be. A device that has lost its flash
        /// counts its boots from the start, and what it sent before has the higher number.
        /// </summary>
        /// <param name="beacon">It.</param>
        /// <param name="isTimeChecked">Whether its time was compared with the own clock.</param>
        public bool IsOlderThan(BeaconReader beacon, bool isTimeChecked)
        {
            bool isByTime = isTimeChecked && HasUtc && beacon.HasUtc && beacon.Counter >> 32 != Counter >> 32;
            return isByTime ? beacon.TimeMs > UtcMs : beacon.Counter > Counter;
        }
    }
}

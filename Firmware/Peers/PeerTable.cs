namespace DroneLink.Firmware.Peers
{
    /// <summary>
    /// The drones nearby, bounded. Who is not heard any more keeps its place, and with it the number of its last beacon, until another one needs it.
    /// Allocates nothing after construction.
    /// </summary>
    public sealed class PeerTable
    {
        /// <summary>Drones in it at the most.</summary>
        public const int Capacity = 16;

        private readonly PeerEntry[] _entries = new PeerEntry[Capacity];
        private readonly int _staleMs;

        /// <summary>Creates an empty table.</summary>
        /// <param name="staleMs">ms after which the last beacon says nothing of a drone any more.</param>
        public PeerTable(int staleMs)
        {
            _staleMs = staleMs;
            for (int i = 0; i < Capacity; i++)
            {
                _entries[i] = new PeerEntry();
            }
        }

        /// <summary>Places that are taken, by drones that are heard and by those that were: they are the first ones.</summary>
        public int Count { get; private set; }

        /// <summary>Returns the entry of a place below <see cref="Count"/>.</summary>
        public PeerEntry Get(int index)
        {
            return _entries[index];
        }

        /// <summary>Returns whether a drone was not heard for too long.</summary>
        public bool IsStale(PeerEntry entry, long nowMs)
        {
            return nowMs - entry.State.TimeMs > _staleMs;
        }

        /// <summary>Returns the entry of a beacon's sender; null when there is none.</summary>
        /// <param name="buffer">What the beacon was read from.</param>
        /// <param name="beacon">It.</param>
        public PeerEntry Find(byte[] buffer, BeaconReader beacon)
        {
            for (int i = 0; i < Count; i++)
            {
                if (beacon.IsOf(buffer, _entries[i].Id, _entries[i].IdLength))
                {
                    return _entries[i];
                }
            }

            return null;
        }

        /// <summary>
        /// Makes room for a drone that is not in it: a free place, else that of whoever was silent for the longest time if it is stale, else that of the
        /// farthest, if that one is farther. Two of unknown distance are equally far.
        /// </summary>
        /// <param name="distanceCm">Its distance, cm, or <see cref="PeerEntry.Unknown"/>.</param>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>The entry, for its <see cref="PeerEntry.Start"/>; null when all others are nearer.</returns>
        public PeerEntry TryMakeRoom(int distanceCm, long nowMs)
        {
            if (Count < Capacity)
            {
                return _entries[Count++];
            }

            PeerEntry oldest = _entries[0];
            PeerEntry farthest = _entries[0];
            for (int i = 1; i < Capacity; i++)
            {
                PeerEntry entry = _entries[i];
                oldest = entry.State.TimeMs < oldest.State.TimeMs ? entry : oldest;
                farthest = entry.DistanceCm > farthest.DistanceCm ? entry : farthest;
            }

            return IsStale(oldest, nowMs) ? oldest : farthest.DistanceCm > distanceCm ? farthest : null;
        }
    }
}

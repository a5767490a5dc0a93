namespace DroneLink.Drivers.Mavlink
{
    /// <summary>
    /// Counts the messages that went missing, by the gaps in each sender's sequence. A sender is a (system, component); the
    /// first <see cref="MaxSenders"/> are kept, for ever, and messages of more are counted in <see cref="Untracked"/>.
    /// <para>
    /// The gap is <c>(byte)(sequence - expected)</c>: 255 is the last message once more; 128 and above is taken for a sender
    /// that started anew, since nothing on a wire comes late; below it is so many messages lost. A burst of more than 127
    /// lost in a row therefore counts as one restart, and a restart may count as up to 127 lost: 8 bits tell no more.
    /// </para>
    /// </summary>
    public sealed class MavlinkLoss
    {
        /// <summary>Senders that are told apart.</summary>
        public const int MaxSenders = 16;

        private const int SmallestRestart = 128;
        private const int Repeat = 255;

        private readonly byte[] _systems = new byte[MaxSenders];
        private readonly byte[] _components = new byte[MaxSenders];
        private readonly byte[] _expected = new byte[MaxSenders];
        private readonly uint[] _lost = new uint[MaxSenders];

        /// <summary>Senders seen, at most <see cref="MaxSenders"/>.</summary>
        public int Senders { get; private set; }

        /// <summary>Messages lost, all senders.</summary>
        public uint Lost { get; private set; }

        /// <summary>Messages that came twice in a row.</summary>
        public uint Repeated { get; private set; }

        /// <summary>Times that a sequence jumped back.</summary>
        public uint Restarts { get; private set; }

        /// <summary>Messages of senders that found no place.</summary>
        public uint Untracked { get; private set; }

        /// <summary>Returns the messages lost of all components of a system.</summary>
        public uint GetLost(byte systemId)
        {
            uint lost = 0;
            for (int index = 0; index < Senders; index++)
            {
                if (_systems[index] == systemId)
                {
                    lost += _lost[index];
                }
            }

            return lost;
        }

        /// <summary>Returns the messages lost of one component; 0 for one that is not tracked.</summary>
        public uint GetLost(byte systemId, byte componentId)
        {
            int index = Find(systemId, componentId);
            return index < 0 ? 0 : _lost[index];
        }

        /// <summary>Returns whether a sender has a place.</summary>
        internal bool IsKnown(byte systemId, byte componentId)
        {
            return Find(systemId, componentId) >= 0;
        }

        /// <summary>Takes the sequence number of a message that came.</summary>
        /// <param name="systemId">Its system.</param>
        /// <param name="componentId">Its component.</param>
        /// <param name="sequence">Its sequence number.</param>
        internal void Track(byte systemId, byte componentId, byte sequence)
        {
            int index = Find(systemId, componentId);
            if (index < 0)
            {
                if (Senders == MaxSenders)
                {
                    Untracked++;
                    return;
                }

                index = Senders++;
                _systems[index] = systemId;
                _components[index] = componentId;
                _expected[index] = sequence;
            }

            int gap = (byte)(sequence - _expected[index]);
            if (gap == Repeat)
            {
                Repeated++;
                return;
            }

            _expected[index] = (byte)(sequence + 1);
            if (gap >= SmallestRestart)
            {
                Restarts++;
            }
            else
            {
                _lost[index] += (uint)gap;
                Lost += (uint)gap;
            }
        }

        private int Find(byte systemId, byte componentId)
        {
            for (int index = 0; index < Senders; index++)
            {
                if (_systems[index] == systemId && _components[index] == componentId)
                {
                    return index;
                }
            }

            return -1;
        }
    }
}

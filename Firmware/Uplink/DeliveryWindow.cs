using DroneLink.Firmware.Storage;

namespace DroneLink.Firmware.Uplink
{
    /// <summary>
    /// The frames that are under way in one MQTT session. A frame leaves the ring only once it and every frame before it is
    /// acknowledged; acknowledgements may come in any order, twice, or never.
    /// </summary>
    public sealed class DeliveryWindow
    {
        private readonly FlashRing _ring;
        private readonly uint[] _numbers;
        private readonly int[] _packets;
        private readonly long[] _sentMs;
        private readonly bool[] _done;
        private int _count;
        private uint _nextNumber;

        /// <summary>Creates a window.</summary>
        /// <param name="ring">Holds the frames. Borrowed.</param>
        /// <param name="size">Frames under way at the most.</param>
        public DeliveryWindow(FlashRing ring, int size)
        {
            _ring = ring;
            _numbers = new uint[size];
            _packets = new int[size];
            _sentMs = new long[size];
            _done = new bool[size];
        }

        /// <summary>Whether another frame may be sent.</summary>
        public bool HasRoom => _count < _numbers.Length;

        /// <summary>When the oldest publication that is not acknowledged was sent, ms since boot; <see cref="long.MaxValue"/> when there is none.</summary>
        public long OldestSentMs
        {
            get
            {
                long oldest = long.MaxValue;
                for (int i = 0; i < _count; i++)
                {
                    if (!_done[i] && _sentMs[i] < oldest)
                    {
                        oldest = _sentMs[i];
                    }
                }

                return oldest;
            }
        }

        /// <summary>Forgets what was under way: it will be sent again.</summary>
        public void Start()
        {
            _count = 0;
            _nextNumber = _ring.Head;
        }

        /// <summary>Returns the number of the next frame to send; the ring's Next when there is none.</summary>
        public uint PeekNext()
        {
            return _ring.Seek(_nextNumber);
        }

        /// <summary>Notes that a frame was published.</summary>
        /// <param name="number">Its number, from <see cref="PeekNext"/>.</param>
        /// <param name="packet">Its packet identifier.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Sent(uint number, int packet, long nowMs)
        {
            _numbers[_count] = number;
            _packets[_count] = packet;
            _sentMs[_count] = nowMs;
            _done[_count] = false;
            _count++;
            _nextNumber = number + 1;
        }

        /// <summary>Notes a frame that cannot be sent, ever: it counts as done with.</summary>
        public void Skip(uint number)
        {
            Sent(number, 0, 0);
            _done[_count - 1] = true;
            Release();
        }

        /// <summary>Notes an acknowledgement. One of a packet that is not under way does nothing.</summary>
        /// <returns>True when it was of a frame under way.</returns>
        public bool Acknowledge(int packet)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_packets[i] == packet && !_done[i])
                {
                    _done[i] = true;
                    Release();
                    return true;
                }
            }

            return false;
        }

        private void Release()
        {
            int done = 0;
            while (done < _count && _done[done])
            {
                done++;
            }

            if (done == 0)
            {
                return;
            }

            _ring.AcknowledgeBelow(_numbers[done - 1] + 1);
            _count -= done;
            for (int i = 0; i < _count; i++)
            {
                _numbers[i] = _numbers[i + done];
                _packets[i] = _packets[i + done];
                _sentMs[i] = _sentMs[i + done];
                _done[i] = _done[i + done];
            }
        }
    }
}

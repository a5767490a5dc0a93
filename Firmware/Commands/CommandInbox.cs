namespace DroneLink.Firmware.Commands
{
    /// <summary>
    /// Messages that wait to be read, oldest first. Bounded and without allocation. One that is there already, byte by byte, takes no second place: the cloud
    /// sends an open command again in every session. As many find room as the cloud sends at once.
    /// </summary>
    public sealed class CommandInbox
    {
        /// <summary>Messages that wait at the most.</summary>
        public const int Capacity = 16;

        private readonly byte[][] _messages = new byte[Capacity][];
        private int _first;

        /// <summary>Messages that wait.</summary>
        public int Count { get; private set; }

        /// <summary>Puts a message in.</summary>
        /// <param name="payload">It. Kept: the caller lets go of it.</param>
        /// <returns>False when it found no place.</returns>
        public bool TryPut(byte[] payload)
        {
            for (int i = 0; i < Count; i++)
            {
                if (AreEqual(_messages[(_first + i) % Capacity], payload))
                {
                    return true;
                }
            }

            if (Count == Capacity)
            {
                return false;
            }

            _messages[(_first + Count) % Capacity] = payload;
            Count++;
            return true;
        }

        /// <summary>Takes the oldest out; there must be one.</summary>
        public byte[] Take()
        {
            byte[] oldest = _messages[_first];
            _messages[_first] = null;
            _first = (_first + 1) % Capacity;
            Count--;
            return oldest;
        }

        private static bool AreEqual(byte[] one, byte[] other)
        {
            if (one.Length != other.Length)
            {
                return false;
            }

            for (int i = 0; i < one.Length; i++)
            {
                if (one[i] != other[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}

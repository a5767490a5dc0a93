using System;

namespace DroneLink.Firmware.Commands
{
    /// <summary>
    /// Messages that wait to be read, oldest first. Bounded and without allocation. One that is there already, byte by byte, takes no second place: the cloud
    /// sends an open command again in every session.
    /// </summary>
    public sealed class CommandInbox
    {
        /// <summary>Messages that wait at the most.</summary>
        public const int Capacity = 4;

        private readonly byte[][] _messages = new byte[Capacity][];
        private readonly int[] _counts = new int[Capacity];
        private int _first;

        /// <summary>Creates an empty inbox.</summary>
        public CommandInbox()
        {
            for (int i = 0; i < Capacity; i++)
            {
                _messages[i] = new byte[CommandReader.MaxBytes];
            }
        }

        /// <summary>Messages that wait.</summary>
        public int Count { get; private set; }

        /// <summary>Holds the oldest message, from offset 0.</summary>
        public byte[] Oldest => _messages[_first];

        /// <summary>Its bytes.</summary>
        public int OldestCount => _counts[_first];

        /// <summary>Copies a message in.</summary>
        /// <returns>False when it found no place.</returns>
        public bool TryPut(byte[] payload, int offset, int count)
        {
            for (int i = 0; i < Count; i++)
            {
                if (IsSame((_first + i) % Capacity, payload, offset, count))
                {
                    return true;
                }
            }

            if (Count == Capacity)
            {
                return false;
            }

            int at = (_first + Count) % Capacity;
            Array.Copy(payload, offset, _messages[at], 0, count);
            _counts[at] = count;
            Count++;
            return true;
        }

        /// <summary>Lets go of the oldest.</summary>
        public void Drop()
        {
            _first = (_first + 1) % Capacity;
            Count--;
        }

        private bool IsSame(int at, byte[] payload, int offset, int count)
        {
            if (_counts[at] != count)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (_messages[at][i] != payload[offset + i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}

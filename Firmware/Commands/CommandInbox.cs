using System;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Commands that wait for their turn, or for the clock. Bounded, and without allocation after construction.</summary>
    internal sealed class CommandInbox
    {
        /// <summary>Commands that wait at the most.</summary>
        public const int Capacity = 4;

        private readonly byte[][] _messages = new byte[Capacity][];
        private readonly int[] _lengths = new int[Capacity];
        private int _first;
        private int _count;

        /// <summary>Creates an empty inbox.</summary>
        public CommandInbox()
        {
            for (int i = 0; i < Capacity; i++)
            {
                _messages[i] = new byte[CommandMessage.MaxBytes];
            }
        }

        /// <summary>Whether nothing waits.</summary>
        public bool IsEmpty => _count == 0;

        /// <summary>Puts a message in; one that is too long to be a command is left out, and is none.</summary>
        /// <returns>False when there is no place.</returns>
        public bool TryPut(byte[] payload, int offset, int count)
        {
            if (count > CommandMessage.MaxBytes)
            {
                return true;
            }

            if (_count == Capacity)
            {
                return false;
            }

            int at = (_first + _count) % Capacity;
            Array.Copy(payload, offset, _messages[at], 0, count);
            _lengths[at] = count;
            _count++;
            return true;
        }

        /// <summary>Takes the oldest message out and reads it.</summary>
        /// <returns>The command; null when it is none.</returns>
        public CommandMessage Take()
        {
            int at = _first;
            _first = (_first + 1) % Capacity;
            _count--;
            return CommandMessage.Read(_messages[at], 0, _lengths[at]);
        }
    }
}

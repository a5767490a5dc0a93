using DroneLink.Firmware.Storage;

namespace DroneLink.Firmware.Commands
{
    /// <summary>
    /// The last commands by their ids, through restarts and power cuts, so that none is carried out twice. A command is on flash as begun before anything
    /// of it is done; one that is found so after a start was interrupted.
    /// <code>
    /// entry  0 id, 32 bytes, zeros behind it   32 u32 expires, s since 1970   36 u8 state, u8 1 = told, u8 1 = ends in a restart, u8 0
    /// </code>
    /// </summary>
    public sealed class CommandLog
    {
        /// <summary>Commands that are remembered.</summary>
        public const int Capacity = 16;

        /// <summary>What is said of a command that a restart interrupted.</summary>
        public const string Interrupted = "interrupted by a restart";

        private const string FileName = "command";
        private const int IdValues = CommandMessage.MaxIdLength / 4;
        private const int ExpiresIndex = IdValues;
        private const int StateIndex = IdValues + 1;
        private const int EntryValues = IdValues + 2;
        private const uint StateMask = 0xFF;
        private const uint Told = 0x100;
        private const uint Restarts = 0x10000;

        private readonly AlternatingFile _file;
        private readonly uint[] _values;
        private readonly string[] _messages = new string[Capacity];

        /// <summary>Reads what is remembered.</summary>
        /// <param name="store">Where its two files are. Borrowed.</param>
        public CommandLog(ISegmentStore store)
        {
            _file = new AlternatingFile(store, FileName, Capacity * EntryValues);
            _values = _file.Values;
            _file.Load();
            for (int entry = 0; entry < Capacity; entry++)
            {
                if (StateOf(entry) == CommandState.Begun)
                {
                    // A restart is what it was to end in; whatever else it was, nobody knows how far it came.
                    bool isDone = (_values[At(entry, StateIndex)] & Restarts) != 0;
                    Set(entry, isDone ? CommandState.Done : CommandState.Failed);
                    _messages[entry] = isDone ? "" : Interrupted;
                }
            }
        }

        /// <summary>Returns the entry of a command; -1 when it is not remembered.</summary>
        public int Find(string id)
        {
            for (int entry = 0; entry < Capacity; entry++)
            {
                if (StateOf(entry) != CommandState.None && IsId(entry, id))
                {
                    return entry;
                }
            }

            return -1;
        }

        /// <summary>Remembers a command as begun, on flash.</summary>
        /// <param name="message">The command.</param>
        /// <param name="endsInRestart">Whether it is done by a restart of the device.</param>
        /// <param name="utcSeconds">Seconds since 1970: the place of one that is told and expired is taken.</param>
        /// <returns>Its entry; -1 when there is no place, or the flash refused: then it must not be carried out.</returns>
        public int Begin(CommandMessage message, bool endsInRestart, long utcSeconds)
        {
            int entry = FindPlace(utcSeconds);
            if (entry < 0)
            {
                return -1;
            }

            for (int i = 0; i < EntryValues; i++)
            {
                _values[At(entry, i)] = 0;
            }

            for (int i = 0; i < message.Id.Length; i++)
            {
                _values[At(entry, i / 4)] |= (uint)message.Id[i] << (8 * (i % 4));
            }

            _values[At(entry, ExpiresIndex)] = message.Expires > uint.MaxValue ? uint.MaxValue : message.Expires < 0 ? 0 : (uint)message.Expires;
            _values[At(entry, StateIndex)] = CommandState.Begun | (endsInRestart ? Restarts : 0);
            _messages[entry] = "";
            if (_file.TrySave())
            {
                return entry;
            }

            _values[At(entry, StateIndex)] = CommandState.None;
            return -1;
        }

        /// <summary>Remembers how a command ended.</summary>
        /// <param name="entry">Its entry.</param>
        /// <param name="state">See <see cref="CommandState"/>.</param>
        /// <param name="message">For people; remembered until the next restart only.</param>
        public void End(int entry, int state, string message)
        {
            Set(entry, state);
            _messages[entry] = message;

            // Where the flash refuses, the next start finds it as begun: interrupted is what the cloud is told then, unless it was told before.
            _file.TrySave();
        }

        /// <summary>Notes whether the cloud knows how a command ended.</summary>
        /// <param name="entry">Its entry.</param>
        /// <param name="isTold">Whether it does.</param>
        public void SetTold(int entry, bool isTold)
        {
            uint before = _values[At(entry, StateIndex)];
            _values[At(entry, StateIndex)] = isTold ? before | Told : before & ~Told;
            if (isTold && before != _values[At(entry, StateIndex)])
            {
                _file.TrySave();
            }
        }

        /// <summary>Returns the state of an entry, see <see cref="CommandState"/>.</summary>
        public int StateOf(int entry)
        {
            return (int)(_values[At(entry, StateIndex)] & StateMask);
        }

        /// <summary>Returns whether the cloud knows how it ended.</summary>
        public bool IsTold(int entry)
        {
            return (_values[At(entry, StateIndex)] & Told) != 0;
        }

        /// <summary>Returns what there is to say of it.</summary>
        public string MessageOf(int entry)
        {
            return _messages[entry] == null ? "" : _messages[entry];
        }

        /// <summary>Writes the id of an entry.</summary>
        /// <param name="entry">The entry.</param>
        /// <param name="destination">Takes it.</param>
        /// <param name="offset">Where.</param>
        /// <returns>Its bytes.</returns>
        public int CopyId(int entry, byte[] destination, int offset)
        {
            int count = 0;
            while (count < CommandMessage.MaxIdLength && CharAt(entry, count) != 0)
            {
                destination[offset + count] = CharAt(entry, count);
                count++;
            }

            return count;
        }

        private static int At(int entry, int index)
        {
            return (entry * EntryValues) + index;
        }

        private byte CharAt(int entry, int index)
        {
            return (byte)(_values[At(entry, index / 4)] >> (8 * (index % 4)));
        }

        private bool IsId(int entry, string id)
        {
            for (int i = 0; i < CommandMessage.MaxIdLength; i++)
            {
                if (CharAt(entry, i) != (i < id.Length ? id[i] : 0))
                {
                    return false;
                }
            }

            return true;
        }

        // An expired command that comes again is not begun for that alone: its entry may go, but only once its end is told.
        private int FindPlace(long utcSeconds)
        {
            int found = -1;
            for (int entry = 0; entry < Capacity; entry++)
            {
                if (StateOf(entry) == CommandState.None)
                {
                    return entry;
                }

                bool isOver = StateOf(entry) != CommandState.Begun && IsTold(entry) && _values[At(entry, ExpiresIndex)] <= utcSeconds;
                if (isOver && (found < 0 || _values[At(entry, ExpiresIndex)] < _values[At(found, ExpiresIndex)]))
                {
                    found = entry;
                }
            }

            return found;
        }

        private void Set(int entry, int state)
        {
            _values[At(entry, StateIndex)] = (_values[At(entry, StateIndex)] & Restarts) | (uint)state;
        }
    }
}

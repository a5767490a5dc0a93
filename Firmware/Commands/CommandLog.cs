using System;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Commands
{
    /// <summary>
    /// The last commands and what became of them, on flash: by this none runs twice, and none is forgotten before its outcome is told. README.md has the layout.
    /// </summary>
    public sealed class CommandLog
    {
        /// <summary>Commands that it holds at the most.</summary>
        public const int Places = 16;

        /// <summary>Characters of a message at the most; the rest is cut off.</summary>
        public const int MaxMessage = 160;

        /// <summary>What a command says that was begun before a restart.</summary>
        public const string Interrupted = "interrupted by a restart";

        private const string FileName = "command";
        private const int IdAt = 1;
        private const int StateAt = 33;
        private const int FlagsAt = 34;
        private const int MessageCountAt = 35;
        private const int ExpiresAt = 36;
        private const int MessageAt = 40;
        private const int PlaceBytes = MessageAt + MaxMessage;
        private const int HorizonBytes = 4;
        private const int Bytes = HorizonBytes + (Places * PlaceBytes);
        private const byte Told = 1;
        private const byte EndsInRestart = 2;

        private readonly AlternatingBlock _file;
        private readonly byte[] _buffer;

        /// <summary>Reads what is on flash. What was begun then has ended: done where a restart is its end, else failed.</summary>
        /// <param name="store">The flash.</param>
        public CommandLog(ISegmentStore store)
        {
            _file = new AlternatingBlock(store, FileName, Bytes);
            _buffer = _file.Buffer;
            if (!_file.Load() || _file.Count != Bytes)
            {
                Array.Clear(_buffer, 0, _buffer.Length);
            }

            for (int place = 0; place < Places; place++)
            {
                if (State(place) == CommandState.Begun)
                {
                    bool isDone = (_buffer[At(place) + FlagsAt] & EndsInRestart) != 0;
                    End(place, isDone ? CommandState.Done : CommandState.Failed, isDone ? null : Interrupted);
                }
            }
        }

        /// <summary>Whether something of it is not on flash yet.</summary>
        public bool IsDirty { get; private set; }

        /// <summary>
        /// The latest expiry of any command whose place was given away, Unix seconds: one that expires no later may be such a command, and has expired, also where
        /// the clock was set back since.
        /// </summary>
        public uint Horizon => LittleEndian.ReadUInt32(_buffer, AlternatingBlock.Start);

        /// <summary>Returns the place of a command, or -1 when it is not known.</summary>
        public int Find(string id)
        {
            for (int place = 0; place < Places; place++)
            {
                if (State(place) != CommandState.None && IsId(At(place), id))
                {
                    return place;
                }
            }

            return -1;
        }

        /// <summary>Finds a place for a new command: one that is free, or else the one that expired first of those that have, and were told.</summary>
        /// <param name="utcSeconds">Now.</param>
        /// <returns>-1 when there is none.</returns>
        public int FindPlace(long utcSeconds)
        {
            int found = -1;
            for (int place = 0; place < Places; place++)
            {
                if (State(place) == CommandState.None)
                {
                    return place;
                }

                if (IsTold(place) && Expires(place) <= utcSeconds && (found < 0 || Expires(place) < Expires(found)))
                {
                    found = place;
                }
            }

            return found;
        }

        /// <summary>Gives a place to a new command, which has begun or ended by that.</summary>
        /// <param name="place">Of <see cref="FindPlace"/>.</param>
        /// <param name="command">The command.</param>
        /// <param name="state">What became of it so far.</param>
        /// <param name="message">For people; null for none.</param>
        public void Put(int place, Command command, CommandState state, string message)
        {
            if (State(place) != CommandState.None && Expires(place) > Horizon)
            {
                LittleEndian.WriteUInt32(_buffer, AlternatingBlock.Start, Expires(place));
            }

            int at = At(place);
            _buffer[at] = (byte)command.Id.Length;
            for (int i = 0; i < command.Id.Length; i++)
            {
                _buffer[at + IdAt + i] = (byte)command.Id[i];
            }

            LittleEndian.WriteUInt32(_buffer, at + ExpiresAt, command.Expires);
            End(place, state, message);
            _buffer[at + FlagsAt] = state == CommandState.Begun && command.Name == CommandName.Reboot ? EndsInRestart : (byte)0;
        }

        /// <summary>Notes how a command ended.</summary>
        /// <param name="place">Its place.</param>
        /// <param name="state">How.</param>
        /// <param name="message">For people; null for none.</param>
        public void End(int place, CommandState state, string message)
        {
            int at = At(place);
            int count = message == null ? 0 : message.Length < MaxMessage ? message.Length : MaxMessage;
            for (int i = 0; i < count; i++)
            {
                char c = message[i];
                _buffer[at + MessageAt + i] = (byte)(c >= ' ' && c <= '~' ? c : c < ' ' ? ' ' : '?');
            }

            _buffer[at + MessageCountAt] = (byte)count;
            _buffer[at + StateAt] = (byte)state;
            _buffer[at + FlagsAt] = 0;
            IsDirty = true;
        }

        /// <summary>Notes that the cloud knows how a command ended.</summary>
        public void NoteTold(int place)
        {
            if (!IsTold(place))
            {
                _buffer[At(place) + FlagsAt] |= Told;
                IsDirty = true;
            }
        }

        /// <summary>What became of a command.</summary>
        public CommandState State(int place)
        {
            return (CommandState)_buffer[At(place) + StateAt];
        }

        /// <summary>Whether the cloud knows that.</summary>
        public bool IsTold(int place)
        {
            return (_buffer[At(place) + FlagsAt] & Told) != 0;
        }

        /// <summary>When it expires, Unix seconds.</summary>
        public uint Expires(int place)
        {
            return LittleEndian.ReadUInt32(_buffer, At(place) + ExpiresAt);
        }

        /// <summary>Writes the answer of a command that has ended.</summary>
        /// <param name="place">Its place.</param>
        /// <param name="writer">Takes it.</param>
        public void WriteAnswer(int place, CommandAnswer writer)
        {
            int at = At(place);
            writer.Write(_buffer, at + IdAt, _buffer[at], State(place), _buffer, at + MessageAt, _buffer[at + MessageCountAt]);
        }

        /// <summary>Makes it durable.</summary>
        /// <returns>False when the flash refused.</returns>
        public bool TrySave()
        {
            IsDirty = !_file.TrySave(Bytes);
            return !IsDirty;
        }

        private static int At(int place)
        {
            return AlternatingBlock.Start + HorizonBytes + (place * PlaceBytes);
        }

        private bool IsId(int at, string id)
        {
            if (_buffer[at] != id.Length)
            {
                return false;
            }

            for (int i = 0; i < id.Length; i++)
            {
                if (_buffer[at + IdAt + i] != id[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}

using System.Text;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Commands
{
    /// <summary>
    /// Tells the cloud what became of commands, each until that is acknowledged, and again in the next session where it was not. Stepped; allocates only where
    /// a command without a place is answered.
    /// </summary>
    public sealed class CommandResults : ISessionListener
    {
        private readonly CommandLog _log;
        private readonly IResultCarriage _carriage;
        private readonly CommandAnswer _answer = new CommandAnswer();
        private readonly bool[] _isDue = new bool[CommandLog.Places];
        private readonly int[] _packets = new int[CommandLog.Places];
        private byte[] _passingId;
        private byte[] _passingMessage;

        /// <summary>Creates it; what the log has to tell from before the start is told first.</summary>
        /// <param name="log">Remembers. Borrowed.</param>
        /// <param name="carriage">Takes the results. Borrowed.</param>
        public CommandResults(CommandLog log, IResultCarriage carriage)
        {
            _log = log;
            _carriage = carriage;
            for (int place = 0; place < CommandLog.Places; place++)
            {
                _isDue[place] = log.State(place) != CommandState.None && !log.IsTold(place);
            }
        }

        /// <summary>Whether the answer of a command without a place is yet to be sent.</summary>
        public bool IsPassing => _passingId != null;

        /// <summary>Tells, or tells again, how a command ended.</summary>
        /// <param name="place">Its place in the log.</param>
        public void Tell(int place)
        {
            _isDue[place] = true;
        }

        /// <summary>Lets go of what was to be told of the command that had a place before.</summary>
        /// <param name="place">The place.</param>
        public void Forget(int place)
        {
            _isDue[place] = false;
            _packets[place] = 0;
        }

        /// <summary>Refuses a command that has no place. Lost without a session: in the next one the cloud sends again what is open.</summary>
        /// <param name="id">Its id.</param>
        /// <param name="message">Why, in printable ASCII.</param>
        public void Pass(string id, string message)
        {
            _passingId = Encoding.UTF8.GetBytes(id);
            _passingMessage = Encoding.UTF8.GetBytes(message);
        }

        /// <inheritdoc/>
        public void SessionReady(long nowMs)
        {
            for (int place = 0; place < CommandLog.Places; place++)
            {
                _isDue[place] |= _packets[place] != 0;
                _packets[place] = 0;
            }
        }

        /// <inheritdoc/>
        public void PublicationAcknowledged(int packet)
        {
            for (int place = 0; place < CommandLog.Places; place++)
            {
                if (_packets[place] == packet)
                {
                    _packets[place] = 0;
                    _log.NoteTold(place);
                }
            }
        }

        /// <summary>Sends what is due and can be sent.</summary>
        public void Step()
        {
            if (_passingId != null)
            {
                _answer.Write(_passingId, 0, _passingId.Length, CommandState.Refused, _passingMessage, 0, _passingMessage.Length);
                if (!_carriage.IsReady || _carriage.Publish(_answer.Buffer, _answer.Count) != 0)
                {
                    _passingId = null;
                }
            }

            for (int place = 0; place < CommandLog.Places; place++)
            {
                // What is not on flash may yet have been otherwise.
                if (!_isDue[place] || _log.IsDirty || !_carriage.IsReady || _log.State(place) == CommandState.Begun)
                {
                    continue;
                }

                _log.WriteAnswer(place, _answer);
                int packet = _carriage.Publish(_answer.Buffer, _answer.Count);
                if (packet == 0)
                {
                    return;
                }

                _packets[place] = packet;
                _isDue[place] = false;
            }
        }
    }
}

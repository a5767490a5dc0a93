using System;
using System.Collections;
using System.Text;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Commands
{
    /// <summary>
    /// Takes commands in, has each carried out at most once, and tells the cloud what became of it until that is acknowledged. README.md has the rules. Stepped;
    /// allocates only where there is a command.
    /// </summary>
    public sealed class CommandDispatcher : ISessionListener
    {
        /// <summary>A command that is not over after this, ms, has failed.</summary>
        public const int LongestMs = 120000;

        /// <summary>A restart waits this long, ms, for the acknowledgement of the result that it belongs to.</summary>
        public const int RestartMs = 5000;

        /// <summary>An expiry further ahead than this, s, is that of a clock that is wrong: the cloud gives an hour at the most.</summary>
        public const int FurthestSeconds = 86400;

        /// <summary>A command that is dangerous in flight waits this long, ms, for the autopilot to be heard: a device that has just started may not have yet.</summary>
        public const int FlightWaitMs = 10000;

        private const int RetryMs = 1000;

        private readonly CommandLog _log;
        private readonly IResultCarriage _carriage;
        private readonly ICommandTarget _core;
        private readonly ILinkBoard _console;
        private readonly CommandInbox _inbox = new CommandInbox();
        private readonly CommandAnswer _answer = new CommandAnswer();
        private readonly bool[] _isDue = new bool[CommandLog.Places];
        private readonly int[] _packets = new int[CommandLog.Places];
        private ICommandTarget _runner;
        private Command _waiting;
        private long _waitDueMs;
        private int _place;
        private long _deadlineMs;
        private long _saveDueMs;
        private int _restartPlace = -1;
        private long _restartDueMs;
        private bool _hasMissed;
        private byte[] _passingId;
        private byte[] _passingMessage;

        /// <summary>Creates a dispatcher; what its log has to tell is told first.</summary>
        /// <param name="log">Remembers. Borrowed.</param>
        /// <param name="carriage">Takes the results. Borrowed.</param>
        /// <param name="core">Carries out what the device itself can do. Borrowed.</param>
        /// <param name="console">Takes a line about a message that is no command. Borrowed.</param>
        public CommandDispatcher(CommandLog log, IResultCarriage carriage, ICommandTarget core, ILinkBoard console)
        {
            _log = log;
            _carriage = carriage;
            _core = core;
            _console = console;
            for (int place = 0; place < CommandLog.Places; place++)
            {
                _isDue[place] = log.State(place) != CommandState.None && !log.IsTold(place);
            }
        }

        /// <summary>What the payload carries out; null while none runs. Borrowed.</summary>
        public IPayloadCommands Payload { get; set; }

        /// <summary>Takes settings that a command of the payload has changed; null for nobody.</summary>
        public SettingsKeeper Keeper { get; set; }

        /// <summary>Whether a command asks for a restart. It is for the caller to see that one costs nobody a flight.</summary>
        public bool WantsRestart { get; private set; }

        /// <summary>Whether a command is being carried out.</summary>
        public bool IsBusy => _runner != null;

        /// <summary>Takes a message in.</summary>
        /// <param name="payload">It. Kept: the caller lets go of it.</param>
        /// <returns>False when it found no place: it has to be sent again, see <see cref="TakeMissed"/>.</returns>
        public bool Take(byte[] payload)
        {
            if (payload.Length > CommandReader.MaxBytes)
            {
                _console.Log("command: a message of " + payload.Length.ToString() + " bytes, which is more than " + CommandReader.MaxBytes.ToString() + ", is ignored");
                return true;
            }

            bool isTaken = _inbox.TryPut(payload);
            _hasMissed |= !isTaken;
            return isTaken;
        }

        /// <summary>
        /// Returns, once, that a message found no place and now there is room: it is time for a new session, in which the cloud sends again what is open. Not before: it
        /// would find no place again.
        /// </summary>
        public bool TakeMissed()
        {
            bool missed = _hasMissed && _inbox.Count == 0 && _runner == null && _waiting == null;
            _hasMissed &= !missed;
            return missed;
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
                    if (!_isDue[place])
                    {
                        _log.NoteTold(place);
                    }
                }
            }
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <param name="utcSeconds">Unix seconds; 0 while they are not known: then nothing is begun.</param>
        /// <param name="flight">What is known of the drone's motors.</param>
        /// <param name="maySafely">Whether what is dangerous in flight may be done.</param>
        public void Step(long nowMs, long utcSeconds, FlightState flight, bool maySafely)
        {
            if (_runner != null)
            {
                Settle(nowMs >= _deadlineMs ? CommandOutcome.Failed : Poll(nowMs), nowMs);
            }

            Save(nowMs);
            TellPassing();
            bool isFree = _runner == null && !_log.IsDirty && _passingId == null && _restartPlace < 0;
            if (isFree && utcSeconds > 0 && (_waiting != null || _inbox.Count > 0))
            {
                TakeUp(nowMs, utcSeconds, flight, maySafely);
            }

            Tell();
            if (_restartPlace >= 0)
            {
                WantsRestart |= _log.IsTold(_restartPlace) || nowMs >= _restartDueMs;
            }
        }

        private void TakeUp(long nowMs, long utcSeconds, FlightState flight, bool maySafely)
        {
            Command command = _waiting == null ? Next(nowMs) : _waiting;
            _waiting = null;
            if (command == null)
            {
                return;
            }

            int place = _log.Find(command.Id);
            if (place >= 0)
            {
                _isDue[place] = true;
                return;
            }

            string refusal = RefuseUnseen(command, utcSeconds);
            place = refusal == null ? _log.FindPlace(utcSeconds) : -1;
            if (place < 0)
            {
                Pass(command, refusal == null ? "busy" : refusal);
                return;
            }

            ICommandTarget runner = _core.Knows(command.Name) ? _core : Payload != null && Payload.Knows(command.Name) ? Payload : null;
            refusal = Refuse(command, runner, flight, maySafely);
            if (refusal == CommandDanger.FlightUnknown && nowMs < _waitDueMs)
            {
                _waiting = command;
                return;
            }

            _log.Put(place, command, refusal == null ? CommandState.Begun : CommandState.Refused, refusal);
            _isDue[place] = refusal != null;
            _packets[place] = 0;
            bool isNoted = Save(nowMs);
            if (refusal != null)
            {
                return;
            }

            if (!isNoted)
            {
                // Whether a part of it is on flash is not known; that it has not run is.
                _log.End(place, CommandState.Refused, "the flash cannot note it");
                _isDue[place] = true;
                return;
            }

            Begin(command, place, runner, nowMs);
        }

        private Command Next(long nowMs)
        {
            byte[] message = _inbox.Take();
            Command command = CommandReader.Read(message, 0, message.Length);
            _waitDueMs = nowMs + FlightWaitMs;
            if (command == null)
            {
                _console.Log("command: a message that is none is ignored");
            }

            return command;
        }

        // These are refused again however often they come, or may be begun at another time: they need no place.
        private string RefuseUnseen(Command command, long utcSeconds)
        {
            return command.Expires <= utcSeconds || command.Expires <= _log.Horizon ? "expired"
                : command.Expires - utcSeconds > FurthestSeconds ? "it expires more than a day ahead: a clock is wrong"
                : null;
        }

        private string Refuse(Command command, ICommandTarget runner, FlightState flight, bool maySafely)
        {
            if (command.Name.Length == 0)
            {
                return "its command or its parameters cannot be read";
            }

            if (runner == null)
            {
                return "unknown command";
            }

            return maySafely || !CommandDanger.IsDangerous(command, Payload) ? null
                : flight == FlightState.Armed ? CommandDanger.InFlight : CommandDanger.FlightUnknown;
        }

        private void Begin(Command command, int place, ICommandTarget runner, long nowMs)
        {
            _place = place;
            _runner = runner;
            _deadlineMs = nowMs + LongestMs;
            CommandOutcome outcome;
            try
            {
                outcome = runner.Begin(command, nowMs);
            }
            catch (Exception e)
            {
                End(CommandState.Failed, e.Message);
                return;
            }

            Settle(outcome, nowMs);
        }

        private CommandOutcome Poll(long nowMs)
        {
            try
            {
                return _runner.Poll(nowMs);
            }
            catch (Exception e)
            {
                End(CommandState.Failed, e.Message);
                return CommandOutcome.UnderWay;
            }
        }

        private void Settle(CommandOutcome outcome, long nowMs)
        {
            if (_runner == null || outcome == CommandOutcome.UnderWay)
            {
                return;
            }

            if (outcome == CommandOutcome.EndsInRestart)
            {
                _runner = null;
                _restartPlace = _place;
                _restartDueMs = nowMs;
                return;
            }

            string message = outcome == CommandOutcome.Failed && nowMs >= _deadlineMs ? "it took too long" : _runner.Message;
            if (outcome == CommandOutcome.DoneThenRestart)
            {
                _restartPlace = _place;
                _restartDueMs = nowMs + RestartMs;
            }

            CommandState state = outcome == CommandOutcome.Failed ? CommandState.Failed : outcome == CommandOutcome.Refused ? CommandState.Refused : CommandState.Done;
            End(state, Keep(state, message));
            Save(nowMs);
        }

        private string Keep(CommandState state, string message)
        {
            IPayloadCommands payload = _runner as IPayloadCommands;
            Hashtable settings = payload == null || state == CommandState.Refused || Keeper == null ? null : payload.Settings;
            string problem = settings == null ? null : Keeper(settings);
            return problem == null ? message : (message == null ? "" : message + "; ") + "until the next restart only: " + problem;
        }

        private void End(CommandState state, string message)
        {
            _log.End(_place, state, message);
            _isDue[_place] = true;
            _runner = null;
        }

        private bool Save(long nowMs)
        {
            if (_log.IsDirty && nowMs >= _saveDueMs && !_log.TrySave())
            {
                _saveDueMs = nowMs + RetryMs;
            }

            return !_log.IsDirty;
        }

        // What is not on flash may yet have been otherwise.
        private void Tell()
        {
            for (int place = 0; place < CommandLog.Places; place++)
            {
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

        private void Pass(Command command, string message)
        {
            _passingId = Encoding.UTF8.GetBytes(command.Id);
            _passingMessage = Encoding.UTF8.GetBytes(message);
            TellPassing();
        }

        // Lost without a session: in the next one the cloud sends again what is open.
        private void TellPassing()
        {
            if (_passingId == null)
            {
                return;
            }

            _answer.Write(_passingId, 0, _passingId.Length, CommandState.Refused, _passingMessage, 0, _passingMessage.Length);
            if (!_carriage.IsReady || _carriage.Publish(_answer.Buffer, _answer.Count) != 0)
            {
                _passingId = null;
            }
        }
    }
}

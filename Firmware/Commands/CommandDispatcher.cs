using System;
using System.Collections;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Commands
{
    /// <summary>
    /// Takes commands in and has each carried out at most once. README.md has the rules. Stepped; allocates only where there is a command.
    /// </summary>
    public sealed class CommandDispatcher
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
        private readonly CommandResults _results;
        private readonly ICommandTarget _core;
        private readonly ILinkBoard _console;
        private readonly CommandInbox _inbox = new CommandInbox();
        private ICommandTarget _runner;
        private Command _waiting;
        private long _waitDueMs;
        private int _place;
        private long _deadlineMs;
        private long _saveDueMs;
        private int _restartPlace = -1;
        private long _restartDueMs;
        private bool _isRestartDue;
        private bool _hasMissed;

        /// <summary>Creates a dispatcher.</summary>
        /// <param name="log">Remembers. Borrowed.</param>
        /// <param name="results">Tells the cloud. Borrowed; it is stepped from here.</param>
        /// <param name="core">Carries out what the device itself can do. Borrowed.</param>
        /// <param name="console">Takes a line about a message that is no command. Borrowed.</param>
        public CommandDispatcher(CommandLog log, CommandResults results, ICommandTarget core, ILinkBoard console)
        {
            _log = log;
            _results = results;
            _core = core;
            _console = console;
        }

        /// <summary>What the payload carries out; null while none runs. Borrowed.</summary>
        public IPayloadCommands Payload { get; set; }

        /// <summary>Takes settings that a command of the payload has changed; null for nobody.</summary>
        public SettingsKeeper Keeper { get; set; }

        /// <summary>Whether a command asks for a restart. It is for the caller to see that one costs nobody a flight.</summary>
        public bool WantsRestart => _isRestartDue && _runner == null;

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

            // What is begun just before a restart would only be broken off. One that has to wait for the ground keeps nobody waiting.
            bool isEnding = _restartPlace >= 0 && maySafely;
            bool isFree = _runner == null && !_log.IsDirty && !_results.IsPassing && !isEnding;
            if (isFree && utcSeconds > 0 && (_waiting != null || _inbox.Count > 0))
            {
                TakeUp(nowMs, utcSeconds, flight, maySafely);
            }

            _results.Step();
            if (_restartPlace >= 0)
            {
                _isRestartDue |= _log.IsTold(_restartPlace) || nowMs >= _restartDueMs;
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
                _results.Tell(place);
                return;
            }

            string refusal = RefuseUnseen(command, utcSeconds);
            place = refusal == null ? _log.FindPlace(utcSeconds) : -1;
            if (place < 0)
            {
                _results.Pass(command.Id, refusal == null ? "busy" : refusal);
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
            _results.Forget(place);
            bool isNoted = Save(nowMs);
            if (refusal != null)
            {
                _results.Tell(place);
                return;
            }

            if (!isNoted)
            {
                // Whether a part of it is on flash is not known; that it has not run is.
                _log.End(place, CommandState.Refused, "the flash cannot note it");
                _results.Tell(place);
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
            if (runner == _core)
            {
                Settle(runner.Begin(command, nowMs), nowMs);
                return;
            }

            CommandOutcome outcome;
            try
            {
                outcome = runner.Begin(command, nowMs);
            }
            catch (Exception e)
            {
                // Nothing that a payload does stops what is under it.
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
            _results.Tell(_place);
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
    }
}

using System;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Commands
{
    /// <summary>
    /// Carries out the commands that come in, one after the other: each once though it may come often, none that has expired, none in flight that could cost the
    /// flight; and tells the cloud what became of it until the cloud has it. README.md has the rules. Allocates nothing while no command comes.
    /// </summary>
    public sealed class CommandDispatcher
    {
        /// <summary>Name of the command that restarts the device.</summary>
        public const string Reboot = "reboot";

        // The cloud is to hear of a command that ends in a restart; it is not waited for longer than this, ms.
        private const int RestartAfterMs = 5000;

        private readonly CommandInbox _inbox = new CommandInbox();
        private readonly CommandLog _log;
        private readonly CommandResult _result = new CommandResult();
        private readonly CommandAnswer _answer = new CommandAnswer();
        private readonly CloudUplink _uplink;
        private readonly string _topic;
        private readonly ICommandTarget[] _targets;
        private readonly byte[] _id = new byte[CommandMessage.MaxIdLength];
        private readonly int[] _packets = new int[CommandLog.Capacity];
        private int _running = -1;
        private ICommandTarget _runner;
        private long _restartMs = -1;

        /// <summary>Creates it and reads what was carried out before.</summary>
        /// <param name="store">Where that is kept. Borrowed.</param>
        /// <param name="uplink">Carries results. Borrowed.</param>
        /// <param name="topic">The topic of results.</param>
        /// <param name="targets">Carry commands out; the first that knows one has it.</param>
        public CommandDispatcher(ISegmentStore store, CloudUplink uplink, string topic, ICommandTarget[] targets)
        {
            _log = new CommandLog(store);
            _uplink = uplink;
            _topic = topic;
            _targets = targets;
        }

        /// <summary>Whether the device is to be restarted now: a command said so, its result is told or was not to be told, and nobody is in the air.</summary>
        public bool WantsRestart { get; private set; }

        /// <summary>Commands that were no commands, in this boot.</summary>
        public uint Malformed { get; private set; }

        /// <summary>Takes a message.</summary>
        /// <returns>False when too many wait: the session is to be opened anew, so that the cloud sends it again.</returns>
        public bool Take(byte[] payload, int offset, int count)
        {
            return _inbox.TryPut(payload, offset, count);
        }

        /// <summary>A session is ready: what was told in the last one and not acknowledged is told again.</summary>
        public void SessionReady()
        {
            Array.Clear(_packets, 0, _packets.Length);
        }

        /// <summary>The broker acknowledged a publication, of a result or of anything else.</summary>
        /// <param name="packet">Its packet identifier.</param>
        public void PublicationAcknowledged(int packet)
        {
            for (int entry = 0; entry < CommandLog.Capacity; entry++)
            {
                if (_packets[entry] == packet)
                {
                    _packets[entry] = 0;
                    _log.SetTold(entry, true);
                }
            }
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <param name="utcSeconds">Seconds since 1970; 0 while the clock is unknown.</param>
        /// <param name="flight">What is known of the drone's motors.</param>
        /// <param name="isOnGround">Whether the drone is known not to be armed, or there is nobody to tell.</param>
        public void Step(long nowMs, long utcSeconds, FlightState flight, bool isOnGround)
        {
            if (_running >= 0)
            {
                CommandOutcome outcome = _runner.Poll(_answer, nowMs);
                if (outcome != CommandOutcome.Running)
                {
                    End(outcome, nowMs);
                }
            }
            else if (!_inbox.IsEmpty && utcSeconds > 0 && _restartMs < 0)
            {
                TakeNext(_inbox.Take(), nowMs, utcSeconds, flight, isOnGround);
            }

            Tell();
            WantsRestart = _restartMs >= 0 && isOnGround && (nowMs >= _restartMs || IsAllTold());
        }

        private void TakeNext(CommandMessage message, long nowMs, long utcSeconds, FlightState flight, bool isOnGround)
        {
            if (message == null)
            {
                Malformed++;
                return;
            }

            int known = _log.Find(message.Id);
            if (known >= 0)
            {
                // It is asked again since the answer was not heard: it is the same answer.
                _log.SetTold(known, false);
                _packets[known] = 0;
                return;
            }

            int entry = _log.Begin(message, message.Command == Reboot, utcSeconds);
            if (entry < 0)
            {
                for (int i = 0; i < message.Id.Length; i++)
                {
                    _id[i] = (byte)message.Id[i];
                }

                // It is not remembered, so it is told once and no more.
                Publish(message.Id.Length, "refused", "busy: too many commands are not told of yet, or the flash refuses");
                return;
            }

            _running = entry;
            _packets[entry] = 0;
            _answer.Message = "";
            _answer.WantsRestart = false;
            CommandOutcome outcome = Begin(message, nowMs, utcSeconds, flight, isOnGround);
            if (outcome != CommandOutcome.Running)
            {
                End(outcome, nowMs);
                return;
            }

            Publish(_log.CopyId(entry, _id, 0), "received", "");
        }

        private CommandOutcome Begin(CommandMessage message, long nowMs, long utcSeconds, FlightState flight, bool isOnGround)
        {
            if (utcSeconds >= message.Expires)
            {
                return Refuse("expired");
            }

            for (int i = 0; i < _targets.Length; i++)
            {
                if (!_targets[i].Knows(message.Command))
                {
                    continue;
                }

                if (!isOnGround && _targets[i].IsDangerous(message.Command, message.Parameters))
                {
                    return Refuse(flight == FlightState.Armed ? "in flight" : "not while it is unknown whether the drone flies");
                }

                _runner = _targets[i];
                return _runner.Begin(message.Command, message.Parameters, _answer, nowMs);
            }

            return Refuse("this device knows no command of that name");
        }

        private CommandOutcome Refuse(string why)
        {
            _answer.Message = why;
            return CommandOutcome.Refused;
        }

        private void End(CommandOutcome outcome, long nowMs)
        {
            int state = outcome == CommandOutcome.Done ? CommandState.Done : outcome == CommandOutcome.Failed ? CommandState.Failed : CommandState.Refused;
            _log.End(_running, state, _answer.Message);
            _running = -1;
            if (_answer.WantsRestart && outcome == CommandOutcome.Done)
            {
                _restartMs = nowMs + RestartAfterMs;
            }
        }

        private void Tell()
        {
            if (!_uplink.IsReady)
            {
                return;
            }

            for (int entry = 0; entry < CommandLog.Capacity; entry++)
            {
                int state = _log.StateOf(entry);
                if (state > CommandState.Begun && !_log.IsTold(entry) && _packets[entry] == 0)
                {
                    string status = state == CommandState.Done ? "done" : state == CommandState.Failed ? "failed" : "refused";
                    _packets[entry] = Publish(_log.CopyId(entry, _id, 0), status, _log.MessageOf(entry));
                    if (_packets[entry] == 0)
                    {
                        return;
                    }
                }
            }
        }

        private int Publish(int idLength, string status, string message)
        {
            return _uplink.Publish(_topic, _result.Buffer, _result.Write(_id, idLength, status, message));
        }

        private bool IsAllTold()
        {
            for (int entry = 0; entry < CommandLog.Capacity; entry++)
            {
                if (_log.StateOf(entry) > CommandState.Begun && !_log.IsTold(entry))
                {
                    return false;
                }
            }

            return true;
        }
    }
}

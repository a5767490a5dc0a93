using System;
using System.IO.Ports;

namespace DroneLink.Drivers.SmartAudio
{
    /// <summary>
    /// A video transmitter that speaks TBS SmartAudio, versions 1, 2 and 2.1, over one wire. What it was told is believed only once its
    /// own settings say so. Less power is set before a frequency, more after it, and pit mode is left last. Version 1 has no pit mode,
    /// version 2 can only leave it: <see cref="WiredTransmitter.Mute"/> is <see cref="TransmitterFault.Unsupported"/> there.
    /// </summary>
    public sealed class SmartAudioTransmitter : WiredTransmitter
    {
        /// <summary>Speed that the port is opened with; 8 data bits, no parity, 2 stop bits.</summary>
        public const int BaudRate = 4800;

        /// <summary>The highest speed that is tried.</summary>
        public const int MaxBaudRate = 4950;

        // Replies begin 60 to 120 ms after the request; then there is the loop's step, and the UART hands over what it has only after a silence.
        private const int ReplyMs = 200;
        private const int IntervalMs = 150;
        private const int BaudStep = 50;
        private const int BaudRequests = 10;
        private const int BaudMissed = 4;
        private const int Levels = 4;
        private const int SetByDbm = 0x80;

        private static readonly byte[] DacValues = { 7, 16, 25, 40 }; // version 1

        private readonly int[] _levelsMw;
        private readonly int _pollMs;
        private readonly bool _isAutobaud;
        private readonly SmartAudioParser _parser = new SmartAudioParser();
        private readonly SmartAudioReply _reply = new SmartAudioReply();
        private readonly SmartAudioSettings _settings = new SmartAudioSettings();

        // A byte of zeros goes in front: some transmitters want the line low before a frame. 8 bytes at 4800 baud are 17 ms: nanoFramework's
        // Write returns at once below 20 ms, and waits for the line above.
        private readonly byte[] _request = new byte[1 + SmartAudioFrame.MaxRequestBytes];
        private readonly byte[] _frame = new byte[SmartAudioFrame.MaxRequestBytes];
        private long _nextPollMs;
        private uint _baudRequests;
        private uint _baudMissed;
        private uint _impossible;
        private bool _isFresh;

        /// <summary>Creates a driver; the port is left closed until <see cref="WiredTransmitter.Open"/>.</summary>
        /// <param name="port">4800 baud, 8N2. Owned.</param>
        /// <param name="options">How it is driven.</param>
        /// <exception cref="ArgumentException">The options are out of range; the message has the one.</exception>
        public SmartAudioTransmitter(SerialPort port, SmartAudioOptions options)
            : base(port, ReplyMs)
        {
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            _pollMs = OptionRange.Check(options.PollMs, IntervalMs, 2000, nameof(options.PollMs));
            _isAutobaud = options.Autobaud;
            _levelsMw = OptionRange.CheckRising(options.LevelsMw, Levels, Levels, 10000, nameof(options.LevelsMw));
        }

        /// <inheritdoc/>
        public override bool CanMute => _settings.Version == SmartAudioVersion.V21;

        /// <inheritdoc/>
        public override bool CanSetPower => _settings.Version != SmartAudioVersion.Unknown;

        /// <inheritdoc/>
        public override bool HasTemperature => false;

        /// <inheritdoc/>
        public override int CentiCelsius => 0;

        /// <inheritdoc/>
        public override bool IsMuted => _settings.IsPit;

        /// <inheritdoc/>
        public override int PowerMw
        {
            get
            {
                switch (_settings.Version)
                {
                    case SmartAudioVersion.V1:
                        int index = Array.IndexOf(DacValues, (byte)_settings.Power);
                        return index < 0 ? 0 : _levelsMw[index];
                    case SmartAudioVersion.V2:
                        return _settings.Power < Levels ? _levelsMw[_settings.Power] : 0;
                    case SmartAudioVersion.V21:
                        return SmartAudioSettings.ToMilliwatts(_settings.Power);
                    default:
                        return 0;
                }
            }
        }

        /// <inheritdoc/>
        public override int FrequencyMhz => _settings.FrequencyMhz;

        /// <summary>Which version it speaks.</summary>
        public SmartAudioVersion Version => _settings.Version;

        /// <inheritdoc/>
        protected override uint Garbage => _parser.BadFrames + _parser.NoiseBytes + _impossible;

        /// <inheritdoc/>
        protected override bool IsUnable => IsMuteOrdered && !IsMuted && CanSetPower && !CanMute;

        /// <inheritdoc/>
        protected override void Hear(byte[] bytes, int count, long nowMs)
        {
            for (int offset = 0; offset < count;)
            {
                offset += _parser.Feed(bytes, offset, count - offset);
                while (_parser.TryRead(_reply))
                {
                    Take(nowMs);
                }
            }
        }

        /// <inheritdoc/>
        protected override void Talk(long nowMs)
        {
            if (_isAutobaud)
            {
                AdjustBaud();
            }

            if (_isFresh && IsAnswering && TryOrder(nowMs))
            {
                return;
            }

            if (!_isFresh || nowMs >= _nextPollMs)
            {
                _nextPollMs = nowMs + _pollMs;
                _isFresh = false; // one that is missed is asked for again at once
                Request(SmartAudioCommand.GetSettings, 0, 0, IsAnswering ? IntervalMs : _pollMs, nowMs);
            }
        }

        // Replies to orders say that one was heard; only settings say what is.
        private void Take(long nowMs)
        {
            bool isSettings = _reply.Command == SmartAudioCommand.GetSettings || _reply.Command >= SmartAudioCommand.SettingsV2;
            if (!isSettings)
            {
                TakeAnswer(nowMs);
            }
            else if (_settings.TryTake(_reply))
            {
                _isFresh = true;
                TakeAnswer(nowMs);
            }
            else
            {
                _impossible++;
            }
        }

        // Mute comes first, then less power, then the frequency, then more power, and last of all pit mode is left.
        private bool TryOrder(long nowMs)
        {
            int power = OrderedMw == 0 ? _settings.Power : PowerFor(OrderedMw);
            bool wantsMute = IsMuteOrdered && !IsMuted && CanMute;
            bool wantsLeave = OrderedMw != 0 && IsMuted && _settings.Power <= power;
            bool wantsFrequency = OrderedMhz != 0 && OrderedMhz != FrequencyMhz;
            bool wantsPower = power != _settings.Power;
            if (!wantsMute && !wantsLeave && !wantsFrequency && !wantsPower)
            {
                Forget();
                return false;
            }

            Note(TransmitterOrder.Pit, !wantsMute && !wantsLeave);
            Note(TransmitterOrder.Frequency, !wantsFrequency);
            Note(TransmitterOrder.Power, !wantsPower);
            if (wantsMute && TryCount(TransmitterOrder.Pit, nowMs))
            {
                return Order(SmartAudioCommand.SetPower, SetByDbm, nowMs);
            }

            bool isLess = wantsPower && power < _settings.Power;
            if (isLess && TryCount(TransmitterOrder.Power, nowMs))
            {
                return OrderPower(power, nowMs);
            }

            if (wantsFrequency && TryCount(TransmitterOrder.Frequency, nowMs))
            {
                return Order(SmartAudioCommand.SetFrequency, NextMhz(), nowMs);
            }

            if (wantsPower && !isLess && TryCount(TransmitterOrder.Power, nowMs))
            {
                return OrderPower(power, nowMs);
            }

            return wantsLeave && TryCount(TransmitterOrder.Pit, nowMs)
                && Order(SmartAudioCommand.SetMode, SmartAudioMode.ToLeavePit(_settings.Mode), nowMs);
        }

        private bool OrderPower(int power, long nowMs)
        {
            return Order(SmartAudioCommand.SetPower, _settings.Version == SmartAudioVersion.V21 ? power | SetByDbm : power, nowMs);
        }

        private bool Order(int command, int value, long nowMs)
        {
            _isFresh = false;
            Request(command, value, command == SmartAudioCommand.SetFrequency ? 2 : 1, IntervalMs, nowMs);
            return true;
        }

        // One that is on a channel does not take the frequency that it was set to before, unless another comes between.
        private int NextMhz()
        {
            bool isTaken = (_settings.Mode & SmartAudioMode.ByFrequency) == 0 && _settings.SetMhz == OrderedMhz;
            return !isTaken ? OrderedMhz : OrderedMhz == MaxMhz ? OrderedMhz - 1 : OrderedMhz + 1;
        }

        // The highest level up to a power, the least if none is so low, as the version writes it.
        private int PowerFor(int milliwatts)
        {
            if (_settings.Version == SmartAudioVersion.V21)
            {
                return DbmFor(milliwatts);
            }

            int best = 0;
            for (int index = 1; index < Levels; index++)
            {
                best = _levelsMw[index] <= milliwatts ? index : best;
            }

            return _settings.Version == SmartAudioVersion.V1 ? DacValues[best] : best;
        }

        private int DbmFor(int milliwatts)
        {
            int best = 0;
            int least = int.MaxValue;
            for (int index = 0; index < _settings.LevelCount; index++)
            {
                int dbm = _settings.GetLevelDbm(index);
                least = dbm < least ? dbm : least;
                best = SmartAudioSettings.ToMilliwatts(dbm) <= milliwatts && dbm > best ? dbm : best;
            }

            return best > 0 ? best : least < int.MaxValue ? least : _settings.Power;
        }

        private void Request(int command, int value, int payloadBytes, int intervalMs, long nowMs)
        {
            int count = SmartAudioFrame.WriteRequest(_frame, command, value, payloadBytes);
            Array.Copy(_frame, 0, _request, 1, count);
            _parser.Expect(_frame, count);
            Send(_request, count + 1, true, intervalMs, nowMs);
        }

        private void SetBaud(int baud)
        {
            try
            {
                Port.BaudRate = baud;
            }
            catch (Exception)
            {
                // The next try is ten requests away.
                PortErrors++;
            }
        }

        private void AdjustBaud()
        {
            if (Requests - _baudRequests < BaudRequests)
            {
                return;
            }

            if (Missed - _baudMissed >= BaudMissed)
            {
                SetBaud(Port.BaudRate + BaudStep > MaxBaudRate ? BaudRate : Port.BaudRate + BaudStep);
            }

            _baudRequests = Requests;
            _baudMissed = Missed;
        }
    }
}

using System;
using System.IO.Ports;

namespace DroneLink.Drivers.Tramp
{
    /// <summary>
    /// A video transmitter that speaks IRC Tramp over one wire. It does not answer orders: what it was told is believed only once it says
    /// so when asked. Less power is set before a frequency, more after it, and pit mode is left last.
    /// </summary>
    public sealed class TrampTransmitter : WiredTransmitter
    {
        /// <summary>Speed that the port is opened with; 8N1.</summary>
        public const int BaudRate = 9600;

        /// <summary>ms that a temperature holds.</summary>
        public const int TemperatureHoldsMs = 5000;

        private const int ReplyMs = 200;
        private const int IntervalMs = 200;
        private const int MaxLevels = 16;

        private readonly int[] _levelsMw;
        private readonly int _pollMs;
        private readonly TrampParser _parser = new TrampParser();
        private readonly TrampState _state = new TrampState();

        // 16 bytes at 9600 baud are 17 ms: nanoFramework's Write returns at once below 20 ms, and waits for the line above.
        private readonly byte[] _request = new byte[TrampFrame.Bytes];
        private readonly byte[] _answer = new byte[TrampFrame.Bytes];
        private long _nextPollMs;
        private long _temperatureMs;
        private uint _impossible;
        private bool _isFresh;
        private bool _isLimitsNew;
        private bool _isTemperatureNext;
        private bool _hasTemperature;

        /// <summary>Creates a driver; the port is left closed until <see cref="WiredTransmitter.Open"/>.</summary>
        /// <param name="port">9600 baud, 8N1. Owned.</param>
        /// <param name="options">How it is driven.</param>
        /// <exception cref="ArgumentException">The options are out of range; the message has the one.</exception>
        public TrampTransmitter(SerialPort port, TrampOptions options)
            : base(port, ReplyMs)
        {
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            _pollMs = OptionRange.Check(options.PollMs, IntervalMs, 2000, nameof(options.PollMs));
            _levelsMw = OptionRange.CheckRising(options.LevelsMw, 1, MaxLevels, 10000, nameof(options.LevelsMw));
        }

        /// <inheritdoc/>
        public override bool CanMute => _state.HasState;

        /// <inheritdoc/>
        public override bool CanSetPower => _state.HasState;

        /// <inheritdoc/>
        public override bool HasTemperature => _hasTemperature;

        /// <inheritdoc/>
        public override int CentiCelsius => _state.Celsius * 100;

        /// <inheritdoc/>
        public override bool IsMuted => _state.IsPit;

        /// <inheritdoc/>
        public override int PowerMw => _state.PowerMw;

        /// <inheritdoc/>
        public override int FrequencyMhz => _state.FrequencyMhz;

        /// <summary>Power that it radiates by its own word, mW.</summary>
        public int ActualMw => _state.ActualMw;

        /// <inheritdoc/>
        protected override uint Garbage => _parser.BadFrames + _impossible;

        /// <inheritdoc/>
        protected override bool IsUnable =>
            OrderedMhz != 0 && _state.HasLimits && (OrderedMhz < _state.LowestMhz || OrderedMhz > _state.HighestMhz);

        /// <inheritdoc/>
        protected override void Hear(byte[] bytes, int count, long nowMs)
        {
            for (int offset = 0; offset < count;)
            {
                offset += _parser.Feed(bytes, offset, count - offset);
                while (_parser.TryRead(_answer))
                {
                    Take(nowMs);
                }
            }
        }

        /// <inheritdoc/>
        protected override void Talk(long nowMs)
        {
            _hasTemperature = _hasTemperature && nowMs - _temperatureMs < TemperatureHoldsMs;
            if (!IsAnswering)
            {
                // It may be another since. Its state alone counts as an answer, and is asked for behind the limits.
                _isFresh = false;
                if (!_isLimitsNew)
                {
                    _state.ForgetLimits();
                }

                _isLimitsNew = false;
            }

            if (!_state.HasLimits)
            {
                Ask(TrampCommand.GetLimits, _pollMs, nowMs);
            }
            else if (!_isFresh)
            {
                Ask(TrampCommand.GetState, IntervalMs, nowMs);
            }
            else if (!TryOrder(nowMs))
            {
                Poll(nowMs);
            }
        }

        // A state that is missed is asked for again at once, and a temperature with the next poll: many have no sensor.
        private void Poll(long nowMs)
        {
            if (_isTemperatureNext)
            {
                _isTemperatureNext = false;
                Ask(TrampCommand.GetTemperature, IntervalMs, nowMs);
            }
            else if (nowMs >= _nextPollMs)
            {
                _nextPollMs = nowMs + _pollMs;
                _isTemperatureNext = true;
                _isFresh = false;
                Ask(TrampCommand.GetState, IntervalMs, nowMs);
            }
        }

        private void Take(long nowMs)
        {
            if (!_state.TryTake(_answer))
            {
                _impossible++;
                return;
            }

            switch (_answer[1])
            {
                case TrampCommand.GetState:
                    _isFresh = true;
                    TakeAnswer(nowMs);
                    break;
                case TrampCommand.GetTemperature:
                    _hasTemperature = true;
                    _temperatureMs = nowMs;
                    EndWait();
                    break;
                default:
                    _isLimitsNew = true;
                    EndWait();
                    break;
            }
        }

        // Mute comes first, then less power, then the frequency, then more power, and last of all pit mode is left.
        private bool TryOrder(long nowMs)
        {
            int power = OrderedMw == 0 ? _state.PowerMw : LevelFor(OrderedMw < _state.HighestMw ? OrderedMw : _state.HighestMw);
            bool wantsMute = IsMuteOrdered && !IsMuted;
            bool wantsLeave = OrderedMw != 0 && IsMuted && _state.PowerMw <= power;
            bool wantsFrequency = OrderedMhz != 0 && OrderedMhz != FrequencyMhz && !IsUnable;
            bool wantsPower = power != _state.PowerMw;
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
                return Order(TrampCommand.SetActive, 0, nowMs);
            }

            bool isLess = wantsPower && power < _state.PowerMw;
            if (isLess && TryCount(TransmitterOrder.Power, nowMs))
            {
                return Order(TrampCommand.SetPower, power, nowMs);
            }

            if (wantsFrequency && TryCount(TransmitterOrder.Frequency, nowMs))
            {
                return Order(TrampCommand.SetFrequency, OrderedMhz, nowMs);
            }

            if (wantsPower && !isLess && TryCount(TransmitterOrder.Power, nowMs))
            {
                return Order(TrampCommand.SetPower, power, nowMs);
            }

            return wantsLeave && TryCount(TransmitterOrder.Pit, nowMs) && Order(TrampCommand.SetActive, 1, nowMs);
        }

        // An order has no answer; the state is asked for next.
        private bool Order(byte command, int value, long nowMs)
        {
            _isFresh = false;
            TrampFrame.Write(_request, command, value);
            _parser.Clear();
            Send(_request, TrampFrame.Bytes, false, IntervalMs, nowMs);
            return true;
        }

        private int LevelFor(int milliwatts)
        {
            int best = _levelsMw[0];
            for (int index = 1; index < _levelsMw.Length; index++)
            {
                best = _levelsMw[index] <= milliwatts ? _levelsMw[index] : best;
            }

            return best;
        }

        private void Ask(byte command, int intervalMs, long nowMs)
        {
            TrampFrame.Write(_request, command, 0);
            _parser.Clear();
            Send(_request, TrampFrame.Bytes, true, intervalMs, nowMs);
        }
    }
}

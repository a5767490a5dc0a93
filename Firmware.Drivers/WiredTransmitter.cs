using System;
using System.IO.Ports;

namespace DroneLink.Drivers
{
    /// <summary>
    /// What the drivers of transmitters on a serial wire have in common: orders that stand until they are replaced, one request at a time,
    /// and a fault that says why an order is not carried out. Owns the port and disposes it. Not thread safe. Allocates nothing after
    /// <see cref="Open"/>.
    /// </summary>
    public abstract class WiredTransmitter : IVideoTransmitter
    {
        /// <summary>ms that an answer holds.</summary>
        public const int AnswerHoldsMs = 3000;

        /// <summary>Times that an order is given until it counts as not obeyed.</summary>
        public const int MaxTries = 5;

        /// <summary>ms between orders that are not obeyed.</summary>
        public const int SlowTryMs = 1000;

        /// <summary>Lowest frequency that can be ordered, MHz.</summary>
        public const int MinMhz = 5300;

        /// <summary>Highest frequency that can be ordered, MHz.</summary>
        public const int MaxMhz = 6000;

        private const int ChunkBytes = 64;
        private const int MaxBytesAStep = 256;
        private const int MaxWaits = 4;
        private const int Kinds = 3;
        private const int MaxOrders = Kinds * MaxTries;

        private readonly byte[] _chunk = new byte[ChunkBytes];
        private readonly int[] _tries = new int[Kinds];
        private readonly bool[] _isDisobeyed = new bool[Kinds];
        private readonly long[] _nextTryMs = new long[Kinds];
        private readonly int _replyMs;
        private long _startMs;
        private long _stepMs = long.MinValue / 2;
        private long _sentMs;
        private long _quietMs;
        private long _nextSendMs;
        private long _answerMs;
        private long _badMs;
        private uint _badSeen;
        private bool _isWaiting;
        private bool _hasAnswered;
        private int _orders;

        /// <summary>Creates a driver; the port is left closed until <see cref="Open"/>.</summary>
        /// <param name="port">Owned.</param>
        /// <param name="replyMs">ms of silence after which a request is given up.</param>
        internal WiredTransmitter(SerialPort port, int replyMs)
        {
            Port = port ?? throw new ArgumentNullException(nameof(port));
            _replyMs = replyMs;
        }

        /// <inheritdoc/>
        public abstract bool CanMute { get; }

        /// <inheritdoc/>
        public abstract bool CanSetPower { get; }

        /// <inheritdoc/>
        public abstract bool HasTemperature { get; }

        /// <inheritdoc/>
        public abstract int CentiCelsius { get; }

        /// <inheritdoc/>
        public bool IsAnswering { get; private set; }

        /// <inheritdoc/>
        public abstract bool IsMuted { get; }

        /// <inheritdoc/>
        public abstract int PowerMw { get; }

        /// <inheritdoc/>
        public abstract int FrequencyMhz { get; }

        /// <inheritdoc/>
        public TransmitterFault Fault { get; private set; }

        /// <summary>Requests that were sent.</summary>
        public uint Requests { get; private set; }

        /// <summary>Requests without a sound answer in time; orders that have none by their nature are not counted.</summary>
        public uint Missed { get; private set; }

        /// <summary>Times that the UART could not be read or written.</summary>
        public uint PortErrors { get; private protected set; }

        /// <summary>The port.</summary>
        protected SerialPort Port { get; }

        /// <summary>Whether pit mode is ordered.</summary>
        protected bool IsMuteOrdered { get; private set; }

        /// <summary>The power ordered, mW; 0 for none.</summary>
        protected int OrderedMw { get; private set; }

        /// <summary>The frequency ordered, MHz; 0 for none.</summary>
        protected int OrderedMhz { get; private set; }

        /// <summary>What was heard and is no part of a sound frame, counted any way that grows.</summary>
        protected abstract uint Garbage { get; }

        /// <summary>Whether it says that it cannot do what is ordered.</summary>
        protected abstract bool IsUnable { get; }

        /// <summary>Opens the port.</summary>
        /// <exception cref="InvalidOperationException">It is open.</exception>
        public void Open()
        {
            Port.Open();
        }

        /// <inheritdoc/>
        public void Mute()
        {
            if (!IsMuteOrdered)
            {
                IsMuteOrdered = true;
                OrderedMw = 0;
                Forget();
            }
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
        public void Transmit(int powerMw)
        {
            if (powerMw < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(powerMw));
            }

            if (IsMuteOrdered || powerMw != OrderedMw)
            {
                IsMuteOrdered = false;
                OrderedMw = powerMw;
                Forget();
            }
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
        public void SetFrequency(int mhz)
        {
            if (mhz < MinMhz || mhz > MaxMhz)
            {
                throw new ArgumentOutOfRangeException(nameof(mhz));
            }

            if (mhz != OrderedMhz)
            {
                OrderedMhz = mhz;
                Forget();
            }
        }

        /// <inheritdoc/>
        public void Step(long nowMs)
        {
            if (nowMs - _stepMs >= AnswerHoldsMs)
            {
                _startMs = nowMs; // the first step, or nobody stepped: it may have had no supply
            }

            _stepMs = nowMs;
            Receive(nowMs);
            if (_isWaiting && (nowMs - _quietMs >= _replyMs || nowMs - _sentMs >= _replyMs * MaxWaits))
            {
                _isWaiting = false;
                Missed++;
            }

            IsAnswering = _hasAnswered && nowMs - _answerMs < AnswerHoldsMs;
            if (!_isWaiting && nowMs >= _nextSendMs)
            {
                Talk(nowMs);
            }

            Fault = Judge(nowMs);
        }

        /// <summary>Closes the port. The transmitter stays as it is.</summary>
        public void Dispose()
        {
            Port.Dispose();
        }

        /// <summary>Takes what was heard; calls <see cref="TakeAnswer"/> for each sound answer.</summary>
        protected abstract void Hear(byte[] bytes, int count, long nowMs);

        /// <summary>Sends what is due, one request at the most.</summary>
        protected abstract void Talk(long nowMs);

        /// <summary>Notes a sound answer.</summary>
        protected void TakeAnswer(long nowMs)
        {
            _hasAnswered = true;
            _answerMs = nowMs;
            EndWait();
        }

        /// <summary>Notes that what was waited for is there.</summary>
        protected void EndWait()
        {
            _isWaiting = false;
        }

        /// <summary>Sends a request.</summary>
        /// <param name="buffer">Holds it from its start.</param>
        /// <param name="count">Its bytes.</param>
        /// <param name="hasReply">Whether an answer is waited for.</param>
        /// <param name="intervalMs">ms until the next may be sent.</param>
        /// <param name="nowMs">ms since boot.</param>
        protected void Send(byte[] buffer, int count, bool hasReply, int intervalMs, long nowMs)
        {
            _isWaiting = hasReply;
            _sentMs = nowMs;
            _quietMs = nowMs;
            _nextSendMs = nowMs + intervalMs;
            Requests++;
            try
            {
                Port.Write(buffer, 0, count);
            }
            catch (Exception)
            {
                PortErrors++; // it is missed, then, and sent again
            }
        }

        /// <summary>
        /// Whether an order may be given now, and counts it then. One that is not obeyed is given slowly, and so does not keep others from
        /// being given: a frequency that is refused must not be in the way of less power.
        /// </summary>
        /// <param name="kind">What is ordered.</param>
        /// <param name="nowMs">ms since boot.</param>
        internal bool TryCount(TransmitterOrder kind, long nowMs)
        {
            // Two orders that undo each other are not obeyed either, hence the count over all.
            int index = (int)kind;
            bool isSpent = _tries[index] >= MaxTries || _orders >= MaxOrders;
            _isDisobeyed[index] |= isSpent;
            if (isSpent && nowMs < _nextTryMs[index])
            {
                return false;
            }

            _tries[index]++;
            _orders++;
            _nextTryMs[index] = nowMs + SlowTryMs;
            return true;
        }

        /// <summary>Notes whether the transmitter says that it is as ordered.</summary>
        internal void Note(TransmitterOrder kind, bool isDone)
        {
            if (isDone)
            {
                _tries[(int)kind] = 0;
                _isDisobeyed[(int)kind] = false;
            }
        }

        /// <summary>Notes that everything is as ordered, or an order is new.</summary>
        protected void Forget()
        {
            _orders = 0;
            for (int index = 0; index < Kinds; index++)
            {
                Note((TransmitterOrder)index, true);
            }
        }

        private TransmitterFault Judge(long nowMs)
        {
            if (_badSeen != Garbage)
            {
                _badSeen = Garbage;
                _badMs = nowMs;
            }

            if (!IsAnswering)
            {
                bool isNew = nowMs - _startMs < AnswerHoldsMs;
                bool isBad = _badSeen > 0 && nowMs - _badMs < AnswerHoldsMs;
                return isNew ? TransmitterFault.None : isBad ? TransmitterFault.BadAnswer : TransmitterFault.NoAnswer;
            }

            bool isDisobeyed = _isDisobeyed[0] || _isDisobeyed[1] || _isDisobeyed[2];
            return IsUnable ? TransmitterFault.Unsupported : isDisobeyed ? TransmitterFault.NotObeyed : TransmitterFault.None;
        }

        private void Receive(long nowMs)
        {
            try
            {
                for (int total = 0; total < MaxBytesAStep;)
                {
                    int count = Port.BytesToRead;
                    if (count == 0)
                    {
                        return;
                    }

                    // No more than is there is asked for, so the read returns at once.
                    count = Port.Read(_chunk, 0, count < ChunkBytes ? count : ChunkBytes);
                    total += count;
                    _quietMs = nowMs;
                    Hear(_chunk, count, nowMs);
                }
            }
            catch (Exception)
            {
                PortErrors++; // an overrun or a framing error of the line; the next step goes on behind it
            }
        }
    }
}

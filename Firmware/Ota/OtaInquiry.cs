using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Ota
{
    /// <summary>When to ask the cloud for a manifest: soon after coming online or a nudge, once a period, and with back-off where no answer comes.</summary>
    internal sealed class OtaInquiry
    {
        /// <summary>Coming online, or a nudge, is followed by asking within this, ms.</summary>
        public const int SpreadMs = 5000;

        /// <summary>The cloud is not asked more often than this but by back-off, ms.</summary>
        public const int MinAskMs = 10000;

        /// <summary>What cannot be taken up now is asked for again after this, ms.</summary>
        public const int LaterMs = 60000;

        private const int BackoffBaseMs = 5000;
        private const int BackoffCapMs = 300000;

        private readonly int _checkMs;
        private readonly Backoff _backoff;
        private readonly Backoff _withdrawnBackoff;
        private uint _random;
        private bool _isOnline;
        private long _answerDueMs;
        private long _askAtMs;
        private long _askedMs = -MinAskMs;

        /// <summary>Creates it; the first time is a period away, unless it comes online before.</summary>
        public OtaInquiry(int checkMs, uint seed)
        {
            _checkMs = checkMs;
            _random = seed == 0 ? 0x9E3779B9 : seed;
            _backoff = new Backoff(BackoffBaseMs, BackoffBaseMs, BackoffCapMs, NextRandom());
            _withdrawnBackoff = new Backoff(LaterMs, LaterMs, checkMs, NextRandom());
            _askAtMs = Period();
        }

        /// <summary>Whether an answer is waited for.</summary>
        public bool IsAsking { get; private set; }

        /// <summary>Takes whether there is a connection. An answer that is waited for goes with it.</summary>
        public void NoteOnline(bool isOnline, long nowMs)
        {
            if (isOnline && !_isOnline)
            {
                Soon(nowMs);
            }

            _isOnline = isOnline;
            IsAsking &= isOnline;
        }

        /// <summary>Asks soon.</summary>
        public void Soon(long nowMs)
        {
            long at = nowMs + (NextRandom() % (SpreadMs + 1));
            at = at < _askedMs + MinAskMs ? _askedMs + MinAskMs : at;
            _askAtMs = at < _askAtMs ? at : _askAtMs;
        }

        /// <summary>Asks again in a while.</summary>
        public void Later(long nowMs)
        {
            _askAtMs = nowMs + LaterMs;
        }

        /// <summary>Returns whether to ask now.</summary>
        public bool IsDue(long nowMs)
        {
            if (IsAsking && nowMs >= _answerDueMs)
            {
                Failed(nowMs);
            }

            return !IsAsking && _isOnline && nowMs >= _askAtMs;
        }

        /// <summary>Notes that it was asked.</summary>
        public void Asked(long nowMs)
        {
            IsAsking = true;
            _askedMs = nowMs;
            _answerDueMs = nowMs + OtaDownload.AnswerMs;
        }

        /// <summary>Notes an answer.</summary>
        public void Answered(long nowMs)
        {
            IsAsking = false;
            _backoff.Reset();
            _askAtMs = nowMs + Period();
        }

        /// <summary>Notes that there is no answer.</summary>
        public void Failed(long nowMs)
        {
            IsAsking = false;
            _askAtMs = nowMs + _backoff.Next();
        }

        /// <summary>Notes that the cloud does not have what it offered: not asked in a circle.</summary>
        public void Withdrawn(long nowMs)
        {
            _askAtMs = nowMs + MinAskMs + _withdrawnBackoff.Next();
        }

        /// <summary>Notes that a part of what was offered came.</summary>
        public void NoteProgress()
        {
            _withdrawnBackoff.Reset();
        }

        private int Period()
        {
            return _checkMs - (_checkMs / 8) + (int)(NextRandom() % (uint)((_checkMs / 4) + 1));
        }

        // xorshift32, as Backoff has it.
        private uint NextRandom()
        {
            uint x = _random;
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
            _random = x;
            return x;
        }
    }
}

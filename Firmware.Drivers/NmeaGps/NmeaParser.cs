namespace DroneLink.Drivers.NmeaGps
{
    /// <summary>
    /// Finds NMEA 0183 sentences in a stream of bytes that may start anywhere, miss bytes and hold garbage, and reads GGA and RMC of any
    /// talker into <see cref="Reading"/>. Byte by byte, so it does not matter how the stream is cut. Allocates nothing after construction.
    /// Not thread safe.
    /// <para>
    /// A sentence without a check, or with a wrong one, is none; nor is one with a field that cannot be read: nothing of it is taken. It is
    /// read at the second digit of its check; a $ begins the next one even in the middle of one.
    /// </para>
    /// </summary>
    public sealed class NmeaParser
    {
        /// <summary>Bytes between $ and * at the most. The standard's line of 82 leaves 76; receivers with more decimals exceed it.</summary>
        public const int MaxSentenceBytes = 116;

        private const int Outside = 0;
        private const int Inside = 1;
        private const int FirstDigit = 2;
        private const int SecondDigit = 3;

        private readonly byte[] _sentence = new byte[MaxSentenceBytes];
        private readonly NmeaFields _fields = new NmeaFields();
        private int _state;
        private int _count;
        private int _sum;
        private int _check;

        /// <summary>What the sentences said so far.</summary>
        public NmeaReading Reading { get; } = new NmeaReading();

        /// <summary>Sentences that passed their check, of any kind.</summary>
        public uint Sentences { get; private set; }

        /// <summary>Sentences whose check was wrong.</summary>
        public uint ChecksumErrors { get; private set; }

        /// <summary>GGA and RMC sentences that passed their check, with a field that could not be read.</summary>
        public uint FormatErrors { get; private set; }

        /// <summary>Sentences that broke off, were too long or held a byte that is no text.</summary>
        public uint BrokenSentences { get; private set; }

        /// <summary>Takes a byte.</summary>
        /// <param name="value">The byte.</param>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>True when it ended a GGA or an RMC, and <see cref="Reading"/> is new.</returns>
        public bool Take(byte value, long nowMs)
        {
            if (value == '$')
            {
                if (_state != Outside)
                {
                    BrokenSentences++;
                }

                _state = Inside;
                _count = 0;
                _sum = 0;
                return false;
            }

            switch (_state)
            {
                case Inside:
                    TakeText(value);
                    return false;
                case FirstDigit:
                    _check = NmeaNumber.GetHexDigit(value);
                    Continue(_check >= 0, SecondDigit);
                    return false;
                case SecondDigit:
                    int digit = NmeaNumber.GetHexDigit(value);
                    Continue(digit >= 0, Outside);
                    return digit >= 0 && End((_check << 4) | digit, nowMs);
                default:
                    return false;
            }
        }

        private void TakeText(byte value)
        {
            if (value == '*')
            {
                _state = FirstDigit;
                return;
            }

            bool isText = value >= ' ' && value <= '~' && _count < MaxSentenceBytes;
            if (isText)
            {
                _sentence[_count] = value;
                _count++;
                _sum ^= value;
            }

            Continue(isText, Inside);
        }

        private void Continue(bool isSound, int state)
        {
            if (!isSound)
            {
                BrokenSentences++;
                state = Outside;
            }

            _state = state;
        }

        private bool End(int check, long nowMs)
        {
            if (check != _sum)
            {
                ChecksumErrors++;
                return false;
            }

            Sentences++;
            if (!_fields.TrySplit(_sentence, _count))
            {
                return false; // no kind that is read here has so many fields
            }

            bool isGga = _fields.IsKind('G', 'G', 'A');
            if (!isGga && !_fields.IsKind('R', 'M', 'C'))
            {
                return false;
            }

            if (!(isGga ? _fields.TryReadGga() : _fields.TryReadRmc()))
            {
                FormatErrors++;
                return false;
            }

            if (isGga)
            {
                Reading.TakeGga(_fields, nowMs);
            }
            else
            {
                Reading.TakeRmc(_fields, nowMs);
            }

            return true;
        }
    }
}

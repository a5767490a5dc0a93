using System;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// What was heard on each channel of the band, and what follows from it for the own one: the noise floor, how full the band is,
    /// and the foreign carrier that harms most. Fixed arrays; allocates nothing after construction. README.md has the rules and
    /// what hides from them.
    /// </summary>
    public sealed class BandSurvey
    {
        /// <summary>Channels at the most.</summary>
        public const int MaxChannels = 64;

        /// <summary>The lowest frequency that an RX5808 is tuned to, MHz.</summary>
        public const int MinMhz = 5300;

        /// <summary>The highest frequency that an RX5808 is tuned to, MHz.</summary>
        public const int MaxMhz = 6000;

        /// <summary>Own power that is not known; a result that is not known.</summary>
        public const int Unknown = int.MinValue;

        /// <summary>Own power of a transmitter that is known to be off: what is heard is foreign, the own channel included.</summary>
        public const int Off = int.MinValue + 1;

        /// <summary>Own power of a receiver that is overdriven: what it hears anywhere may be its own transmitter, and is not judged.</summary>
        public const int Overdriven = int.MinValue + 2;

        /// <summary>A reading older than this, ms, says nothing of who is there now.</summary>
        public const int MaxAgeMs = 60000;

        /// <summary>A reading older than this, ms, says nothing of the noise floor either, which changes slowly.</summary>
        public const int MaxFloorAgeMs = 600000;

        /// <summary>Within this distance of the own frequency, MHz, is what harms.</summary>
        public const int NearMhz = 35;

        /// <summary>A channel this much above the noise floor is in use, 0.01 dB.</summary>
        public const int OccupiedCentiDb = 800;

        // The own transmission occupies 17 MHz: what is read within is the own carrier.
        private const int OwnHalfWidthMhz = 9;

        // By so much may a reading exceed what the mask says of a carrier and still be that carrier's skirt.
        private const int MarginCentiDb = 600;
        private const int MinFloorChannels = 5;
        private const int FloorDivisor = 5;

        // Carrier to interference after the receiver's filter, 0.01 dB.
        private static readonly int[] HarmX = { 0, 2500 };
        private static readonly int[] HarmY = { 100, 0 };

        private readonly int[] _mhz;
        private readonly int[] _centiDbm;
        private readonly int[] _own;
        private readonly long[] _atMs;
        private readonly bool[] _isKnown;
        private readonly int[] _sorted;
        private int _ownMhz;
        private int _ownHeard;
        private long _nowMs;

        /// <summary>Creates a survey in which nothing is known.</summary>
        /// <param name="frequenciesMhz">The channels, 1 to <see cref="MaxChannels"/>, <see cref="MinMhz"/> to <see cref="MaxMhz"/>. Copied.</param>
        /// <exception cref="ArgumentException">There are too few or too many, or one is out of range.</exception>
        public BandSurvey(int[] frequenciesMhz)
        {
            if (frequenciesMhz == null || frequenciesMhz.Length < 1 || frequenciesMhz.Length > MaxChannels)
            {
                throw new ArgumentException("frequencies to survey: expected 1 to 64");
            }

            int count = frequenciesMhz.Length;
            for (int index = 0; index < count; index++)
            {
                if (frequenciesMhz[index] < MinMhz || frequenciesMhz[index] > MaxMhz)
                {
                    throw new ArgumentException("frequency to survey " + frequenciesMhz[index] + ": expected 5300 to 6000");
                }
            }

            _mhz = new int[count];
            Array.Copy(frequenciesMhz, _mhz, count);
            _centiDbm = new int[count];
            _own = new int[count];
            _atMs = new long[count];
            _isKnown = new bool[count];
            _sorted = new int[count];
        }

        /// <summary>Channels.</summary>
        public int Count => _mhz.Length;

        /// <summary>Power of a free channel, 0.01 dBm, or <see cref="Unknown"/>.</summary>
        public int NoiseFloorCentiDbm { get; private set; } = Unknown;

        /// <summary>Share of the channels beside the own one that are in use, %, or <see cref="Unknown"/>.</summary>
        public int OccupancyPercent { get; private set; } = Unknown;

        /// <summary>How much foreign carriers harm, 0..100, or <see cref="Unknown"/>.</summary>
        public int Interference { get; private set; } = Unknown;

        /// <summary>Frequency of the foreign carrier within <see cref="NearMhz"/> that harms most, MHz; 0 when there is none.</summary>
        public int ForeignMhz { get; private set; }

        /// <summary>Its power, 0.01 dBm; means nothing when there is none.</summary>
        public int ForeignCentiDbm { get; private set; }

        /// <summary>Returns the frequency of a channel, MHz.</summary>
        public int FrequencyMhz(int index)
        {
            return _mhz[index];
        }

        /// <summary>Returns the last power of a channel, 0.01 dBm, or <see cref="Unknown"/>.</summary>
        public int CentiDbm(int index)
        {
            return _isKnown[index] ? _centiDbm[index] : Unknown;
        }

        /// <summary>Takes a reading.</summary>
        /// <param name="index">The channel.</param>
        /// <param name="centiDbm">Its power, 0.01 dBm.</param>
        /// <param name="ownCentiDbm">Power of the own transmitter on its frequency then, 0.01 dBm, <see cref="Unknown"/>, <see cref="Off"/> or <see cref="Overdriven"/>.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Set(int index, int centiDbm, int ownCentiDbm, long nowMs)
        {
            _centiDbm[index] = centiDbm;
            _own[index] = ownCentiDbm;
            _atMs[index] = nowMs;
            _isKnown[index] = true;
        }

        /// <summary>Forgets every reading.</summary>
        public void Clear()
        {
            Array.Clear(_isKnown, 0, _isKnown.Length);
        }

        /// <summary>Works out what follows from the readings.</summary>
        /// <param name="ownMhz">The own frequency, MHz; 0 when it is not known: then there is a noise floor at the most.</param>
        /// <param name="wantedCentiDbm">Power of the signal that is to be received, 0.01 dBm, against which harm is measured; or <see cref="Unknown"/>.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Evaluate(int ownMhz, int wantedCentiDbm, long nowMs)
        {
            _ownMhz = ownMhz;
            _nowMs = nowMs;
            OccupancyPercent = Unknown;
            Interference = Unknown;
            ForeignMhz = 0;
            FindNoiseFloor();
            if (ownMhz == 0 || NoiseFloorCentiDbm == Unknown)
            {
                return;
            }

            FindOwn();
            int judged = 0;
            int occupied = 0;
            int worst = 0;
            bool isNearKnown = false;
            for (int index = 0; index < _mhz.Length; index++)
            {
                if (!IsFresh(index, MaxAgeMs) || !CanJudge(index))
                {
                    continue;
                }

                bool isNear = Distance(index) <= NearMhz;
                isNearKnown |= isNear;
                judged++;
                if (_centiDbm[index] < NoiseFloorCentiDbm + OccupiedCentiDb || IsOwnSkirt(index))
                {
                    continue;
                }

                occupied++;
                if (isNear && wantedCentiDbm != Unknown && IsCarrier(index))
                {
                    worst = Worse(worst, index, wantedCentiDbm);
                }
            }

            OccupancyPercent = judged == 0 ? Unknown : ((occupied * 100) + (judged / 2)) / judged;
            Interference = isNearKnown && wantedCentiDbm != Unknown ? worst : Unknown;
        }

        private int Worse(int worst, int index, int wantedCentiDbm)
        {
            int heard = _centiDbm[index] - SelectivityMask.LossCentiDb(_mhz[index], _ownMhz);
            int harm = Curve.At(HarmX, HarmY, wantedCentiDbm - heard);
            bool isWorst = ForeignMhz == 0 || harm > worst || (harm == worst && _centiDbm[index] > ForeignCentiDbm);
            if (isWorst)
            {
                ForeignMhz = _mhz[index];
                ForeignCentiDbm = _centiDbm[index];
            }

            return harm > worst ? harm : worst;
        }

        private bool IsFresh(int index, int maxAgeMs)
        {
            return _isKnown[index] && _nowMs - _atMs[index] <= maxAgeMs;
        }

        private int Distance(int index)
        {
            int distance = _mhz[index] - _ownMhz;
            return distance < 0 ? -distance : distance;
        }

        // The lowest fifth of the channels that the own carrier is not on or beside. A band that is full has no free channel to go by.
        private void FindNoiseFloor()
        {
            int count = 0;
            for (int index = 0; index < _mhz.Length; index++)
            {
                if (IsFresh(index, MaxFloorAgeMs) && (_own[index] == Off || _ownMhz == 0 || Distance(index) >= NearMhz))
                {
                    _sorted[count++] = _centiDbm[index];
                }
            }

            NoiseFloorCentiDbm = count < MinFloorChannels ? Unknown : Smallest(count, (count - 1) / FloorDivisor);
        }

        private int Smallest(int count, int rank)
        {
            for (int place = 0; place <= rank; place++)
            {
                int least = place;
                for (int index = place + 1; index < count; index++)
                {
                    least = _sorted[index] < _sorted[least] ? index : least;
                }

                int value = _sorted[least];
                _sorted[least] = _sorted[place];
                _sorted[place] = value;
            }

            return _sorted[rank];
        }

        // The scan's own reading of the own carrier: the second receiver has another antenna than the first.
        private void FindOwn()
        {
            _ownHeard = Unknown;
            for (int index = 0; index < _mhz.Length; index++)
            {
                if (IsFresh(index, MaxAgeMs) && _own[index] != Off && Distance(index) <= OwnHalfWidthMhz && _centiDbm[index] > _ownHeard)
                {
                    _ownHeard = _centiDbm[index];
                }
            }
        }

        private int OwnAt(int index)
        {
            return _own[index] > _ownHeard ? _own[index] : _ownHeard;
        }

        private bool CanJudge(int index)
        {
            return _own[index] == Off || (_own[index] != Overdriven && Distance(index) > OwnHalfWidthMhz && OwnAt(index) != Unknown);
        }

        private bool IsOwnSkirt(int index)
        {
            return _own[index] != Off
                && _centiDbm[index] <= OwnAt(index) - SelectivityMask.LossCentiDb(_mhz[index], _ownMhz) + MarginCentiDb;
        }

        // A strong carrier shows on the channels beside it, too: those are not carriers of their own.
        private bool IsCarrier(int index)
        {
            for (int other = 0; other < _mhz.Length; other++)
            {
                if (_centiDbm[other] > _centiDbm[index]
                    && IsFresh(other, MaxAgeMs)
                    && CanJudge(other)
                    && _centiDbm[index] <= _centiDbm[other] - SelectivityMask.LossCentiDb(_mhz[index], _mhz[other]) + MarginCentiDb)
                {
                    return false;
                }
            }

            return true;
        }
    }
}

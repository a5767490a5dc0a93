using System;

namespace DroneLink.Drivers.NmeaGps
{
    /// <summary>
    /// Takes a sentence apart that has passed its check. What is in it becomes the reading only when all of it could be read; an empty field
    /// is unknown.
    /// <code>
    /// GGA,time,lat,N,lon,E,quality,satellites,hdop,altitude,M,...
    /// RMC,time,A,lat,N,lon,E,knots,course,date,variation,E[,mode[,status]]
    /// </code>
    /// </summary>
    internal sealed class NmeaFields
    {
        public const int MaxFields = 24;

        private const int GgaFields = 11;
        private const int RmcFields = 10;
        private const int RmcMode = 12;
        private const int UnknownHdopCenti = 9999; // what receivers say that have none
        private const int MsPerDay = 86400000;
        private const int FirstYear = 80; // of the last century: GPS time begins in 1980

        private readonly int[] _starts = new int[MaxFields + 1]; // each field ends 1 before the next one's start
        private byte[] _bytes;
        private int _count;
        private bool _hasClock;
        private int _clockMs;

        public bool HasPosition { get; private set; }

        public int LatitudeE7 { get; private set; }

        public int LongitudeE7 { get; private set; }

        public bool HasQuality { get; private set; }

        public int Quality { get; private set; }

        public bool HasSatellites { get; private set; }

        public int Satellites { get; private set; }

        public bool HasHdop { get; private set; }

        public int HdopCenti { get; private set; }

        public bool HasAltitude { get; private set; }

        public int AltitudeCm { get; private set; }

        public bool HasSpeed { get; private set; }

        public int SpeedCms { get; private set; }

        public bool HasCourse { get; private set; }

        public int CourseCentiDegrees { get; private set; }

        public bool HasTime { get; private set; }

        public long UnixMs { get; private set; }

        /// <summary>Finds the fields of a sentence; bytes between $ and *.</summary>
        public bool TrySplit(byte[] bytes, int count)
        {
            _bytes = bytes;
            _count = 0;
            _starts[0] = 0;
            for (int at = 0; at <= count; at++)
            {
                if (at < count && bytes[at] != ',')
                {
                    continue;
                }

                if (_count == MaxFields)
                {
                    return false;
                }

                _count++;
                _starts[_count] = at + 1;
            }

            return true;
        }

        /// <summary>Returns whether the sentence is of a kind, whoever talks: two letters, then the kind's three.</summary>
        public bool IsKind(char first, char second, char third)
        {
            return Length(0) == 5 && _bytes[2] == first && _bytes[3] == second && _bytes[4] == third;
        }

        public bool TryReadGga()
        {
            if (_count < GgaFields || !TryReadClock(1))
            {
                return false;
            }

            HasQuality = !IsEmpty(6);
            HasSatellites = !IsEmpty(7);
            HasHdop = !IsEmpty(8);
            HasAltitude = !IsEmpty(9) && IsLetter(10, 'M');
            Quality = 0;
            Satellites = 0;
            HdopCenti = 0;
            AltitudeCm = 0;
            int value;
            if (HasQuality)
            {
                if (!TryReadNumber(6, 0, false, out value) || value > 9)
                {
                    return false;
                }

                Quality = value;
            }

            if (HasSatellites)
            {
                if (!TryReadNumber(7, 0, false, out value) || value > byte.MaxValue)
                {
                    return false;
                }

                Satellites = value;
            }

            if (HasHdop)
            {
                if (!TryReadNumber(8, 2, false, out value))
                {
                    return false;
                }

                HdopCenti = value;
                HasHdop = value < UnknownHdopCenti;
            }

            if (HasAltitude)
            {
                if (!TryReadNumber(9, 2, true, out value))
                {
                    return false;
                }

                AltitudeCm = value;
            }

            return TryReadPosition(2, Quality >= 1 && Quality <= 5);
        }

        public bool TryReadRmc()
        {
            if (_count < RmcFields || !TryReadClock(1))
            {
                return false;
            }

            bool isActive = IsLetter(2, 'A');
            if (!isActive && !IsEmpty(2) && !IsLetter(2, 'V'))
            {
                return false;
            }

            HasSpeed = !IsEmpty(7);
            HasCourse = !IsEmpty(8);
            SpeedCms = 0;
            CourseCentiDegrees = 0;
            int value;
            if (HasSpeed)
            {
                if (!TryReadNumber(7, 3, false, out value))
                {
                    return false;
                }

                SpeedCms = (int)(((value * 1852L) + 18000) / 36000); // a knot is 1852 m/h
            }

            if (HasCourse)
            {
                if (!TryReadNumber(8, 2, false, out value) || value > 36000)
                {
                    return false;
                }

                CourseCentiDegrees = value == 36000 ? 0 : value;
            }

            return TryReadDate(9, isActive) && TryReadPosition(3, isActive && IsMeasured());
        }

        // A mode of estimated, manual, none or simulated is no measurement, whatever the status says.
        private bool IsMeasured()
        {
            if (_count <= RmcMode || IsEmpty(RmcMode))
            {
                return true;
            }

            byte mode = _bytes[_starts[RmcMode]];
            return mode != 'E' && mode != 'M' && mode != 'N' && mode != 'S';
        }

        private bool TryReadPosition(int field, bool isFix)
        {
            int latitude = 0;
            int longitude = 0;
            bool isGiven = !IsEmpty(field) && !IsEmpty(field + 1) && !IsEmpty(field + 2) && !IsEmpty(field + 3);
            if (isGiven
                && (!TryReadAngle(field, 'N', 'S', 90, out latitude) || !TryReadAngle(field + 2, 'E', 'W', 180, out longitude)))
            {
                return false;
            }

            HasPosition = isGiven && isFix;
            LatitudeE7 = latitude;
            LongitudeE7 = longitude;
            return true;
        }

        // ddmm.mmmm or dddmm.mmmm, any number of decimals: the last two digits before the point are minutes.
        private bool TryReadAngle(int field, char positive, char negative, int maxDegrees, out int angleE7)
        {
            angleE7 = 0;
            int start = _starts[field];
            int end = _starts[field + 1] - 1;
            int point = start;
            while (point < end && _bytes[point] != '.')
            {
                point++;
            }

            int degreeDigits = point - start - 2;
            if (degreeDigits < 1 || degreeDigits > 3
                || !NmeaNumber.TryReadDigits(_bytes, start, degreeDigits, out int degrees)
                || !NmeaNumber.TryReadDigits(_bytes, start + degreeDigits, 2, out int minutes)
                || !NmeaNumber.TryRead(_bytes, start + degreeDigits, end, 7, false, out int minutesE7)
                || minutes > 59
                || (!IsLetter(field + 1, positive) && !IsLetter(field + 1, negative)))
            {
                return false;
            }

            long sum = (degrees * 10000000L) + ((minutesE7 + 30) / 60);
            if (sum > maxDegrees * 10000000L)
            {
                return false;
            }

            angleE7 = IsLetter(field + 1, negative) ? -(int)sum : (int)sum;
            return true;
        }

        // hhmmss, any number of decimals; 60 is a leap second.
        private bool TryReadClock(int field)
        {
            _hasClock = !IsEmpty(field);
            if (!_hasClock)
            {
                return true;
            }

            int start = _starts[field];
            if (Length(field) < 6
                || !NmeaNumber.TryReadDigits(_bytes, start, 2, out int hours)
                || !NmeaNumber.TryReadDigits(_bytes, start + 2, 2, out int minutes)
                || !NmeaNumber.TryReadDigits(_bytes, start + 4, 2, out _)
                || !NmeaNumber.TryRead(_bytes, start + 4, _starts[field + 1] - 1, 3, false, out int ms)
                || hours > 23 || minutes > 59 || ms >= 61000)
            {
                return false;
            }

            _clockMs = (((hours * 60) + minutes) * 60000) + ms;
            return true;
        }

        // ddmmyy. A receiver without a fix tells the time of its own clock, which may be anything.
        private bool TryReadDate(int field, bool isActive)
        {
            HasTime = false;
            if (IsEmpty(field))
            {
                return true;
            }

            int start = _starts[field];
            if (Length(field) != 6
                || !NmeaNumber.TryReadDigits(_bytes, start, 2, out int day)
                || !NmeaNumber.TryReadDigits(_bytes, start + 2, 2, out int month)
                || !NmeaNumber.TryReadDigits(_bytes, start + 4, 2, out int year)
                || month < 1 || month > 12)
            {
                return false;
            }

            year += year >= FirstYear ? 1900 : 2000;
            if (day < 1 || day > NmeaCalendar.GetDaysOfMonth(year, month))
            {
                return false;
            }

            HasTime = isActive && _hasClock;
            UnixMs = HasTime ? (NmeaCalendar.GetDaysSince1970(year, month, day) * (long)MsPerDay) + _clockMs : 0;
            return true;
        }

        private bool TryReadNumber(int field, int decimals, bool isSigned, out int value)
        {
            return NmeaNumber.TryRead(_bytes, _starts[field], _starts[field + 1] - 1, decimals, isSigned, out value);
        }

        private bool IsLetter(int field, char letter)
        {
            return Length(field) == 1 && _bytes[_starts[field]] == letter;
        }

        private bool IsEmpty(int field)
        {
            return Length(field) == 0;
        }

        private int Length(int field)
        {
            return _starts[field + 1] - 1 - _starts[field];
        }
    }
}

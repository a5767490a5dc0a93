namespace DroneLink.Drivers.NmeaGps
{
    /// <summary>Days of the Gregorian calendar, 1901..2099: every fourth year is a leap year.</summary>
    internal static class NmeaCalendar
    {
        /// <summary>Returns the days of a month.</summary>
        public static int GetDaysOfMonth(int year, int month)
        {
            if (month == 2)
            {
                return year % 4 == 0 ? 29 : 28;
            }

            return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
        }

        /// <summary>Returns the days since 1 January 1970, of a date from 1970 on.</summary>
        public static int GetDaysSince1970(int year, int month, int day)
        {
            int days = 0;
            for (int earlier = 1; earlier < month; earlier++)
            {
                days += GetDaysOfMonth(year, earlier);
            }

            return ((year - 1970) * 365) + ((year - 1969) / 4) + days + day - 1;
        }
    }
}

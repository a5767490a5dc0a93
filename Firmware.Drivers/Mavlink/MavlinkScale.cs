namespace DroneLink.Drivers.Mavlink
{
    /// <summary>Turns MAVLink's floats into whole numbers of a smaller unit.</summary>
    internal static class MavlinkScale
    {
        // No angle, speed or height in hundredths is that large.
        private const double Limit = 8388608;

        /// <summary>Scales and rounds half away from zero.</summary>
        /// <returns>False when the value is not a number or out of range: unknown; then <paramref name="result"/> is 0.</returns>
        internal static bool TryRound(float value, double factor, out int result)
        {
            // A float's own product is off by up to some thousandths of the unit, enough to round to the wrong side now and then. The
            // ESP32 computes doubles in software; a few of them for each message are nothing.
            double scaled = value * factor;
            if (!(scaled > -Limit && scaled < Limit))
            {
                result = 0;
                return false;
            }

            result = (int)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
            return true;
        }
    }
}

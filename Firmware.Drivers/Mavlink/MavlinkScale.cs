namespace DroneLink.Drivers.Mavlink
{
    /// <summary>Turns MAVLink's floats into whole numbers of a smaller unit.</summary>
    internal static class MavlinkScale
    {
        // Beyond this a float no longer tells halves apart, and no angle, speed or height in hundredths is that large.
        private const float Limit = 8388608f;

        /// <summary>Scales and rounds half away from zero.</summary>
        /// <returns>False when the value is not a number or out of range: unknown; then <paramref name="result"/> is 0.</returns>
        internal static bool TryRound(float value, float factor, out int result)
        {
            float scaled = value * factor;
            if (!(scaled > -Limit && scaled < Limit))
            {
                result = 0;
                return false;
            }

            result = (int)(scaled < 0 ? scaled - 0.5f : scaled + 0.5f);
            return true;
        }
    }
}

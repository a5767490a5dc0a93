namespace DroneLink.Firmware.VideoLink
{
    /// <summary>A line through given points, in whole numbers; flat before the first point and after the last.</summary>
    public static class Curve
    {
        /// <summary>
        /// Returns the curve's value, rounded towards its left point. Where the points rise (or fall) throughout, so do the values:
        /// rounding never turns the direction.
        /// </summary>
        /// <param name="x">Ascending, at least one.</param>
        /// <param name="y">As many. Differences of x times differences of y stay within 32 bits.</param>
        /// <param name="at">Where.</param>
        public static int At(int[] x, int[] y, int at)
        {
            if (at <= x[0])
            {
                return y[0];
            }

            for (int point = 1; point < x.Length; point++)
            {
                if (at < x[point])
                {
                    int left = point - 1;
                    return y[left] + ((at - x[left]) * (y[point] - y[left]) / (x[point] - x[left]));
                }
            }

            return y[y.Length - 1];
        }
    }
}

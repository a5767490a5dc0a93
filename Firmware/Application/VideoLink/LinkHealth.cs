using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// The health of a video link, 0..100, worked out of nothing but the other fields of its record, so that whoever has the record
    /// can check it: signal x min(availability, fade) x interference / 10000, each 0..100. README.md has the curves and why they
    /// are so. Better in any one field is never worse in health. Whole numbers throughout.
    /// </summary>
    public static class LinkHealth
    {
        /// <summary>There is no health to speak of.</summary>
        public const int Unknown = -1;

        /// <summary>Stands for the noise floor where none was measured, 0.01 dBm: the sensitivity of the RX5808's data sheet.</summary>
        public const int NominalFloorCentiDbm = -9000;

        /// <summary>
        /// Flags under which a health would be a lie: the number would be of an overdriven, absent or mistuned receiver.
        /// </summary>
        public const int SpoilingFlags =
            VideoLinkFlag.Saturated | VideoLinkFlag.TuneFailed | VideoLinkFlag.NotInSpiMode | VideoLinkFlag.Stale;

        // dB above the floor, in 0.01 dB.
        private static readonly int[] MarginX = { 0, 500, 1000, 2000, 3000 };
        private static readonly int[] MarginY = { 0, 20, 50, 80, 100 };

        // 0.1 % of the time above the threshold.
        private static readonly int[] AvailabilityX = { 500, 800, 950, 1000 };
        private static readonly int[] AvailabilityY = { 0, 25, 60, 100 };

        // ms.
        private static readonly int[] FadeX = { 0, 200, 1000, 3000 };
        private static readonly int[] FadeY = { 100, 60, 20, 0 };

        private static readonly int[] InterferenceX = { 0, 100 };
        private static readonly int[] InterferenceY = { 100, 20 };

        /// <summary>
        /// Returns the health, or <see cref="Unknown"/> when a flag spoils it or the mean power is unknown. Other unknown
        /// fields do not count.
        /// </summary>
        /// <param name="record">Of kind <see cref="RecordKind.VideoLink"/>.</param>
        public static int Score(TelemetryRecord record)
        {
            if ((Or(record, VideoLinkField.Flags, 0) & SpoilingFlags) != 0 || !Has(record, VideoLinkField.RssiMean))
            {
                return Unknown;
            }

            int floor = Or(record, VideoLinkField.NoiseFloor, NominalFloorCentiDbm);
            int mean = (int)record.Get(VideoLinkField.RssiMean);
            int lowest = Or(record, VideoLinkField.RssiMin, mean);
            int signal = ((2 * Curve.At(MarginX, MarginY, mean - floor)) + Curve.At(MarginX, MarginY, lowest - floor)) / 3;
            int availability = Curve.At(AvailabilityX, AvailabilityY, Or(record, VideoLinkField.Availability, 1000));
            int fade = Curve.At(FadeX, FadeY, Or(record, VideoLinkField.LongestFade, 0));
            int interference = Curve.At(InterferenceX, InterferenceY, Or(record, VideoLinkField.Interference, 0));
            return signal * (availability < fade ? availability : fade) * interference / 10000;
        }

        private static bool Has(TelemetryRecord record, int field)
        {
            return (record.Mask & (1u << field)) != 0;
        }

        private static int Or(TelemetryRecord record, int field, int otherwise)
        {
            return Has(record, field) ? (int)record.Get(field) : otherwise;
        }
    }
}

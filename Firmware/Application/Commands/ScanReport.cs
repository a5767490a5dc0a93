using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Says in few words what a scan heard.</summary>
    internal static class ScanReport
    {
        private const int MostNamed = 8;
        private const int NoChannel = -1;

        /// <summary>Returns the noise floor, the channels that are in use, and the free one that is furthest from them.</summary>
        /// <param name="survey">What was heard.</param>
        /// <param name="region">Only channels that it allows are called free.</param>
        public static string Of(BandSurvey survey, RegionPlan region)
        {
            int floor = FloorOf(survey);
            if (floor == BandSurvey.Unknown)
            {
                return "nothing was heard";
            }

            int threshold = floor + BandSurvey.OccupiedCentiDb;
            int best = Best(survey, region, threshold);
            return "noise floor " + (floor / 100).ToString() + " dBm; in use: " + Occupied(survey, threshold) + "; best free: "
                + (best == NoChannel ? "none" : survey.FrequencyMhz(best).ToString() + " MHz");
        }

        // The survey works its own out a step later, and where few channels are known not at all.
        private static int FloorOf(BandSurvey survey)
        {
            if (survey.NoiseFloorCentiDbm != BandSurvey.Unknown)
            {
                return survey.NoiseFloorCentiDbm;
            }

            int least = BandSurvey.Unknown;
            for (int i = 0; i < survey.Count; i++)
            {
                int power = survey.CentiDbm(i);
                least = power != BandSurvey.Unknown && (least == BandSurvey.Unknown || power < least) ? power : least;
            }

            return least;
        }

        private static bool IsOccupied(BandSurvey survey, int channel, int threshold)
        {
            return survey.CentiDbm(channel) != BandSurvey.Unknown && survey.CentiDbm(channel) >= threshold;
        }

        private static string Occupied(BandSurvey survey, int threshold)
        {
            string text = "";
            int more = 0;
            int named = 0;
            for (int i = 0; i < survey.Count; i++)
            {
                if (!IsOccupied(survey, i, threshold))
                {
                    continue;
                }

                if (named < MostNamed)
                {
                    text += (named == 0 ? "" : " ") + survey.FrequencyMhz(i).ToString();
                    named++;
                }
                else
                {
                    more++;
                }
            }

            return named == 0 ? "none" : more == 0 ? text : text + " and " + more.ToString() + " more";
        }

        private static int Best(BandSurvey survey, RegionPlan region, int threshold)
        {
            int best = NoChannel;
            int bestDistance = 0;
            for (int i = 0; i < survey.Count; i++)
            {
                if (survey.CentiDbm(i) == BandSurvey.Unknown || IsOccupied(survey, i, threshold) || !region.Allows(survey.FrequencyMhz(i)))
                {
                    continue;
                }

                int distance = Distance(survey, i, threshold);
                if (best == NoChannel || distance > bestDistance || (distance == bestDistance && survey.CentiDbm(i) < survey.CentiDbm(best)))
                {
                    best = i;
                    bestDistance = distance;
                }
            }

            return best;
        }

        private static int Distance(BandSurvey survey, int channel, int threshold)
        {
            int least = int.MaxValue;
            for (int i = 0; i < survey.Count; i++)
            {
                if (IsOccupied(survey, i, threshold))
                {
                    int distance = survey.FrequencyMhz(i) - survey.FrequencyMhz(channel);
                    distance = distance < 0 ? -distance : distance;
                    least = distance < least ? distance : least;
                }
            }

            return least;
        }
    }
}

using System;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// The channels of 5.8 GHz analog video. The frequency is the truth and a label is a label: "L" names two tables that differ,
    /// F8 and R7 are one frequency. The index is that of SmartAudio and of Betaflight: band x 8 + channel, both from 0.
    /// </summary>
    public static class ChannelTable
    {
        /// <summary>Channels of a band.</summary>
        public const int ChannelsPerBand = 8;

        /// <summary>Boscam A.</summary>
        public const int BandA = 0;

        /// <summary>Boscam B.</summary>
        public const int BandB = 1;

        /// <summary>Boscam E.</summary>
        public const int BandE = 2;

        /// <summary>Fatshark, Airwave, IRC.</summary>
        public const int BandF = 3;

        /// <summary>Raceband.</summary>
        public const int BandR = 4;

        /// <summary>The lower band of "5.3" and "D" receivers, which some call L.</summary>
        public const int BandD = 5;

        /// <summary>LowRace, which others call L.</summary>
        public const int BandL = 6;

        /// <summary>Bands.</summary>
        public const int Bands = 7;

        /// <summary>Channels of all bands.</summary>
        public const int Channels = Bands * ChannelsPerBand;

        /// <summary>There is no such channel.</summary>
        public const int None = -1;

        private const string Letters = "ABEFRDL";
        private const int ScannedBands = 5;

        private static readonly short[] Frequencies =
        {
            5865, 5845, 5825, 5805, 5785, 5765, 5745, 5725,
            5733, 5752, 5771, 5790, 5809, 5828, 5847, 5866,
            5705, 5685, 5665, 5645, 5885, 5905, 5925, 5945,
            5740, 5760, 5780, 5800, 5820, 5840, 5860, 5880,
            5658, 5695, 5732, 5769, 5806, 5843, 5880, 5917,
            5362, 5399, 5436, 5473, 5510, 5547, 5584, 5621,
            5333, 5373, 5413, 5453, 5493, 5533, 5573, 5613,
        };

        /// <summary>Returns the frequency of a channel, MHz.</summary>
        /// <param name="index">0 to <see cref="Channels"/> - 1.</param>
        public static int FrequencyMhz(int index)
        {
            return Frequencies[index];
        }

        /// <summary>Returns the label of a channel, such as "R3".</summary>
        /// <param name="index">0 to <see cref="Channels"/> - 1.</param>
        public static string Label(int index)
        {
            return Letters.Substring(index / ChannelsPerBand, 1) + ((index % ChannelsPerBand) + 1).ToString();
        }

        /// <summary>Returns the first channel of a frequency, or <see cref="None"/>.</summary>
        public static int IndexOf(int frequencyMhz)
        {
            for (int index = 0; index < Channels; index++)
            {
                if (Frequencies[index] == frequencyMhz)
                {
                    return index;
                }
            }

            return None;
        }

        /// <summary>Returns the channel of a label, upper case, or <see cref="None"/>.</summary>
        public static int IndexOf(string label)
        {
            if (label == null || label.Length != 2 || label[1] < '1' || label[1] > '8')
            {
                return None;
            }

            int band = Letters.IndexOf(label[0]);
            return band < 0 ? None : (band * ChannelsPerBand) + (label[1] - '1');
        }

        /// <summary>
        /// Returns the different frequencies of bands A, B, E, F and R, ascending, MHz: what a scan goes over unless told. A
        /// new array.
        /// </summary>
        public static int[] ScanList()
        {
            int[] list = new int[ScannedBands * ChannelsPerBand];
            int count = 0;
            for (int index = 0; index < list.Length; index++)
            {
                int frequency = Frequencies[index];
                int at = count;
                while (at > 0 && list[at - 1] > frequency)
                {
                    at--;
                }

                if (at == 0 || list[at - 1] != frequency)
                {
                    Array.Copy(list, at, list, at + 1, count - at);
                    list[at] = frequency;
                    count++;
                }
            }

            int[] different = new int[count];
            Array.Copy(list, different, count);
            return different;
        }
    }
}

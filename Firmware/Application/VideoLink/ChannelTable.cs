using System;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// Frequencies of the bands of 5.8 GHz analog video that an RX5808 is made for. The frequency is the truth: labels, and the plan of a fleet, are
    /// the cloud's (CloudSdk/Planning).
    /// </summary>
    public static class ChannelTable
    {
        // Bands A, B, E, F and R, from channel 1 to 8. Some are the frequency of two channels.
        private static readonly short[] Frequencies =
        {
            5865, 5845, 5825, 5805, 5785, 5765, 5745, 5725,
            5733, 5752, 5771, 5790, 5809, 5828, 5847, 5866,
            5705, 5685, 5665, 5645, 5885, 5905, 5925, 5945,
            5740, 5760, 5780, 5800, 5820, 5840, 5860, 5880,
            5658, 5695, 5732, 5769, 5806, 5843, 5880, 5917,
        };

        /// <summary>
        /// Returns the different frequencies of bands A, B, E, F and R, ascending, MHz: what a scan goes over unless told. A
        /// new array.
        /// </summary>
        public static int[] ScanList()
        {
            int[] list = new int[Frequencies.Length];
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

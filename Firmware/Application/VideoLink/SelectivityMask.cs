namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// What an RX5808 still hears of a transmitter on another frequency: filter of the one and skirt of the other together. There
    /// is no published curve. This one is an assumption that fits how channels are planned: 35 MHz apart are enough for
    /// transmitters that are about as near.
    /// </summary>
    public static class SelectivityMask
    {
        private static readonly int[] Mhz = { 0, 10, 20, 35, 60, 100 };
        private static readonly int[] CentiDb = { 0, 300, 1500, 3000, 4000, 5000 };

        /// <summary>Returns by how much a transmitter is weaker off its frequency, 0.01 dB, 0..5000.</summary>
        /// <param name="oneMhz">MHz.</param>
        /// <param name="otherMhz">MHz.</param>
        public static int LossCentiDb(int oneMhz, int otherMhz)
        {
            return Curve.At(Mhz, CentiDb, oneMhz < otherMhz ? otherMhz - oneMhz : oneMhz - otherMhz);
        }
    }
}

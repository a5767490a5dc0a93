namespace DroneLink.Drivers.Ds18b20
{
    /// <summary>Which DS18B20 of a bus, and how finely it measures.</summary>
    public sealed class Ds18b20Options
    {
        /// <summary>
        /// The part's ROM id as it comes over the wire: family 0x28, six bytes of serial number, check. Null, the default, when it is
        /// the only part of its bus.
        /// </summary>
        public byte[] RomId { get; set; }

        /// <summary>Bits of resolution, 9..12; default 12. A conversion takes 94, 188, 375 or 750 ms.</summary>
        public int ResolutionBits { get; set; } = 12;
    }
}

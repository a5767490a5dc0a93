namespace DroneLink.Drivers.Rx5808
{
    /// <summary>What of an RX5808 is switched on: values of its power-down register, 0x0A, in which a bit of 1 is a block that is off.</summary>
    public enum Rx5808Power
    {
        /// <summary>Video and audio, the module's default: 0x10C13.</summary>
        On,

        /// <summary>Video without audio: 0x10DF3. RSSI stays; one project finds that it then "acts a little weird".</summary>
        AudioOff,

        /// <summary>RSSI alone: 0xD0DF3. Kills the video output; saves some 10 mA more.</summary>
        RssiOnly,

        /// <summary>Everything off: 0xFFFFF. No video and no RSSI.</summary>
        Off,

        /// <summary>As <see cref="On"/> with the synthesizer off, 0x10E13: RSSI is on and hears next to nothing. For the self-test.</summary>
        Deaf,
    }
}

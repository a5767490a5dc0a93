namespace DroneLink.Firmware
{
    /// <summary>What is known of the drone's motors. What is not known counts as flying wherever a picture lost could cost the drone.</summary>
    public enum FlightState
    {
        /// <summary>No autopilot was heard, or not for long.</summary>
        Unknown,

        /// <summary>On the ground.</summary>
        Disarmed,

        /// <summary>Flying, or about to.</summary>
        Armed,
    }
}

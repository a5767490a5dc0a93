namespace DroneLink.Drivers.Rx5808
{
    /// <summary>Why a point was rejected.</summary>
    public enum RssiCalibrationFault
    {
        /// <summary>It was not.</summary>
        None,

        /// <summary>The ADC gave no count.</summary>
        NoReading,

        /// <summary>The pin is below 250 mV, and no module has been seen below 380 mV: no wire, or it has no power.</summary>
        Dead,

        /// <summary>The pin is at the end of what the ADC can read.</summary>
        Saturated,

        /// <summary>Readings deviate too much: something moves, or another transmitter comes and goes.</summary>
        Unstable,

        /// <summary>The high point is the low point: RSSI does not follow the signal. A clone's AGC fault, or another channel.</summary>
        Stuck,

        /// <summary>The high point is lower than the low one: the transmitter was on for the low point, or off for the high one.</summary>
        Reversed,

        /// <summary>The points are less than 100 mV apart: the transmitter was too weak or too far, or the low point was not quiet.</summary>
        SpanTooSmall,
    }
}

namespace DroneLink.Drivers.Rx5808
{
    /// <summary>How far a calibration is.</summary>
    public enum RssiCalibrationState
    {
        /// <summary>Nothing is measured.</summary>
        Idle,

        /// <summary>The low point is being measured: the transmitter must be off.</summary>
        MeasuringLow,

        /// <summary>The low point is there: the transmitter may be switched on, and the high point asked for.</summary>
        HasLow,

        /// <summary>The high point is being measured: the transmitter must be on and stay where it is.</summary>
        MeasuringHigh,

        /// <summary>Both are there, and <see cref="RssiCalibration.Result"/> is valid.</summary>
        Done,
    }
}

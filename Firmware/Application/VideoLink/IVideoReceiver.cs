namespace DroneLink.Firmware.VideoLink
{
    /// <summary>A video receiver as the link's watchers see it: it can be listened to, and perhaps tuned.</summary>
    public interface IVideoReceiver
    {
        /// <summary>Whether <see cref="Tune"/> does anything.</summary>
        bool CanTune { get; }

        /// <summary>Frequency that it was last told, MHz; 0 when that is not known.</summary>
        int FrequencyMhz { get; }

        /// <summary>Whether its power is that of this frequency: it is switched on, tuned, and has had the time to settle.</summary>
        bool IsSettled { get; }

        /// <summary>
        /// <see cref="Telemetry.VideoLinkFlag.TuneFailed"/> or <see cref="Telemetry.VideoLinkFlag.NotInSpiMode"/>, or 0 when it
        /// is as ordered.
        /// </summary>
        int FaultFlags { get; }

        /// <summary>Whether the power is by the module's own calibration.</summary>
        bool IsCalibrated { get; }

        /// <summary>Voltage of the last sample, mV.</summary>
        int VoltageMv { get; }

        /// <summary>Power of the last sample, 0.01 dBm.</summary>
        int CentiDbm { get; }

        /// <summary>Whether the last sample was at the top of the range.</summary>
        bool IsSaturated { get; }

        /// <summary>Goes to a frequency. Returns at once; <see cref="IsSettled"/> is false until it is there.</summary>
        /// <param name="frequencyMhz">MHz.</param>
        void Tune(int frequencyMhz);

        /// <summary>Does what is due. More than one may step a receiver.</summary>
        /// <param name="nowMs">ms since boot.</param>
        void Step(long nowMs);

        /// <summary>Takes a sample.</summary>
        /// <returns>False, and the last one stays, when there was none.</returns>
        bool TrySample();
    }
}

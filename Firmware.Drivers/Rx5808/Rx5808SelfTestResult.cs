namespace DroneLink.Drivers.Rx5808
{
    /// <summary>What a self-test found; <see cref="Rx5808SelfTest.TextOf"/> says it in words.</summary>
    public enum Rx5808SelfTestResult
    {
        /// <summary>There is none: it has not run, is running, or was broken off.</summary>
        None,

        /// <summary>The module tunes, and its RSSI moves.</summary>
        Ok,

        /// <summary>Registers read as zeros or ones.</summary>
        NotInSpiMode,

        /// <summary>The module answers and does not keep what is written.</summary>
        DoesNotTune,

        /// <summary>RSSI does not move, with the receiver switched off or the signal cut.</summary>
        RssiStuck,

        /// <summary>RSSI is at its top at every frequency, and falls when the signal is cut: a transmitter is too near.</summary>
        RssiSaturated,

        /// <summary>RSSI is at 0 V.</summary>
        RssiDead,

        /// <summary>The ADC gave no count, or there is no RSSI pin. The bus is in order.</summary>
        RssiUnreadable,
    }
}

using System;

namespace DroneLink.Drivers
{
    /// <summary>A part that measures a temperature. Not thread safe. A read that fails leaves the last reading as it is.</summary>
    public interface ITemperatureSensor : IDisposable
    {
        /// <summary>The last reading, 0.01 °C; means nothing before the first.</summary>
        int CentiCelsius { get; }

        /// <summary>Why the last try gave no reading; <see cref="SensorFault.None"/> when it did, and while a conversion is under way.</summary>
        SensorFault Fault { get; }

        /// <summary>Takes a reading if one is to be had. Never waits: a part that needs time to measure is started, and asked again later.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>True when <see cref="CentiCelsius"/> is new.</returns>
        bool TryRead(long nowMs);
    }
}

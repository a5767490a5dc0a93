using System;

namespace DroneLink.Drivers
{
    /// <summary>A part that measures a supply. Not thread safe. A read that fails leaves the last reading as it is.</summary>
    public interface IPowerMonitor : IDisposable
    {
        /// <summary>Voltage of the last reading, mV; means nothing before the first.</summary>
        int VoltageMv { get; }

        /// <summary>Current of the last reading, mA, negative when it flows back; means nothing before the first.</summary>
        int CurrentMa { get; }

        /// <summary>Why the last try gave no reading.</summary>
        SensorFault Fault { get; }

        /// <summary>Takes a reading. Never waits.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>True when the readings are new.</returns>
        bool TryRead(long nowMs);
    }
}

using System;

namespace DroneLink.Drivers
{
    /// <summary>
    /// A video transmitter that takes orders over a wire and says what it does. Stepped: an order is kept, carried out by
    /// <see cref="Step"/>, repeated until the transmitter itself says that it is so, and replaced by the next of its kind. Not thread safe.
    /// </summary>
    public interface IVideoTransmitter : IDisposable
    {
        /// <summary>Whether it has a pit mode that it can be sent into. False until it has answered.</summary>
        bool CanMute { get; }

        /// <summary>Whether its power can be set. False until it has answered.</summary>
        bool CanSetPower { get; }

        /// <summary>Whether it tells its temperature.</summary>
        bool HasTemperature { get; }

        /// <summary>Its temperature, 0.01 °C, when <see cref="HasTemperature"/>.</summary>
        int CentiCelsius { get; }

        /// <summary>Whether it answered soundly within the last 3 s; what it says below holds only then.</summary>
        bool IsAnswering { get; }

        /// <summary>Whether it says that it is in pit mode.</summary>
        bool IsMuted { get; }

        /// <summary>The power that it says it is set to, mW; 0 when it does not say.</summary>
        int PowerMw { get; }

        /// <summary>The frequency that it says it is set to, MHz; 0 when it does not say.</summary>
        int FrequencyMhz { get; }

        /// <summary>Why it is not as ordered.</summary>
        TransmitterFault Fault { get; }

        /// <summary>Orders it into pit mode: it radiates next to nothing.</summary>
        void Mute();

        /// <summary>Orders it out of pit mode, to the highest power that it has up to this; its least if it has none so low.</summary>
        /// <param name="powerMw">mW, 1 or more.</param>
        void Transmit(int powerMw);

        /// <summary>Orders it to a frequency.</summary>
        /// <param name="mhz">MHz, 5300 to 6000.</param>
        void SetFrequency(int mhz);

        /// <summary>Sends and receives what is due. Never waits.</summary>
        /// <param name="nowMs">ms since boot.</param>
        void Step(long nowMs);
    }
}

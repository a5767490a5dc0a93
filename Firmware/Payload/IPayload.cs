using System;
using System.Collections;
using DroneLink.Firmware.Commands;

namespace DroneLink.Firmware.Payload
{
    /// <summary>
    /// What runs on the bootstrap and can be replaced over the air: everything about what is connected and what is recorded. Whoever owns it calls
    /// <see cref="Step"/> many times a second from one thread; nothing in it waits. To dispose it is to close its parts, the transmitter first.
    /// </summary>
    public interface IPayload : IDisposable
    {
        /// <summary>Its version (semantic versioning), such as <c>0.2.0</c>.</summary>
        string Version { get; }

        /// <summary>Its build: higher in every release.</summary>
        int Build { get; }

        /// <summary>What it knows of the drone's motors, as of the last step.</summary>
        FlightState Flight { get; }

        /// <summary>Whether a restart now costs nobody a flight: the drone is known not to be armed, or there is nobody to tell.</summary>
        bool MayRestart { get; }

        /// <summary>Carries out the commands that are about what is connected; null for none. Borrowed.</summary>
        IPayloadCommands Commands { get; }

        /// <summary>Checks settings as they are read at a start, and changes nothing.</summary>
        /// <param name="settings">As <see cref="Configuration.ConfigurationReader.Parse"/> returns them. Borrowed for the call.</param>
        /// <param name="errors">Takes a text for every wrong value, and every name that is no setting.</param>
        void CheckSettings(Hashtable settings, ArrayList errors);

        /// <summary>Begins. Called once, before the first <see cref="Step"/>.</summary>
        /// <param name="nowMs">ms since boot.</param>
        void Start(long nowMs);

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot; never goes back.</param>
        void Step(long nowMs);

        /// <summary>Takes a beacon that came over MQTT. Whoever has no use for it does nothing.</summary>
        /// <param name="topic">Its topic, which ends in its sender's id.</param>
        /// <param name="payload">Its bytes. Borrowed for the call.</param>
        /// <param name="nowMs">ms since boot.</param>
        void TakeBeacon(string topic, byte[] payload, long nowMs);

        /// <summary>Returns the time of a GPS, once for each that came, where it may set the clock.</summary>
        /// <param name="utcMs">ms since 1970-01-01 UTC, as of the last step.</param>
        bool TryTakeUtc(out long utcMs);
    }
}

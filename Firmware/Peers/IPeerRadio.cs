namespace DroneLink.Firmware.Peers
{
    /// <summary>Datagrams to and from whoever is near, with no broker between: UDP on a board. Neither method waits, throws, or promises that anything arrives.</summary>
    public interface IPeerRadio
    {
        /// <summary>Sends one datagram to all who listen.</summary>
        /// <param name="buffer">Holds it, from offset 0; is the caller's again when this returns.</param>
        /// <param name="count">Its bytes.</param>
        /// <returns>False when it cannot be sent now.</returns>
        bool TrySend(byte[] buffer, int count);

        /// <summary>Takes the oldest datagram that came in; the own ones may be among them.</summary>
        /// <param name="buffer">Takes it, from offset 0; of one that is longer the rest is lost.</param>
        /// <returns>Its bytes, 0 when there is none.</returns>
        int TryReceive(byte[] buffer);
    }
}

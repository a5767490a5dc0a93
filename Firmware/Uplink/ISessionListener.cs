namespace DroneLink.Firmware.Uplink
{
    /// <summary>Whoever else speaks in the uplink's MQTT session, beside the frames.</summary>
    public interface ISessionListener
    {
        /// <summary>A session is open and its subscriptions stand: what was not acknowledged in the last one has to be sent again.</summary>
        /// <param name="nowMs">ms since boot.</param>
        void SessionReady(long nowMs);

        /// <summary>The broker acknowledged a publication that was none of a frame.</summary>
        /// <param name="packet">Its packet identifier.</param>
        void PublicationAcknowledged(int packet);
    }
}

namespace DroneLink.Firmware.Uplink
{
    /// <summary>What the uplink is at.</summary>
    public enum UplinkState
    {
        /// <summary>Waiting before it tries to join the network.</summary>
        Offline,

        /// <summary>Joining the network.</summary>
        Joining,

        /// <summary>On the network, waiting before the next try, or for the clock.</summary>
        Waiting,

        /// <summary>Opening an MQTT session.</summary>
        Connecting,

        /// <summary>In an MQTT session.</summary>
        Online,

        /// <summary>In a request to the HTTPS ingest address, or another of its host.</summary>
        Posting,
    }
}

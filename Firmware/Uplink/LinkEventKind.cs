namespace DroneLink.Firmware.Uplink
{
    /// <summary>What the board tells the uplink.</summary>
    public enum LinkEventKind
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>The network was joined and there is an address; or, later, it came back.</summary>
        NetworkUp,

        /// <summary>The network could not be joined, or is gone.</summary>
        NetworkDown,

        /// <summary>A time source answered. Value: UTC ms; Value2: the uptime ms that it belongs to.</summary>
        TimeKnown,

        /// <summary>No time source answered.</summary>
        TimeFailed,

        /// <summary>The broker accepted the session.</summary>
        MqttConnected,

        /// <summary>The session could not be opened, or has ended.</summary>
        MqttClosed,

        /// <summary>The broker acknowledged a publication (PUBACK). Value: packet identifier.</summary>
        MqttAcknowledged,

        /// <summary>The broker answered a subscription (SUBACK). Value: packet identifier; Value2: 1 when it granted all topics, else 0.</summary>
        MqttSubscribed,

        /// <summary>The client gave a publication up. Value: packet identifier.</summary>
        MqttGivenUp,

        /// <summary>A request ended. Value: HTTP status, 0 for none; Value2: see <see cref="ILinkBoard.BeginPost"/>.</summary>
        HttpDone,
    }
}

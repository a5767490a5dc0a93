namespace DroneLink.Firmware.Uplink
{
    /// <summary>
    /// The board's side of the uplink: it does what it is told and decides nothing. A <c>Begin</c> method returns at once and
    /// its outcome is posted to the <see cref="LinkEventQueue"/>, in the session that it was begun with; at most one of each kind is under way.
    /// </summary>
    public interface ILinkBoard
    {
        /// <summary>Joins the configured network. Posts NetworkUp or NetworkDown, and NetworkDown when it is lost later.</summary>
        void BeginJoin();

        /// <summary>Asks the configured time server. Posts TimeKnown or TimeFailed.</summary>
        void BeginTimeSync();

        /// <summary>
        /// Opens an MQTT session with a new client, a clean session, and a retained last will of QoS 1. Posts MqttConnected or MqttClosed; later MqttAcknowledged
        /// and MqttGivenUp for each publication, and MqttClosed once at its end. What comes in goes to the <see cref="IncomingMessages"/>.
        /// </summary>
        /// <param name="session">Stands in every event of this session.</param>
        /// <param name="willTopic">Topic of the last will.</param>
        /// <param name="will">Its message.</param>
        void BeginConnect(int session, string willTopic, string will);

        /// <summary>Publishes with QoS 1 in the open session. The bytes are copied before it returns.</summary>
        /// <returns>The packet identifier, 1 to 65535, or 0 when it cannot be done now.</returns>
        int Publish(string topic, byte[] payload, int offset, int count, bool retain);

        /// <summary>Subscribes with QoS 1 in the open session. Posts MqttSubscribed.</summary>
        /// <param name="topics">The filters.</param>
        /// <returns>The packet identifier, 1 to 65535, or 0 when it cannot be done now.</returns>
        int Subscribe(string[] topics);

        /// <summary>Ends the MQTT session, if there is one, and frees its client. Posts nothing.</summary>
        void Disconnect();

        /// <summary>
        /// Posts a body to the configured ingest address. Posts HttpDone with the status, and as second value, for 202 the number of rejected
        /// frames, or -1 when the answer does not account for exactly <paramref name="frames"/> frames; for 429 and 503 the seconds of retry-after.
        /// </summary>
        /// <param name="session">Stands in the event.</param>
        /// <param name="body">Holds the body until the event is posted.</param>
        /// <param name="count">Its bytes, from offset 0.</param>
        /// <param name="frames">Frames in it.</param>
        /// <param name="timestamp">Header <c>x-timestamp</c>.</param>
        /// <param name="signature">Header <c>x-signature</c>.</param>
        void BeginPost(int session, byte[] body, int count, int frames, string timestamp, string signature);

        /// <summary>
        /// GETs from the host of the configured ingest address. Posts HttpDone with the status, and as second value the bytes that were put into
        /// <paramref name="body"/>: 0 when the answer has more than there is room for.
        /// </summary>
        /// <param name="session">Stands in the event.</param>
        /// <param name="path">Path and query, from the slash on.</param>
        /// <param name="from">First byte to ask for, by a header <c>Range</c>.</param>
        /// <param name="count">Bytes to ask for; 0 for a request without that header.</param>
        /// <param name="body">Takes the answer, from offset 0, until the event is posted.</param>
        /// <param name="timestamp">Header <c>x-timestamp</c>.</param>
        /// <param name="signature">Header <c>x-signature</c>.</param>
        void BeginGet(int session, string path, int from, int count, byte[] body, string timestamp, string signature);

        /// <summary>Writes a line to the console. State changes only, never in steady use.</summary>
        void Log(string line);
    }
}

namespace DroneLink.Firmware.Uplink
{
    /// <summary>The MQTT topics of a device, made once.</summary>
    public sealed class MqttTopics
    {
        private readonly string _peers;

        /// <summary>Makes the topics of a device of a fleet.</summary>
        public MqttTopics(string fleetId, string deviceId)
        {
            string fleet = "dl/v1/" + fleetId + "/";
            string prefix = fleet + deviceId + "/";
            _peers = fleet + "peers/";
            Frames = prefix + "frames";
            Status = prefix + "status";
            Command = prefix + "command";
            CommandResult = prefix + "command-result";
            Ota = prefix + "ota";
            OtaRequest = prefix + "ota-request";
            Beacon = _peers + deviceId;
            AllBeacons = _peers + "+";
        }

        /// <summary>One telemetry frame a message.</summary>
        public string Frames { get; }

        /// <summary>Retained: whether the device is online. Also its last will.</summary>
        public string Status { get; }

        /// <summary>Where it hears its commands.</summary>
        public string Command { get; }

        /// <summary>Where it says what became of them.</summary>
        public string CommandResult { get; }

        /// <summary>Where it hears of updates.</summary>
        public string Ota { get; }

        /// <summary>Where it asks for them.</summary>
        public string OtaRequest { get; }

        /// <summary>Where it tells the others of the fleet where it is.</summary>
        public string Beacon { get; }

        /// <summary>Filter of everybody's beacons, its own included.</summary>
        public string AllBeacons { get; }

        /// <summary>Says what came in on a topic.</summary>
        public IncomingKind KindOf(string topic)
        {
            if (topic == Command)
            {
                return IncomingKind.Command;
            }

            if (topic == Ota)
            {
                return IncomingKind.Ota;
            }

            // Whose a beacon is, is the last part of its topic: one of more parts could be anybody's.
            return topic != null && topic.StartsWith(_peers) && topic.IndexOf('/', _peers.Length) < 0 ? IncomingKind.Beacon : IncomingKind.None;
        }
    }
}

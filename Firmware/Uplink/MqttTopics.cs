namespace DroneLink.Firmware.Uplink
{
    /// <summary>The MQTT topics of a device, made once.</summary>
    public sealed class MqttTopics
    {
        /// <summary>Makes the topics of a device of a fleet.</summary>
        public MqttTopics(string fleetId, string deviceId)
        {
            string prefix = "dl/v1/" + fleetId + "/" + deviceId + "/";
            Frames = prefix + "frames";
            Status = prefix + "status";
        }

        /// <summary>One telemetry frame a message.</summary>
        public string Frames { get; }

        /// <summary>Retained: whether the device is online. Also its last will.</summary>
        public string Status { get; }
    }
}

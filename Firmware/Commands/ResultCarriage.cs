using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Commands
{
    /// <summary>Takes results to the cloud over MQTT: there is no other way that commands come by.</summary>
    public sealed class ResultCarriage : IResultCarriage
    {
        private readonly CloudUplink _uplink;
        private readonly string _topic;

        /// <summary>Creates it.</summary>
        /// <param name="uplink">Carries. Borrowed.</param>
        /// <param name="topic">The device's topic for results.</param>
        public ResultCarriage(CloudUplink uplink, string topic)
        {
            _uplink = uplink;
            _topic = topic;
        }

        /// <inheritdoc/>
        public bool IsReady => _uplink.IsReady;

        /// <inheritdoc/>
        public int Publish(byte[] buffer, int count)
        {
            return _uplink.Publish(_topic, buffer, count);
        }
    }
}

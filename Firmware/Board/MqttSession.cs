using System;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Uplink;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace DroneLink.Firmware.Board
{
    /// <summary>
    /// One MQTT session with one M2Mqtt client: a client resolves its host's name once, in its constructor, so that every session needs
    /// a new one. A broker over TLS is checked against the board's CA certificates, and shown the board's own certificate.
    /// </summary>
    internal sealed class MqttSession
    {
        private const ushort KeepAliveSeconds = 30;

        // The uplink's window is far smaller; this only bounds what a bug could queue.
        private const int MaxQueued = 32;

        private readonly MqttClient _client;
        private readonly int _session;
        private readonly LinkEventQueue _events;
        private readonly IncomingMessages _incoming;

        /// <summary>Creates a session. Blocks for the look-up of the host's name.</summary>
        /// <exception cref="Exception">The name is not known, or there is no network.</exception>
        public MqttSession(DeviceConfiguration configuration, int session, LinkEventQueue events, IncomingMessages incoming)
        {
            bool tls = configuration.Uplink.MqttTls;
            _session = session;
            _events = events;
            _incoming = incoming;
            _client = new MqttClient(
                configuration.MqttHost, configuration.MqttPort, tls, null, null, tls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None);
            _client.Settings.InflightQueueSize = MaxQueued;
            _client.Settings.ValidateServerCertificate = tls;
            _client.MqttMsgPublished += Published;
            _client.MqttMsgSubscribed += Subscribed;
            _client.MqttMsgPublishReceived += Received;
            _client.ConnectionClosed += Closed;
        }

        /// <summary>Connects. Blocks for the TCP and TLS handshakes and up to 30 s for the answer.</summary>
        /// <returns>What the broker answered.</returns>
        public MqttReasonCode Open(DeviceConfiguration configuration, string willTopic, string will)
        {
            bool password = configuration.MqttPassword.Length > 0;
            return _client.Connect(
                configuration.Uplink.DeviceId,
                password ? configuration.Uplink.DeviceId : null,
                password ? configuration.MqttPassword : null,
                true,
                MqttQoSLevel.AtLeastOnce,
                true,
                willTopic,
                will,
                true,
                KeepAliveSeconds);
        }

        /// <summary>Publishes with QoS 1; returns the packet identifier, or 0 when it cannot be done now.</summary>
        public int Publish(string topic, byte[] payload, int offset, int count, bool retain)
        {
            if (!_client.IsConnected)
            {
                return 0;
            }

            try
            {
                byte[] message = new byte[count];
                Array.Copy(payload, offset, message, 0, count);
                return _client.Publish(topic, message, null, null, MqttQoSLevel.AtLeastOnce, retain);
            }
            catch (Exception)
            {
                return 0;
            }
        }

        /// <summary>Subscribes with QoS 1; returns the packet identifier, or 0 when it cannot be done now.</summary>
        public int Subscribe(string[] topics)
        {
            MqttQoSLevel[] levels = new MqttQoSLevel[topics.Length];
            for (int i = 0; i < levels.Length; i++)
            {
                levels[i] = MqttQoSLevel.AtLeastOnce;
            }

            try
            {
                return _client.IsConnected ? _client.Subscribe(topics, levels) : 0;
            }
            catch (Exception)
            {
                return 0;
            }
        }

        /// <summary>Ends the session and its threads. Blocks up to some seconds.</summary>
        public void Close()
        {
            _client.MqttMsgPublished -= Published;
            _client.MqttMsgSubscribed -= Subscribed;
            _client.MqttMsgPublishReceived -= Received;
            _client.ConnectionClosed -= Closed;
            try
            {
                if (_client.IsConnected)
                {
                    _client.Disconnect();
                }
            }
            catch (Exception)
            {
                // The connection is going away either way.
            }

            _client.Dispose();
        }

        private void Published(object sender, MqttMsgPublishedEventArgs e)
        {
            _events.Post(e.IsPublished ? LinkEventKind.MqttAcknowledged : LinkEventKind.MqttGivenUp, _session, e.MessageId);
        }

        private void Subscribed(object sender, MqttMsgSubscribedEventArgs e)
        {
            int granted = 1;
            for (int i = 0; i < e.GrantedQoSLevels.Length; i++)
            {
                // 0x80 is the broker's refusal.
                if ((int)e.GrantedQoSLevels[i] > (int)MqttQoSLevel.ExactlyOnce)
                {
                    granted = 0;
                }
            }

            _events.Post(LinkEventKind.MqttSubscribed, _session, e.MessageId, granted);
        }

        private void Received(object sender, MqttMsgPublishEventArgs e)
        {
            _incoming.Post(e.Topic, e.Message);
        }

        private void Closed(object sender, EventArgs e)
        {
            _events.Post(LinkEventKind.MqttClosed, _session);
        }
    }
}

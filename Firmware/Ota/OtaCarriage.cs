using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Ota
{
    /// <summary>
    /// Carries requests for updates over whichever way the uplink has: MQTT in a session that is ready, else HTTPS between its posts. Over MQTT it allocates
    /// nothing.
    /// </summary>
    public sealed class OtaCarriage : IOtaTransport
    {
        private const int Ok = 200;
        private const int NoContent = 204;
        private const int PartialContent = 206;
        private const int UnknownBuild = 1;
        private const int BadRequest = 2;
        private const int Later = 3;

        private readonly CloudUplink _uplink;
        private readonly MqttTopics _topics;
        private readonly OtaMessages _messages;
        private bool _isFetchingBlock;
        private int _build;
        private int _offset;

        /// <summary>Creates it.</summary>
        /// <param name="uplink">Carries. Its <see cref="CloudUplink.Fetch"/> is there where HTTPS is. Borrowed.</param>
        /// <param name="topics">The device's topics.</param>
        /// <param name="options">The device. Borrowed.</param>
        public OtaCarriage(CloudUplink uplink, MqttTopics topics, OtaOptions options)
        {
            _uplink = uplink;
            _topics = topics;
            _messages = new OtaMessages(options);
        }

        /// <summary>Whether the cloud can be reached.</summary>
        public bool IsOnline => _uplink.IsReady || _uplink.UsesHttps;

        /// <inheritdoc/>
        public bool RequestManifest(int build, int version)
        {
            if (_uplink.IsReady)
            {
                return _uplink.Publish(_topics.OtaRequest, _messages.Request, _messages.WriteManifestRequest(build, version)) != 0;
            }

            if (!_uplink.UsesHttps)
            {
                return false;
            }

            _isFetchingBlock = false;
            _uplink.Fetch.Want(_messages.ManifestPath(build, version), 0, 0);
            return true;
        }

        /// <inheritdoc/>
        public bool RequestBlock(int build, int offset, int count)
        {
            if (_uplink.IsReady)
            {
                return _uplink.Publish(_topics.OtaRequest, _messages.Request, _messages.WriteBlockRequest(build, offset, count)) != 0;
            }

            if (!_uplink.UsesHttps)
            {
                return false;
            }

            _isFetchingBlock = true;
            _build = build;
            _offset = offset;
            _uplink.Fetch.Want(_messages.ImagePath(build), offset, count);
            return true;
        }

        /// <summary>Hands on what was fetched.</summary>
        /// <param name="updater">Takes it.</param>
        public void Step(OtaUpdater updater)
        {
            HttpsFetch fetch = _uplink.Fetch;
            if (fetch == null || !fetch.TryTake())
            {
                return;
            }

            if (_isFetchingBlock && fetch.Status == PartialContent)
            {
                updater.TakeBlock((uint)_build, (uint)_offset, fetch.Body, 0, fetch.Received);
            }
            else if (!_isFetchingBlock && fetch.Status == Ok)
            {
                updater.TakeManifest(fetch.Body, 0, fetch.Received);
            }
            else if (!_isFetchingBlock && fetch.Status == NoContent)
            {
                updater.TakeNone();
            }
            else
            {
                updater.TakeError(fetch.Status == 404 ? UnknownBuild : fetch.Status == 400 || fetch.Status == 416 ? BadRequest : Later);
            }
        }
    }
}

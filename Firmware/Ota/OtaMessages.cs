using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Ota
{
    /// <summary>
    /// What goes between device and cloud for updates. Over MQTT requests are ASCII JSON, and an answer's first byte tells what it is:
    /// <code>
    /// 'M' manifest   'N' nothing for you   'B' u32 build, u32 offset, bytes   'E' u8 reason   'C' ask for the manifest
    /// </code>
    /// integers little endian. Over HTTPS they are two GETs. Writing a request for MQTT allocates nothing; the texts for HTTPS are made anew.
    /// </summary>
    public sealed class OtaMessages
    {
        /// <summary>Bytes of an image in an answer over MQTT at the most.</summary>
        public const int MqttBlockBytes = 2046;

        /// <summary>Bytes of an image in an answer over HTTPS at the most.</summary>
        public const int HttpsBlockBytes = OtaSlot.DataBytes;

        /// <summary>Bytes of a request at the most.</summary>
        public const int MaxRequestBytes = 256;

        /// <summary>Bytes of an answer at the most.</summary>
        public const int MaxAnswerBytes = BlockHeaderBytes + MqttBlockBytes;

        private const int BlockHeaderBytes = 9;

        private readonly OtaOptions _options;
        private int _count;

        /// <summary>Creates it.</summary>
        /// <param name="options">The device. Borrowed.</param>
        public OtaMessages(OtaOptions options)
        {
            _options = options;
        }

        /// <summary>The request written last, from offset 0.</summary>
        public byte[] Request { get; } = new byte[MaxRequestBytes];

        /// <summary>Hands an answer that came over MQTT to an updater. Nothing in it can make this throw.</summary>
        /// <returns>False when it is no answer; it is then left out.</returns>
        public static bool Take(byte[] payload, int offset, int count, OtaUpdater updater)
        {
            switch (count > 0 ? (char)payload[offset] : '\0')
            {
                case 'M':
                    updater.TakeManifest(payload, offset + 1, count - 1);
                    return true;
                case 'N':
                case 'C':
                case 'E':
                    return TakeShort((char)payload[offset], payload, offset + 1, count - 1, updater);
                case 'B':
                    return count > BlockHeaderBytes && updater.TakeBlock(
                        LittleEndian.ReadUInt32(payload, offset + 1),
                        LittleEndian.ReadUInt32(payload, offset + 5),
                        payload,
                        offset + BlockHeaderBytes,
                        count - BlockHeaderBytes);
                default:
                    return false;
            }
        }

        /// <summary>Writes the request for a manifest into <see cref="Request"/>.</summary>
        /// <param name="build">Build of the payload that runs.</param>
        /// <param name="version">Its version, packed.</param>
        /// <returns>Its bytes.</returns>
        public int WriteManifestRequest(int build, int version)
        {
            _count = 0;
            Add("{\"want\":\"manifest\",\"build\":");
            Add(build);
            Add(",\"version\":\"");
            Add((version >> 16) & 255);
            Add(".");
            Add((version >> 8) & 255);
            Add(".");
            Add(version & 255);
            Add("\",\"role\":\"");
            Add(_options.Role);
            Add("\",\"runtime\":\"");
            Add(_options.Runtime);
            Add("\",\"core\":\"");
            Add(_options.CoreVersion);
            Add("\"}");
            return _count;
        }

        /// <summary>Writes the request for a part of an image into <see cref="Request"/>.</summary>
        /// <param name="build">Build of the image.</param>
        /// <param name="offset">Its first byte that is wanted.</param>
        /// <param name="count">Bytes that are wanted; <see cref="MqttBlockBytes"/> of them are asked for at the most.</param>
        /// <returns>The bytes of the request.</returns>
        public int WriteBlockRequest(int build, int offset, int count)
        {
            _count = 0;
            Add("{\"want\":\"block\",\"build\":");
            Add(build);
            Add(",\"offset\":");
            Add(offset);
            Add(",\"count\":");
            Add(count < MqttBlockBytes ? count : MqttBlockBytes);
            Add("}");
            return _count;
        }

        /// <summary>Returns path and query of the manifest.</summary>
        public string ManifestPath(int build, int version)
        {
            return "/v1/devices/" + _options.DeviceId + "/ota/manifest?build=" + build.ToString() + "&version=" + OtaVersion.Format(version)
                + "&runtime=" + _options.Runtime + "&role=" + _options.Role;
        }

        /// <summary>Returns the path of an image.</summary>
        public string ImagePath(int build)
        {
            return "/v1/devices/" + _options.DeviceId + "/ota/" + build.ToString() + "/image";
        }

        private static bool TakeShort(char type, byte[] payload, int offset, int count, OtaUpdater updater)
        {
            if (count != (type == 'E' ? 1 : 0))
            {
                return false;
            }

            if (type == 'N')
            {
                updater.TakeNone();
            }
            else if (type == 'C')
            {
                updater.TakeNudge();
            }
            else
            {
                updater.TakeError(payload[offset]);
            }

            return true;
        }

        // What does not fit is left out; nothing that is configured is as long.
        private void Add(string text)
        {
            for (int i = 0; i < text.Length && _count < MaxRequestBytes; i++)
            {
                Request[_count++] = (byte)text[i];
            }
        }

        private void Add(int number)
        {
            int divisor = 1;
            while (number / divisor >= 10)
            {
                divisor *= 10;
            }

            for (; divisor > 0 && _count < MaxRequestBytes; divisor /= 10)
            {
                Request[_count++] = (byte)('0' + (number / divisor % 10));
            }
        }
    }
}

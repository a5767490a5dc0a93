using System.Text;
using DroneLink.Firmware.Cryptography;

namespace DroneLink.Firmware.Uplink
{
    /// <summary>
    /// Signs requests to the cloud: HMAC-SHA256(device key, method, path and query, device id and timestamp, each with a line feed behind it, then
    /// the raw body), in lower-case hexadecimal.
    /// </summary>
    public sealed class RequestSigner
    {
        private readonly HmacSha256 _hmac;
        private readonly string _deviceId;
        private readonly byte[] _code = new byte[Sha256.HashBytes];

        /// <summary>Creates a signer.</summary>
        /// <param name="deviceId">Stands in the signed text.</param>
        /// <param name="hmac">Keyed with the device's key. Borrowed.</param>
        public RequestSigner(string deviceId, HmacSha256 hmac)
        {
            _deviceId = deviceId;
            _hmac = hmac;
        }

        /// <summary>Returns the signature of a post of frames.</summary>
        /// <param name="timestamp">Seconds since 1970-01-01 UTC, as text.</param>
        /// <param name="body">Holds the body from offset 0.</param>
        /// <param name="count">Its bytes.</param>
        public string SignPost(string timestamp, byte[] body, int count)
        {
            return Sign("POST\n/v1/frames\n", timestamp, body, count);
        }

        /// <summary>Returns the signature of a GET, which has no body.</summary>
        /// <param name="path">Path and query, from the slash on.</param>
        /// <param name="timestamp">Seconds since 1970-01-01 UTC, as text.</param>
        public string SignGet(string path, string timestamp)
        {
            return Sign("GET\n" + path + "\n", timestamp, null, 0);
        }

        private string Sign(string request, string timestamp, byte[] body, int count)
        {
            byte[] text = Encoding.UTF8.GetBytes(request + _deviceId + "\n" + timestamp + "\n");
            _hmac.Start();
            _hmac.Update(text, 0, text.Length);
            if (count > 0)
            {
                _hmac.Update(body, 0, count);
            }

            _hmac.Finish(_code, 0);
            return Hex.Encode(_code);
        }
    }
}

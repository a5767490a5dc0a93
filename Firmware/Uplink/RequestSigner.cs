using System.Text;
using DroneLink.Firmware.Cryptography;

namespace DroneLink.Firmware.Uplink
{
    /// <summary>
    /// Signs requests to the ingest address: HMAC-SHA256(device key, <c>"POST\n/v1/frames\n" + deviceId + "\n" + timestamp + "\n"</c>, then
    /// the raw body), in lower-case hexadecimal.
    /// </summary>
    public sealed class RequestSigner
    {
        private readonly HmacSha256 _hmac;
        private readonly string _prefix;
        private readonly byte[] _code = new byte[Sha256.HashBytes];

        /// <summary>Creates a signer.</summary>
        /// <param name="deviceId">Stands in the signed text.</param>
        /// <param name="hmac">Keyed with the device's key. Borrowed.</param>
        public RequestSigner(string deviceId, HmacSha256 hmac)
        {
            _prefix = "POST\n/v1/frames\n" + deviceId + "\n";
            _hmac = hmac;
        }

        /// <summary>Returns the signature of a body.</summary>
        /// <param name="timestamp">Seconds since 1970-01-01 UTC, as text.</param>
        /// <param name="body">Holds the body from offset 0.</param>
        /// <param name="count">Its bytes.</param>
        public string Sign(string timestamp, byte[] body, int count)
        {
            byte[] text = Encoding.UTF8.GetBytes(_prefix + timestamp + "\n");
            _hmac.Start();
            _hmac.Update(text, 0, text.Length);
            _hmac.Update(body, 0, count);
            _hmac.Finish(_code, 0);
            return Hex.Encode(_code);
        }
    }
}

using System.Text;
using DroneLink.Firmware.Cryptography;

namespace DroneLink.Firmware.Tests.Ota
{
    /// <summary>
    /// A manifest in the making. Every member is the JSON that stands behind its name, so that each can be wrong in any way; null leaves
    /// it out.
    /// </summary>
    public sealed class OtaOffer
    {
        /// <summary>Device.</summary>
        public string Device = "\"kite\"";

        /// <summary>Serial.</summary>
        public string Serial = "1795521630";

        /// <summary>Version.</summary>
        public string Version = "\"0.2.0\"";

        /// <summary>Build.</summary>
        public string Build = "7";

        /// <summary>Size.</summary>
        public string Size = "5000";

        /// <summary>SHA-256.</summary>
        public string Sha256 = "\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"";

        /// <summary>Role.</summary>
        public string Role = "\"drone\"";

        /// <summary>Runtime.</summary>
        public string Runtime = "\"nano1\"";

        /// <summary>Libraries.</summary>
        public string Libraries = "{\"DroneLink.Firmware\":\"0.1\",\"mscorlib\":\"1.17\"}";

        /// <summary>Least version.</summary>
        public string MinVersion = "\"0.1.0\"";

        /// <summary>Expiry.</summary>
        public string Expires = "1795600000";

        /// <summary>Version of the manifest.</summary>
        public string V = "1";

        /// <summary>What stands at the end, with its comma.</summary>
        public string Extra = "";

        /// <summary>Makes the offer of an image.</summary>
        public static OtaOffer Of(int build, uint serial, byte[] image)
        {
            byte[] hash = new byte[32];
            Sha256 sha = new Sha256();
            sha.Update(image, 0, image.Length);
            sha.Finish(hash, 0);
            OtaOffer offer = new OtaOffer();
            offer.Build = build.ToString();
            offer.Serial = serial.ToString();
            offer.Version = "\"0." + build.ToString() + ".0\"";
            offer.Size = image.Length.ToString();
            offer.Sha256 = "\"" + Hex.Encode(hash) + "\"";
            return offer;
        }

        /// <summary>Returns its JSON.</summary>
        public string ToJson()
        {
            string json = Member("v", V) + Member("device", Device) + Member("serial", Serial) + Member("release", "\"2026-11-a\"")
                + Member("version", Version) + Member("build", Build) + Member("size", Size) + Member("sha256", Sha256) + Member("role", Role) + Member("runtime", Runtime)
                + Member("libraries", Libraries) + Member("minVersion", MinVersion) + Member("expires", Expires);
            return "{" + json.Substring(1) + Extra + "}";
        }

        /// <summary>Returns the manifest as it is sent.</summary>
        public byte[] Sign(byte[] key)
        {
            return Sign(ToJson(), key);
        }

        /// <summary>Returns a JSON text as a manifest.</summary>
        public static byte[] Sign(string json, byte[] key)
        {
            byte[] context = Encoding.UTF8.GetBytes("dronelink-manifest-1\n");
            byte[] text = Encoding.UTF8.GetBytes(json);
            byte[] manifest = new byte[32 + text.Length];
            HmacSha256 hmac = new HmacSha256(key);
            hmac.Update(context, 0, context.Length);
            hmac.Update(text, 0, text.Length);
            hmac.Finish(manifest, 0);
            System.Array.Copy(text, 0, manifest, 32, text.Length);
            return manifest;
        }

        private static string Member(string name, string value)
        {
            return value == null ? "" : ",\"" + name + "\":" + value;
        }
    }
}

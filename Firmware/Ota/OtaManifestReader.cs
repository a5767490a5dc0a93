using System;
using System.Collections;
using System.Text;
using DroneLink.Firmware.Cryptography;
using nanoFramework.Json;

namespace DroneLink.Firmware.Ota
{
    /// <summary>
    /// Reads manifests: 32 bytes HMAC-SHA256(device key, <c>"dronelink-manifest-1\n"</c> + JSON), then the JSON. Nothing of the JSON is looked at
    /// before its code is right. Members of other names are left out, so that a later cloud can say more to devices that do not know it; a
    /// name that stands twice, an array, or an object other than <c>libraries</c> is malformed. <c>minVersion</c> and <c>libraries</c> may be absent.
    /// </summary>
    public sealed class OtaManifestReader
    {
        /// <summary>Bytes of a manifest at the most.</summary>
        public const int MaxBytes = 1024;

        /// <summary>Bytes of the code before the JSON.</summary>
        public const int CodeBytes = 32;

        /// <summary>Assemblies that a manifest may name.</summary>
        public const int MaxLibraries = 24;

        private const string Context = "dronelink-manifest-1\n";
        private const int MaxText = 64;

        private readonly HmacSha256 _hmac;
        private readonly byte[] _context;
        private readonly byte[] _given = new byte[CodeBytes];
        private readonly byte[] _right = new byte[CodeBytes];
        private int _members;
        private int _libraries;

        /// <summary>Creates a reader.</summary>
        /// <param name="key">The device's key.</param>
        public OtaManifestReader(byte[] key)
        {
            _hmac = new HmacSha256(key);
            _context = Encoding.UTF8.GetBytes(Context);
        }

        /// <summary>Reads a manifest.</summary>
        /// <param name="buffer">Holds it.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its bytes.</param>
        /// <param name="manifest">Takes it; what it holds after a refusal means nothing.</param>
        /// <returns><see cref="OtaRefusal.None"/>, <see cref="OtaRefusal.Malformed"/> or <see cref="OtaRefusal.Signature"/>.</returns>
        public int Read(byte[] buffer, int offset, int count, OtaManifest manifest)
        {
            if (count <= CodeBytes || count > MaxBytes)
            {
                return OtaRefusal.Malformed;
            }

            if (!IsSigned(buffer, offset, count))
            {
                return OtaRefusal.Signature;
            }

            offset += CodeBytes;
            count -= CodeBytes;
            if (!Scan(buffer, offset, count))
            {
                return OtaRefusal.Malformed;
            }

            Hashtable values = null;
            try
            {
                values = JsonConvert.DeserializeObject(Encoding.UTF8.GetString(buffer, offset, count), typeof(Hashtable)) as Hashtable;
            }
            catch (Exception)
            {
                // nanoFramework.Json says neither what is wrong nor where; several types of exception come out of it.
            }

            return values != null && values.Count == _members && TryTake(values, manifest) ? OtaRefusal.None : OtaRefusal.Malformed;
        }

        private static bool IsText(object value)
        {
            string text = value as string;
            return text != null && text.Length > 0 && text.Length <= MaxText;
        }

        // A whole number of 1 to max, or 0.
        private static uint Number(object value, uint max)
        {
            long number = value is int ? (int)value : value is long ? (long)value : 0;
            return number > 0 && number <= max ? (uint)number : 0;
        }

        private bool IsSigned(byte[] buffer, int offset, int count)
        {
            _hmac.Start();
            _hmac.Update(_context, 0, _context.Length);
            _hmac.Update(buffer, offset + CodeBytes, count - CodeBytes);
            _hmac.Finish(_right, 0);
            Array.Copy(buffer, offset, _given, 0, CodeBytes);
            return OtaSlot.AreEqual(_given, _right);
        }

        // The names are counted where the JSON reader cannot lose one: of two of a name a table keeps one.
        private bool Scan(byte[] buffer, int offset, int count)
        {
            _members = 0;
            _libraries = 0;
            int depth = 0;
            bool inText = false;
            for (int end = offset + count; offset < end; offset++)
            {
                byte c = buffer[offset];
                if (c < ' ' || c > '~')
                {
                    return false;
                }

                if (inText)
                {
                    inText = c != '"';
                    offset += c == '\\' ? 1 : 0;
                }
                else if (!TakeSign(c, ref depth, ref inText))
                {
                    return false;
                }
            }

            return depth == 0 && !inText;
        }

        private bool TakeSign(byte c, ref int depth, ref bool inText)
        {
            switch ((char)c)
            {
                case '"':
                    inText = true;
                    break;
                case '{':
                    depth++;
                    break;
                case '}':
                    depth--;
                    break;
                case ':':
                    _members += depth == 1 ? 1 : 0;
                    _libraries += depth == 2 ? 1 : 0;
                    break;
                case '[':
                    return false;
            }

            return depth >= 0 && depth <= 2;
        }

        private bool TryTake(Hashtable values, OtaManifest manifest)
        {
            object minVersion = values["minVersion"];
            manifest.Device = values["device"] as string;
            manifest.Role = values["role"] as string;
            manifest.Runtime = values["runtime"] as string;
            manifest.Serial = Number(values["serial"], uint.MaxValue);
            manifest.Expires = Number(values["expires"], uint.MaxValue);
            manifest.Build = (int)Number(values["build"], int.MaxValue);
            manifest.Size = (int)Number(values["size"], int.MaxValue);
            manifest.Version = OtaVersion.TryParse(values["version"] as string);
            manifest.MinVersion = minVersion == null && !values.Contains("minVersion") ? 0 : OtaVersion.TryParse(minVersion as string);
            manifest.Sha256 = Hex.TryDecode(values["sha256"] as string);
            manifest.Libraries = values["libraries"] as Hashtable;
            return Number(values["v"], 1) == 1 && IsText(manifest.Device) && IsText(manifest.Role) && IsText(manifest.Runtime)
                && manifest.Serial > 0 && manifest.Expires > 0 && manifest.Build > 0 && manifest.Size > 0 && manifest.Version >= 0
                && manifest.MinVersion >= 0 && manifest.Sha256 != null && manifest.Sha256.Length == Sha256.HashBytes && AreLibraries(values);
        }

        private bool AreLibraries(Hashtable values)
        {
            Hashtable libraries = values["libraries"] as Hashtable;
            if (libraries == null)
            {
                return !values.Contains("libraries") && _libraries == 0;
            }

            // Any other object would have names of this depth too.
            if (libraries.Count != _libraries || _libraries > MaxLibraries)
            {
                return false;
            }

            foreach (object key in values.Keys)
            {
                if (values[key] is Hashtable && (string)key != "libraries")
                {
                    return false;
                }
            }

            foreach (object name in libraries.Keys)
            {
                if (!IsText(name) || !IsText(libraries[name]))
                {
                    return false;
                }
            }

            return true;
        }
    }
}

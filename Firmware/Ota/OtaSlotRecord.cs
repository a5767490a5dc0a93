using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Ota
{
    /// <summary>What the state says of the image in a slot. A view of the state's numbers: it changes nothing on flash.</summary>
    public sealed class OtaSlotRecord
    {
        /// <summary>Numbers of a record.</summary>
        internal const int ValueCount = 4 + HashWords;

        private const int HashWords = Sha256.HashBytes / 4;
        private const int ConfirmedIndex = 0;
        private const int BuildIndex = 1;
        private const int VersionIndex = 2;
        private const int SizeIndex = 3;
        private const int HashIndex = 4;

        private readonly uint[] _values;
        private readonly int _first;

        internal OtaSlotRecord(uint[] values, int first)
        {
            _values = values;
            _first = first;
        }

        /// <summary>Whether the image proved itself here.</summary>
        public bool IsConfirmed
        {
            get => _values[_first + ConfirmedIndex] != 0;
            set => _values[_first + ConfirmedIndex] = value ? 1u : 0u;
        }

        /// <summary>Its build; 0 for an empty record.</summary>
        public int Build => (int)_values[_first + BuildIndex];

        /// <summary>Its version, packed.</summary>
        public int Version => (int)_values[_first + VersionIndex];

        /// <summary>Its bytes.</summary>
        public int Size => (int)_values[_first + SizeIndex];

        /// <summary>Sets all but <see cref="IsConfirmed"/>, which is then false.</summary>
        public void Set(int build, int version, int size, byte[] sha256)
        {
            IsConfirmed = false;
            _values[_first + BuildIndex] = (uint)build;
            _values[_first + VersionIndex] = (uint)version;
            _values[_first + SizeIndex] = (uint)size;
            for (int i = 0; i < HashWords; i++)
            {
                _values[_first + HashIndex + i] = LittleEndian.ReadUInt32(sha256, 4 * i);
            }
        }

        /// <summary>Empties it.</summary>
        public void Clear()
        {
            for (int i = 0; i < ValueCount; i++)
            {
                _values[_first + i] = 0;
            }
        }

        /// <summary>Writes the SHA-256 of the image.</summary>
        public void CopySha256(byte[] sha256)
        {
            for (int i = 0; i < HashWords; i++)
            {
                LittleEndian.WriteUInt32(sha256, 4 * i, _values[_first + HashIndex + i]);
            }
        }

        /// <summary>Returns whether it speaks of the very image of a manifest.</summary>
        public bool Matches(OtaManifest manifest)
        {
            bool same = Build == manifest.Build && Version == manifest.Version && Size == manifest.Size;
            for (int i = 0; i < HashWords && same; i++)
            {
                same = LittleEndian.ReadUInt32(manifest.Sha256, 4 * i) == _values[_first + HashIndex + i];
            }

            return same;
        }

        /// <summary>Whether the numbers can be those of an image.</summary>
        internal bool IsSane => Build == 0 || (Build > 0 && Size > 0 && Size <= OtaSlot.MaxImageBytes && Version >= 0 && Version <= 0xFFFFFF);
    }
}

using System;
using System.Collections;

namespace DroneLink.Firmware.Ota
{
    /// <summary>What updates need to know of the device, and how they behave.</summary>
    public sealed class OtaOptions
    {
        /// <summary>Runtime of a board: an assembly of nanoFramework 1.x, which starts with NFMRK1.</summary>
        public const string NanoRuntime = "nano1";

        /// <summary>Runtime of a twin: an assembly of .NET, which starts with MZ.</summary>
        public const string HostRuntime = "net10";

        /// <summary>The role of a manifest that is for every role.</summary>
        public const string AnyRole = "any";

        /// <summary>The device's id.</summary>
        public string DeviceId { get; set; }

        /// <summary>Its key, 32 bytes.</summary>
        public byte[] Key { get; set; }

        /// <summary>Its role, as the configuration has it.</summary>
        public string Role { get; set; }

        /// <summary><see cref="NanoRuntime"/> or <see cref="HostRuntime"/>.</summary>
        public string Runtime { get; set; } = NanoRuntime;

        /// <summary>Build of the built-in payload, 0 to 2^31-1.</summary>
        public int BuiltInBuild { get; set; }

        /// <summary>Version of the built-in payload, packed.</summary>
        public int BuiltInVersion { get; set; }

        /// <summary>Version of the bootstrap, as text; it is told to the cloud.</summary>
        public string CoreVersion { get; set; } = BootstrapVersion.Text;

        /// <summary>What a payload may refer to: the name of each assembly there is, and its <c>major.minor</c>. Borrowed.</summary>
        public Hashtable Libraries { get; set; } = new Hashtable();

        /// <summary>Blocks of 4 KB that a slot may have on flash, 1 to 64; default 20, which hold an image of 81,840 bytes.</summary>
        public int SlotBlocks { get; set; } = 20;

        /// <summary>The cloud is asked this often, ms, an eighth more or less. 60,000 to 86,400,000; default 3,600,000.</summary>
        public int CheckMs { get; set; } = 3600000;

        /// <summary>A new payload has this long to prove itself, ms. 60,000 to 86,400,000; default 900,000.</summary>
        public int TrialMs { get; set; } = 900000;

        /// <summary>Heap that must be free besides the image, bytes; default 16,384, an estimate.</summary>
        public int HeapMarginBytes { get; set; } = 16384;

        /// <summary>Says what is wrong of these options, by throwing.</summary>
        /// <exception cref="ArgumentException">One is missing or out of its range.</exception>
        internal void Check()
        {
            Expect(DeviceId != null && DeviceId.Length > 0, "ota: DeviceId is missing");
            Expect(Key != null && Key.Length == 32, "ota: Key is not 32 bytes");
            Expect(Role != null && Role.Length > 0, "ota: Role is missing");
            Expect(Runtime == NanoRuntime || Runtime == HostRuntime, "ota: Runtime is neither nano1 nor net10");
            Expect(Libraries != null && CoreVersion != null, "ota: Libraries or CoreVersion is missing");
            Expect(BuiltInBuild >= 0 && BuiltInVersion >= 0, "ota: BuiltInBuild or BuiltInVersion is negative");
            Expect(SlotBlocks >= 1 && SlotBlocks <= OtaSlot.MaxBlocks, "ota: SlotBlocks is not 1 to 64");
            Expect(CheckMs >= 60000 && CheckMs <= 86400000, "ota: CheckMs is not 60000 to 86400000");
            Expect(TrialMs >= 60000 && TrialMs <= 86400000, "ota: TrialMs is not 60000 to 86400000");
            Expect(HeapMarginBytes >= 0, "ota: HeapMarginBytes is negative");
        }

        private static void Expect(bool condition, string message)
        {
            if (!condition)
            {
                throw new ArgumentException(message);
            }
        }
    }
}

using System.Collections;
using DroneLink.Firmware.Cryptography;

namespace DroneLink.Firmware.Ota
{
    /// <summary>An offer of an update, as <see cref="OtaManifestReader"/> read it, and whether this device takes it.</summary>
    public sealed class OtaManifest
    {
        /// <summary>The device that it is for.</summary>
        public string Device { get; internal set; }

        /// <summary>The role that it is for, or <see cref="OtaOptions.AnyRole"/>.</summary>
        public string Role { get; internal set; }

        /// <summary>The runtime that the image is for.</summary>
        public string Runtime { get; internal set; }

        /// <summary>When it was issued, seconds since 1970: rises with every offer to a device.</summary>
        public uint Serial { get; internal set; }

        /// <summary>Version of the image, packed.</summary>
        public int Version { get; internal set; }

        /// <summary>Build of the image, 1 to 2^31-1: the security counter.</summary>
        public int Build { get; internal set; }

        /// <summary>Bytes of the image, 1 to 2^31-1.</summary>
        public int Size { get; internal set; }

        /// <summary>SHA-256 of the image.</summary>
        public byte[] Sha256 { get; internal set; } = new byte[Cryptography.Sha256.HashBytes];

        /// <summary>The payload that runs has to be at least of this version, packed; 0 when the manifest says nothing.</summary>
        public int MinVersion { get; internal set; }

        /// <summary>Assemblies that the image refers to, each with its <c>major.minor</c>; null when the manifest says nothing.</summary>
        public Hashtable Libraries { get; internal set; }

        /// <summary>It is refused from this time on, seconds since 1970.</summary>
        public uint Expires { get; internal set; }

        /// <summary>Judges it.</summary>
        /// <param name="options">The device.</param>
        /// <param name="state">What it confirmed and ended.</param>
        /// <param name="runningVersion">Version of the payload that runs, packed.</param>
        /// <param name="utcSeconds">Seconds since 1970; 0 while the clock is unknown.</param>
        /// <param name="freeHeap">Bytes; negative when unknown.</param>
        /// <returns>The first reason against it, see <see cref="OtaRefusal"/>; <see cref="OtaRefusal.None"/> when it may be loaded.</returns>
        public int Judge(OtaOptions options, OtaState state, int runningVersion, long utcSeconds, long freeHeap)
        {
            int refusal = JudgeAddress(options);
            if (refusal == OtaRefusal.None)
            {
                refusal = JudgeOrder(options, state, utcSeconds);
            }

            return refusal == OtaRefusal.None ? JudgeNeeds(options, runningVersion, freeHeap) : refusal;
        }

        private int JudgeAddress(OtaOptions options)
        {
            if (Device != options.DeviceId)
            {
                return OtaRefusal.WrongDevice;
            }

            if (Role != options.Role && Role != OtaOptions.AnyRole)
            {
                return OtaRefusal.WrongRole;
            }

            return Runtime == options.Runtime ? OtaRefusal.None : OtaRefusal.WrongRuntime;
        }

        private int JudgeOrder(OtaOptions options, OtaState state, long utcSeconds)
        {
            if (utcSeconds <= 0)
            {
                return OtaRefusal.Later;
            }

            if (utcSeconds >= Expires)
            {
                return OtaRefusal.Expired;
            }

            // A serial below that of the offer under way is an older offer that came late, or again.
            if (Serial <= state.EndedSerial || Serial < state.OfferSerial)
            {
                return OtaRefusal.Replay;
            }

            return Build > state.HighestBuild && Build > options.BuiltInBuild ? OtaRefusal.None : OtaRefusal.Downgrade;
        }

        private int JudgeNeeds(OtaOptions options, int runningVersion, long freeHeap)
        {
            if (runningVersion < MinVersion)
            {
                return OtaRefusal.MinVersion;
            }

            if (!HasLibraries(options.Libraries))
            {
                return OtaRefusal.Library;
            }

            if (Size > options.SlotBlocks * OtaSlot.DataBytes)
            {
                return OtaRefusal.TooLarge;
            }

            return freeHeap >= 0 && freeHeap < (long)Size + options.HeapMarginBytes ? OtaRefusal.NoMemory : OtaRefusal.None;
        }

        private bool HasLibraries(Hashtable present)
        {
            if (Libraries == null)
            {
                return true;
            }

            foreach (object name in Libraries.Keys)
            {
                string version = present[name] as string;
                if (version == null || version != (string)Libraries[name])
                {
                    return false;
                }
            }

            return true;
        }
    }
}

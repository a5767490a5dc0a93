namespace DroneLink.Firmware.Application
{
    /// <summary>Version of the payload (semantic versioning).</summary>
    public static class FirmwareVersion
    {
        /// <summary>Changes when what it says or stores is no longer understood by what came before.</summary>
        public const int Major = 0;

        /// <summary>Changes with what it can do.</summary>
        public const int Minor = 1;

        /// <summary>Changes with what was mended.</summary>
        public const int Patch = 0;

        /// <summary>Higher in every release: no device goes back behind one that it has confirmed.</summary>
        public const int Build = 1;

        /// <summary>major&lt;&lt;16 | minor&lt;&lt;8 | patch.</summary>
        public const int Packed = (Major << 16) | (Minor << 8) | Patch;

        /// <summary>As text.</summary>
        public const string Text = "0.1.0";
    }
}

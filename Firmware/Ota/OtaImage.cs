namespace DroneLink.Firmware.Ota
{
    /// <summary>What an image starts with.</summary>
    internal static class OtaImage
    {
        // nf-interpreter, CLR_RECORD_ASSEMBLY.marker of 1.x: "NFMRK1"; Microsoft PE and COFF specification, MS-DOS stub: "MZ".
        private const string NanoMark = "NFMRK1";
        private const string HostMark = "MZ";

        /// <summary>Returns whether bytes can be the start of an assembly of a runtime.</summary>
        public static bool IsAssembly(byte[] start, int count, string runtime)
        {
            string mark = runtime == OtaOptions.NanoRuntime ? NanoMark : HostMark;
            if (count < mark.Length)
            {
                return false;
            }

            for (int i = 0; i < mark.Length; i++)
            {
                if (start[i] != mark[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}

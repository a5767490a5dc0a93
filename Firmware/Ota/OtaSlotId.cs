namespace DroneLink.Firmware.Ota
{
    /// <summary>Where a payload is.</summary>
    public static class OtaSlotId
    {
        /// <summary>In the deploy partition; in a state also: none.</summary>
        public const int BuiltIn = 0;

        /// <summary>Files <c>slota.*</c>.</summary>
        public const int A = 1;

        /// <summary>Files <c>slotb.*</c>.</summary>
        public const int B = 2;

        /// <summary>Returns the other of the two slots; B's is A, and so is the built-in payload's.</summary>
        public static int Other(int slot)
        {
            return slot == A ? B : A;
        }
    }
}

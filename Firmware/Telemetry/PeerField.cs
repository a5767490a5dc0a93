namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Field numbers of <see cref="RecordKind.Peer"/>.</summary>
    public static class PeerField
    {
        /// <summary>CRC-32 of the peer's device id.</summary>
        public const int PeerHash = 0;

        /// <summary>cm.</summary>
        public const int Distance = 1;

        /// <summary>The least distance expected, cm.</summary>
        public const int ClosestApproach = 2;

        /// <summary>ms from now until then.</summary>
        public const int TimeToClosest = 3;
    }
}

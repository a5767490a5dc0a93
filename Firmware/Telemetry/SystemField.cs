namespace DroneLink.Firmware.Telemetry
{
    /// <summary>Field numbers of <see cref="RecordKind.System"/>.</summary>
    public static class SystemField
    {
        /// <summary>Bytes.</summary>
        public const int FreeHeap = 0;

        /// <summary>Frames that the cloud has not acknowledged.</summary>
        public const int BufferedFrames = 2;

        /// <summary>Their bytes.</summary>
        public const int BufferedBytes = 3;

        /// <summary>Records that the full ring gave up, for ever on this device.</summary>
        public const int OverwrittenRecords = 4;

        /// <summary>Sessions after the first, in this boot.</summary>
        public const int Reconnects = 5;

        /// <summary>See <see cref="Supervision.ResetReason"/>.</summary>
        public const int ResetReason = 6;

        /// <summary>Seconds.</summary>
        public const int Uptime = 7;

        /// <summary>major&lt;&lt;16 | minor&lt;&lt;8 | patch.</summary>
        public const int FirmwareVersion = 8;

        /// <summary>MAVLink packets missed, in this boot.</summary>
        public const int AutopilotLost = 9;
    }
}

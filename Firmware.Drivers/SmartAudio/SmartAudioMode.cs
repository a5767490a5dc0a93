namespace DroneLink.Drivers.SmartAudio
{
    /// <summary>Bits of the mode byte. They mean one thing in settings, and another in set mode.</summary>
    public static class SmartAudioMode
    {
        /// <summary>Settings: the frequency was set as such, not as a channel.</summary>
        public const int ByFrequency = 1;

        /// <summary>Settings: in pit mode.</summary>
        public const int Pit = 2;

        /// <summary>Settings: starts in pit mode, on its channel.</summary>
        public const int PitInRange = 4;

        /// <summary>Settings: starts in pit mode, out of the band.</summary>
        public const int PitOutOfRange = 8;

        /// <summary>Settings: every frequency may be set.</summary>
        public const int Unlocked = 16;

        /// <summary>Set mode: start in pit mode, on the channel.</summary>
        public const int SetPitInRange = 1;

        /// <summary>Set mode: start in pit mode, out of the band.</summary>
        public const int SetPitOutOfRange = 2;

        /// <summary>Set mode: leave pit mode now.</summary>
        public const int LeavePit = 4;

        /// <summary>Set mode: unlock.</summary>
        public const int Unlock = 8;

        /// <summary>Returns the set mode that leaves pit mode and keeps everything else as settings have it.</summary>
        /// <param name="settingsMode">The settings' mode byte.</param>
        public static int ToLeavePit(int settingsMode)
        {
            return LeavePit
                | ((settingsMode & PitInRange) != 0 ? SetPitInRange : 0)
                | ((settingsMode & PitOutOfRange) != 0 ? SetPitOutOfRange : 0)
                | ((settingsMode & Unlocked) != 0 ? Unlock : 0);
        }
    }
}

namespace DroneLink.Drivers.SmartAudio
{
    /// <summary>
    /// What a transmitter says of itself.
    /// <code>
    /// 0     channel, 8 a band: A, B, E, F, R
    /// 1     power: DAC value (version 1) or index (2)
    /// 2     mode, see SmartAudioMode
    /// 3..4  frequency that was set as such, MHz, big endian
    /// 5     version 2.1: power, dBm
    /// 6     version 2.1: number of levels
    /// 7..   version 2.1: levels, dBm; one of 0 in front is pit mode and may not be counted
    /// </code>
    /// </summary>
    public sealed class SmartAudioSettings
    {
        /// <summary>Bytes of the payload of versions 1 and 2.</summary>
        public const int BaseBytes = 5;

        /// <summary>Where version 2.1 has its levels.</summary>
        public const int LevelsOffset = 7;

        /// <summary>Levels that are taken.</summary>
        public const int MaxLevels = 8;

        private const int MinMhz = 5000;
        private const int MaxMhz = 6200;
        private const int MaxDbm = 36;

        private static readonly short[] ChannelMhz =
        {
            5865, 5845, 5825, 5805, 5785, 5765, 5745, 5725, // A
            5733, 5752, 5771, 5790, 5809, 5828, 5847, 5866, // B
            5705, 5685, 5665, 5645, 5885, 5905, 5925, 5945, // E
            5740, 5760, 5780, 5800, 5820, 5840, 5860, 5880, // F
            5658, 5695, 5732, 5769, 5806, 5843, 5880, 5917, // R
        };

        // mW of 0..36 dBm, rounded.
        private static readonly short[] DbmMw =
        {
            1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 63, 79, 100, 126, 158, 200, 251, 316, 398, 501, 631, 794, 1000,
            1259, 1585, 1995, 2512, 3162, 3981,
        };

        private readonly byte[] _levels = new byte[MaxLevels + 1];

        /// <summary>Which version it speaks.</summary>
        public SmartAudioVersion Version { get; private set; }

        /// <summary>Bits of <see cref="SmartAudioMode"/>.</summary>
        public int Mode { get; private set; }

        /// <summary>Power: a DAC value, an index or dBm, by version.</summary>
        public int Power { get; private set; }

        /// <summary>The frequency that was last set as such, MHz; it is on another when it was set to a channel since.</summary>
        public int SetMhz { get; private set; }

        /// <summary>The frequency that it is on, MHz; 0 when its channel is in no common table.</summary>
        public int FrequencyMhz { get; private set; }

        /// <summary>Whether it is in pit mode. Version 1 has none.</summary>
        public bool IsPit => Version != SmartAudioVersion.V1 && (Mode & SmartAudioMode.Pit) != 0;

        /// <summary>Power levels that it lists, without 0 dBm; version 2.1 only.</summary>
        public int LevelCount { get; private set; }

        /// <summary>Returns a level, dBm.</summary>
        /// <param name="index">Below <see cref="LevelCount"/>.</param>
        public int GetLevelDbm(int index)
        {
            return _levels[index];
        }

        /// <summary>Returns a power in mW, rounded; 0 for what is none.</summary>
        /// <param name="dbm">0..36.</param>
        public static int ToMilliwatts(int dbm)
        {
            return dbm < 0 || dbm > MaxDbm ? 0 : DbmMw[dbm];
        }

        /// <summary>Takes a reply's settings.</summary>
        /// <param name="reply">A reply that passed its check.</param>
        /// <returns>False, and nothing changes, when it is none of settings, or says what cannot be.</returns>
        public bool TryTake(SmartAudioReply reply)
        {
            SmartAudioVersion version = VersionOf(reply.Command);
            byte[] payload = reply.Payload;
            bool isV21 = version == SmartAudioVersion.V21;
            if (version == SmartAudioVersion.Unknown || reply.Count < (isV21 ? LevelsOffset : BaseBytes))
            {
                return false;
            }

            int mode = payload[2];
            int setMhz = (payload[3] << 8) | payload[4];
            bool isByFrequency = (mode & SmartAudioMode.ByFrequency) != 0;
            if (isByFrequency && (setMhz < MinMhz || setMhz > MaxMhz))
            {
                return false;
            }

            Version = version;
            Mode = mode;
            Power = isV21 ? payload[5] : payload[1];
            SetMhz = setMhz;
            FrequencyMhz = isByFrequency ? setMhz : payload[0] < ChannelMhz.Length ? ChannelMhz[payload[0]] : 0;
            LevelCount = 0;
            for (int index = LevelsOffset; isV21 && index < reply.Count && LevelCount < MaxLevels; index++)
            {
                if (payload[index] > 0 && payload[index] <= MaxDbm)
                {
                    _levels[LevelCount++] = payload[index];
                }
            }

            return true;
        }

        private static SmartAudioVersion VersionOf(int command)
        {
            switch (command)
            {
                case SmartAudioCommand.GetSettings:
                    return SmartAudioVersion.V1;
                case SmartAudioCommand.SettingsV2:
                    return SmartAudioVersion.V2;
                case SmartAudioCommand.SettingsV21:
                    return SmartAudioVersion.V21;
                default:
                    return SmartAudioVersion.Unknown;
            }
        }
    }
}

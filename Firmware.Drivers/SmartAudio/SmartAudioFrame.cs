namespace DroneLink.Drivers.SmartAudio
{
    /// <summary>
    /// Frames of SmartAudio. The check of a request covers all of it, that of a reply leaves out AA 55. CRC-8 keeps states apart that
    /// differ, so a request that is heard back can never pass as a reply.
    /// <code>
    /// request  AA 55 (command shifted left by 1, plus 1) length payload crc
    /// reply    AA 55 command length payload crc
    /// </code>
    /// <para>Sources: TBS SmartAudio rev. 09 (2018-11-01); Betaflight, vtx_smartaudio.c; OpenVTx, smartAudio.c.</para>
    /// </summary>
    public static class SmartAudioFrame
    {
        /// <summary>Bytes in front of the payload.</summary>
        public const int HeadBytes = 4;

        /// <summary>The longest request.</summary>
        public const int MaxRequestBytes = 7;

        /// <summary>The longest payload of a reply that is taken: settings with 8 power levels and some to spare.</summary>
        public const int MaxPayloadBytes = 24;

        /// <summary>First byte.</summary>
        public const byte Sync = 0xAA;

        /// <summary>Second byte.</summary>
        public const byte Header = 0x55;

        private const int Polynomial = 0xD5;
        private const int ReplyCheckStart = 2;

        /// <summary>Writes a request.</summary>
        /// <param name="buffer">Takes it from its start; <see cref="MaxRequestBytes"/>.</param>
        /// <param name="command">One of <see cref="SmartAudioCommand"/>.</param>
        /// <param name="value">Its payload.</param>
        /// <param name="payloadBytes">0, 1 or 2; big endian.</param>
        /// <returns>Bytes of the request.</returns>
        public static int WriteRequest(byte[] buffer, int command, int value, int payloadBytes)
        {
            buffer[0] = Sync;
            buffer[1] = Header;
            buffer[2] = (byte)((command << 1) | 1);
            buffer[3] = (byte)payloadBytes;
            int count = HeadBytes;
            for (int index = payloadBytes - 1; index >= 0; index--)
            {
                buffer[count++] = (byte)(value >> (8 * index));
            }

            buffer[count] = Crc(buffer, 0, count);
            return count + 1;
        }

        /// <summary>Returns whether a reply with so many bytes of payload passes its check.</summary>
        /// <param name="buffer">Holds all of it.</param>
        /// <param name="offset">Its start.</param>
        /// <param name="payloadBytes">Bytes of its payload, without the check.</param>
        public static bool IsReply(byte[] buffer, int offset, int payloadBytes)
        {
            int end = offset + HeadBytes + payloadBytes;
            int start = offset + ReplyCheckStart;
            return Crc(buffer, start, end - start) == buffer[end];
        }

        /// <summary>
        /// Returns the payload's bytes of a reply whose length byte may or may not count the check: vendors differ.
        /// </summary>
        /// <param name="command">The reply's command.</param>
        /// <param name="length">Its length byte.</param>
        /// <param name="levels">Power levels that it has, byte 6 of the payload, for <see cref="SmartAudioCommand.SettingsV21"/>.</param>
        /// <param name="countsCheck">Whether the check is taken as counted.</param>
        /// <returns>-1 when no reply of the command has this length so.</returns>
        public static int PayloadBytes(int command, int length, int levels, bool countsCheck)
        {
            int bytes = countsCheck ? length - 1 : length;
            bool fits;
            switch (command)
            {
                case SmartAudioCommand.GetSettings:
                case SmartAudioCommand.SettingsV2:
                    fits = bytes == SmartAudioSettings.BaseBytes;
                    break;
                case SmartAudioCommand.SettingsV21:
                    // Vendors count a level of 0 dBm, or do not.
                    int extra = bytes - SmartAudioSettings.LevelsOffset - levels;
                    fits = levels >= 1 && levels <= SmartAudioSettings.MaxLevels && (extra == 0 || extra == 1);
                    break;
                case SmartAudioCommand.SetPower:
                case SmartAudioCommand.SetChannel:
                case SmartAudioCommand.SetMode:
                    fits = bytes == 2;
                    break;
                case SmartAudioCommand.SetFrequency:
                    fits = bytes == 3;
                    break;
                default:
                    fits = false;
                    break;
            }

            return fits ? bytes : -1;
        }

        /// <summary>Returns the CRC-8 of bytes: polynomial 0xD5, starting at 0.</summary>
        public static byte Crc(byte[] buffer, int offset, int count)
        {
            int crc = 0;
            for (int index = 0; index < count; index++)
            {
                crc ^= buffer[offset + index];
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 0x80) != 0 ? ((crc << 1) ^ Polynomial) & 0xFF : crc << 1;
                }
            }

            return (byte)crc;
        }
    }
}

using System;

namespace DroneLink.Drivers.Tramp
{
    /// <summary>
    /// Frames of IRC Tramp, 16 bytes: 0F, a command, 12 of payload little endian, the sum of what is between, 0.
    /// <para>
    /// A request that is heard back is no answer: one that asks has a payload of zeros, and an answer has a frequency or a temperature
    /// there. So a temperature of 0 °C is taken for none, which is also what transmitters without a sensor say.
    /// </para>
    /// <para>Sources: Betaflight, vtx_tramp.c; OpenVTx, tramp.c.</para>
    /// </summary>
    public static class TrampFrame
    {
        /// <summary>Bytes of a frame.</summary>
        public const int Bytes = 16;

        /// <summary>First byte.</summary>
        public const byte Head = 0x0F;

        private const int SumOffset = 14;

        /// <summary>Writes a request.</summary>
        /// <param name="buffer">Takes it from its start; <see cref="Bytes"/>.</param>
        /// <param name="command">One of <see cref="TrampCommand"/>.</param>
        /// <param name="value">Its payload, 16 bits.</param>
        public static void Write(byte[] buffer, byte command, int value)
        {
            Array.Clear(buffer, 0, Bytes);
            buffer[0] = Head;
            buffer[1] = command;
            buffer[2] = (byte)value;
            buffer[3] = (byte)(value >> 8);
            buffer[SumOffset] = Sum(buffer, 0);
        }

        /// <summary>Returns whether 16 bytes are a frame that passes its check.</summary>
        public static bool IsSound(byte[] buffer, int offset)
        {
            return buffer[offset] == Head && buffer[offset + Bytes - 1] == 0 && buffer[offset + SumOffset] == Sum(buffer, offset);
        }

        /// <summary>Returns whether a sound frame is an answer, and no request that was heard back.</summary>
        public static bool IsAnswer(byte[] buffer, int offset)
        {
            switch (buffer[offset + 1])
            {
                case TrampCommand.GetLimits:
                case TrampCommand.GetState:
                    return Get(buffer, offset + 2) != 0;
                case TrampCommand.GetTemperature:
                    return Get(buffer, offset + 6) != 0;
                default:
                    return false;
            }
        }

        /// <summary>Returns 16 bits, little endian.</summary>
        public static int Get(byte[] buffer, int offset)
        {
            return buffer[offset] | (buffer[offset + 1] << 8);
        }

        private static byte Sum(byte[] buffer, int offset)
        {
            int sum = 0;
            for (int index = 1; index < SumOffset; index++)
            {
                sum += buffer[offset + index];
            }

            return (byte)sum;
        }
    }
}

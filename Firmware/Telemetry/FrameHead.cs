using System;

namespace DroneLink.Firmware.Telemetry
{
    /// <summary>The head of a frame that this firmware wrote: reads it back, and writes it anew for sending.</summary>
    public sealed class FrameHead
    {
        private const int IdOffset = 4;

        /// <summary>Flags, see <see cref="FrameFormat"/>.</summary>
        public byte Flags { get; private set; }

        /// <summary>The boot that recorded it.</summary>
        public uint BootId { get; private set; }

        /// <summary>Sequence number of its first record.</summary>
        public uint FirstSequence { get; private set; }

        /// <summary>Time of its first record, ms.</summary>
        public long BaseTime { get; private set; }

        /// <summary>Offset of the field count, from the start of the frame.</summary>
        public int CountOffset { get; private set; }

        /// <summary>Returns whether the bytes are a frame of this version, whole by its CRC.</summary>
        public static bool IsWhole(byte[] buffer, int offset, int count)
        {
            return count >= FrameFormat.MinFrameBytes && count <= FrameFormat.MaxFrameBytes
                && buffer[offset] == FrameFormat.Magic && buffer[offset + 1] == FrameFormat.Version
                && Crc32.Compute(buffer, offset, count - FrameFormat.CrcBytes)
                    == LittleEndian.ReadUInt32(buffer, offset + count - FrameFormat.CrcBytes);
        }

        /// <summary>Reads the head of a whole frame.</summary>
        /// <returns>False when it is malformed; the properties then mean nothing.</returns>
        public bool TryRead(byte[] buffer, int offset, int count)
        {
            int end = offset + count - FrameFormat.CrcBytes;
            int at = offset + IdOffset + buffer[offset + 3];
            if (at + 4 > end)
            {
                return false;
            }

            Flags = buffer[offset + 2];
            BootId = LittleEndian.ReadUInt32(buffer, at);
            at += 4;
            if (!VarInt.TryRead(buffer, ref at, end, 32, out ulong firstSequence) || !VarInt.TryRead(buffer, ref at, end, 64, out ulong baseTime))
            {
                return false;
            }

            FirstSequence = (uint)firstSequence;
            BaseTime = (long)baseTime;
            CountOffset = at - offset;
            return true;
        }

        /// <summary>Writes a head up to, and without, the field count. Returns the offset after it.</summary>
        public static int Write(
            byte[] buffer, int offset, byte flags, byte[] id, int idOffset, int idCount, uint bootId, uint firstSequence, long baseTime)
        {
            buffer[offset] = FrameFormat.Magic;
            buffer[offset + 1] = FrameFormat.Version;
            buffer[offset + 2] = flags;
            buffer[offset + 3] = (byte)idCount;
            Array.Copy(id, idOffset, buffer, offset + IdOffset, idCount);
            int at = offset + IdOffset + idCount;
            LittleEndian.WriteUInt32(buffer, at, bootId);
            return VarInt.Write(buffer, VarInt.Write(buffer, at + 4, firstSequence), (ulong)baseTime);
        }
    }
}

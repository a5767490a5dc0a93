using System;

namespace DroneLink.Drivers.Mavlink
{
    /// <summary>
    /// One checked message, filled in anew for each so that receiving allocates nothing. Payload bytes that the sender cut off
    /// (MAVLink 2 leaves trailing zeros out) or never knew (extensions) read as zero, never as a rest of the message before.
    /// </summary>
    public sealed class MavlinkMessage
    {
        /// <summary>Payload bytes of a frame at the most.</summary>
        public const int MaxPayloadBytes = 255;

        private readonly byte[] _payload = new byte[MaxPayloadBytes];

        /// <summary>1 or 2.</summary>
        public int ProtocolVersion { get; private set; }

        /// <summary>System of the sender, 1..255.</summary>
        public byte SystemId { get; private set; }

        /// <summary>Component of the sender; 1 is an autopilot.</summary>
        public byte ComponentId { get; private set; }

        /// <summary>The sender's count of its messages, wrapping at 256.</summary>
        public byte Sequence { get; private set; }

        /// <summary>See <see cref="MavlinkId"/>; 0..16,777,215.</summary>
        public int MessageId { get; private set; }

        /// <summary>Whether a signature followed. It is stepped over and not verified.</summary>
        public bool IsSigned { get; private set; }

        /// <summary>Payload bytes that were received, 0..255.</summary>
        public int PayloadLength { get; private set; }

        /// <summary>Reads an unsigned byte of the payload.</summary>
        public byte GetByte(int offset)
        {
            return _payload[offset];
        }

        /// <summary>Reads a signed byte of the payload.</summary>
        public int GetSByte(int offset)
        {
            return (sbyte)_payload[offset];
        }

        /// <summary>Reads 16 unsigned bits of the payload.</summary>
        public int GetUInt16(int offset)
        {
            return _payload[offset] | (_payload[offset + 1] << 8);
        }

        /// <summary>Reads 16 signed bits of the payload.</summary>
        public int GetInt16(int offset)
        {
            return (short)(_payload[offset] | (_payload[offset + 1] << 8));
        }

        /// <summary>Reads 32 signed bits of the payload.</summary>
        public int GetInt32(int offset)
        {
            return _payload[offset] | (_payload[offset + 1] << 8) | (_payload[offset + 2] << 16) | (_payload[offset + 3] << 24);
        }

        /// <summary>Reads 32 unsigned bits of the payload.</summary>
        public uint GetUInt32(int offset)
        {
            return (uint)GetInt32(offset);
        }

        /// <summary>Reads 64 unsigned bits of the payload.</summary>
        public ulong GetUInt64(int offset)
        {
            return GetUInt32(offset) | ((ulong)GetUInt32(offset + 4) << 32);
        }

        /// <summary>Reads a 32-bit float of the payload; may be NaN or infinite.</summary>
        public float GetSingle(int offset)
        {
            return BitConverter.ToSingle(_payload, offset);
        }

        /// <summary>Copies a part of the payload.</summary>
        public void CopyPayload(int offset, byte[] destination, int destinationOffset, int count)
        {
            Array.Copy(_payload, offset, destination, destinationOffset, count);
        }

        /// <summary>Takes over a frame that was checked.</summary>
        internal void Set(byte[] frame, int offset)
        {
            int stale = PayloadLength;
            int payload;
            PayloadLength = frame[offset + 1];
            if (frame[offset] == MavlinkParser.MagicV1)
            {
                ProtocolVersion = 1;
                IsSigned = false;
                Sequence = frame[offset + 2];
                SystemId = frame[offset + 3];
                ComponentId = frame[offset + 4];
                MessageId = frame[offset + 5];
                payload = offset + MavlinkParser.HeaderBytesV1;
            }
            else
            {
                ProtocolVersion = 2;
                IsSigned = (frame[offset + 2] & MavlinkParser.SignedFlag) != 0;
                Sequence = frame[offset + 4];
                SystemId = frame[offset + 5];
                ComponentId = frame[offset + 6];
                MessageId = frame[offset + 7] | (frame[offset + 8] << 8) | (frame[offset + 9] << 16);
                payload = offset + MavlinkParser.HeaderBytesV2;
            }

            Array.Copy(frame, payload, _payload, 0, PayloadLength);
            if (stale > PayloadLength)
            {
                Array.Clear(_payload, PayloadLength, stale - PayloadLength);
            }
        }
    }
}

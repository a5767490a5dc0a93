using System;
using DroneLink.Firmware.Cryptography;

namespace DroneLink.Firmware.Telemetry
{
    /// <summary>
    /// A stored frame made ready for sending, in a buffer of its own: the base time of a frame that this boot sealed before the
    /// clock was known is moved to UTC, a signature is added where a key is given, and the CRC is computed anew.
    /// </summary>
    public sealed class OutgoingFrame
    {
        private readonly FrameHead _head = new FrameHead();
        private readonly byte[] _mac = new byte[Sha256.HashBytes];

        /// <summary>Holds the frame from offset 0.</summary>
        public byte[] Buffer { get; } = new byte[FrameFormat.MaxFrameBytes];

        /// <summary>Its bytes.</summary>
        public int Length { get; private set; }

        /// <summary>Makes a frame ready.</summary>
        /// <param name="frame">Holds an unsigned, whole frame.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its bytes.</param>
        /// <param name="bootId">This boot.</param>
        /// <param name="clock">The clock of this boot.</param>
        /// <param name="signer">Keyed with the device's key, or null for no signature.</param>
        /// <returns>False when the frame is malformed.</returns>
        public bool TryPrepare(byte[] frame, int offset, int count, uint bootId, DeviceClock clock, HmacSha256 signer)
        {
            if (!_head.TryRead(frame, offset, count))
            {
                return false;
            }

            byte flags = _head.Flags;
            long baseTime = _head.BaseTime;
            if ((flags & FrameFormat.ClockSynced) == 0 && _head.BootId == bootId && clock.IsSynced)
            {
                flags |= FrameFormat.ClockSynced;
                baseTime += clock.AnchorMs;
            }

            if (signer != null)
            {
                flags |= FrameFormat.Signed;
            }

            int at = FrameHead.Write(Buffer, 0, flags, frame, offset + 4, frame[offset + 3], _head.BootId, _head.FirstSequence, baseTime);
            int rest = count - _head.CountOffset - FrameFormat.CrcBytes;
            int tail = FrameFormat.CrcBytes + (signer != null ? FrameFormat.SignatureBytes : 0);
            if (at + rest + tail > FrameFormat.MaxFrameBytes)
            {
                return false;
            }

            Array.Copy(frame, offset + _head.CountOffset, Buffer, at, rest);
            at += rest;
            if (signer != null)
            {
                signer.Start();
                signer.Update(Buffer, 0, at);
                signer.Finish(_mac, 0);
                Array.Copy(_mac, 0, Buffer, at, FrameFormat.SignatureBytes);
                at += FrameFormat.SignatureBytes;
            }

            LittleEndian.WriteUInt32(Buffer, at, Crc32.Compute(Buffer, 0, at));
            Length = at + FrameFormat.CrcBytes;
            return true;
        }
    }
}

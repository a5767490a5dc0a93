using System;

namespace DroneLink.Drivers.Mavlink
{
    /// <summary>
    /// Finds MAVLink 1 and 2 messages in a stream of bytes that may start anywhere, miss bytes and hold garbage. Feed it, then
    /// read until there is no more. Allocates nothing after construction. Not thread safe.
    /// <code>
    /// v1  FE | length | sequence | system | component | id | payload | crc u16
    /// v2  FD | length | incompat | compat | sequence | system | component | id u24 | payload | crc u16 | signature 13, if incompat 1
    /// </code>
    /// A magic byte only makes a candidate. While a candidate's frame is not whole it waits; when its check fails, only its first
    /// byte is dropped and the search goes on right behind, so a good message inside a false one is found.
    /// <para>
    /// A frame of an unknown id has no check. It is stepped over, and counted, only if it starts right where a frame ended, names a
    /// sender that was heard by a message that checked, and a frame that checks, or another unknown one, starts right where it ends;
    /// otherwise it is a false start like any other. So a cut or garbled frame does not swallow good ones by the length that it
    /// claims, at the price that the first unknown frame after garbage is searched through.
    /// </para>
    /// <para>
    /// A frame with an incompatibility flag other than "signed" must not be read (MAVLink 2 serialization rules): if it checks it is
    /// dropped whole and counted, else it is a false start. Signatures are stepped over, not verified: the wire to the autopilot
    /// is trusted as far as the airframe is.
    /// </para>
    /// </summary>
    public sealed class MavlinkParser
    {
        /// <summary>Bytes of a frame at the most: MAVLink 2, full payload, signed.</summary>
        public const int MaxFrameBytes = HeaderBytesV2 + MavlinkMessage.MaxPayloadBytes + CrcBytes + SignatureBytes;

        /// <summary>Bytes that it can hold.</summary>
        public const int BufferBytes = 1024;

        internal const byte MagicV1 = 0xFE;
        internal const byte MagicV2 = 0xFD;
        internal const int HeaderBytesV1 = 6;
        internal const int HeaderBytesV2 = 10;
        internal const byte SignedFlag = 0x01;

        private const int CrcBytes = 2;
        private const int SignatureBytes = 13;

        // What Check makes of a candidate.
        private const int False = 0;
        private const int Incomplete = 1;
        private const int Good = 2;
        private const int Unknown = 3;
        private const int Unsupported = 4;

        private readonly byte[] _buffer = new byte[BufferBytes];
        private int _start;
        private int _end;
        private int _checkedBytes;
        private bool _inSync;
        private bool _ended;

        /// <summary>Messages delivered.</summary>
        public uint Messages { get; private set; }

        /// <summary>Frames of unknown ids stepped over.</summary>
        public uint UnknownMessages { get; private set; }

        /// <summary>Frames that checked, with an incompatibility flag that this parser does not know.</summary>
        public uint UnsupportedFrames { get; private set; }

        /// <summary>Candidates that turned out to be none: a damaged frame, or a magic byte by chance.</summary>
        public uint FalseStarts { get; private set; }

        /// <summary>Bytes that belonged to no frame.</summary>
        public uint SkippedBytes { get; private set; }

        /// <summary>What was lost, by sender.</summary>
        public MavlinkLoss Loss { get; } = new MavlinkLoss();

        /// <summary>Bytes held back for the rest of a frame. Below 2 * <see cref="MaxFrameBytes"/> once all is read.</summary>
        public int PendingBytes => _end - _start;

        /// <summary>Takes bytes of the stream.</summary>
        /// <returns>How many it took: all, unless the buffer is full; then read first and feed the rest.</returns>
        public int Feed(byte[] bytes, int offset, int count)
        {
            int free = BufferBytes - PendingBytes;
            if (count > free)
            {
                count = free;
            }

            if (_end + count > BufferBytes)
            {
                Array.Copy(_buffer, _start, _buffer, 0, PendingBytes);
                _end -= _start;
                _start = 0;
            }

            Array.Copy(bytes, offset, _buffer, _end, count);
            _end += count;
            if (count > 0)
            {
                _ended = false;
            }

            return count;
        }

        /// <summary>
        /// Tells that the line has gone quiet: what is held back will not be completed, so <see cref="TryRead"/> looks for what a
        /// frame that broke off may hide. Holds until the next byte.
        /// </summary>
        public void EndBurst()
        {
            _ended = true;
        }

        /// <summary>Reads the next message.</summary>
        /// <param name="message">Filled; left as it was when there is none.</param>
        /// <returns>False when there is none until more is fed.</returns>
        public bool TryRead(MavlinkMessage message)
        {
            while (_start < _end)
            {
                switch (Check(_start))
                {
                    case Good:
                        message.Set(_buffer, _start);
                        Messages++;
                        StepOver();
                        return true;
                    case Unsupported:
                        UnsupportedFrames++;
                        StepOver();
                        break;
                    case Unknown:
                        if (!TryStepOverUnknown())
                        {
                            return false;
                        }

                        break;
                    case Incomplete:
                        if (!_ended)
                        {
                            return false;
                        }

                        Reject();
                        break;
                    default:
                        Reject();
                        break;
                }
            }

            return false;
        }

        // Returns false when the bytes that decide are still to come.
        private bool TryStepOverUnknown()
        {
            int bytes = _checkedBytes;
            int next = False;
            if (_inSync && Loss.IsKnown(_buffer[SenderAt()], _buffer[SenderAt() + 1]))
            {
                next = _start + bytes == _end && _ended ? Good : Check(_start + bytes);
            }

            if (next == Incomplete)
            {
                if (!_ended)
                {
                    return false;
                }

                next = False;
            }

            if (next == False)
            {
                Reject();
                return true;
            }

            _checkedBytes = bytes;
            UnknownMessages++;
            StepOver();
            return true;
        }

        private void StepOver()
        {
            int sender = SenderAt();
            Loss.Track(_buffer[sender], _buffer[sender + 1], _buffer[sender - 1]);
            _start += _checkedBytes;
            _inSync = true;
        }

        // Where the frame at _start has its system and then its component, with the sequence right before.
        private int SenderAt()
        {
            return _buffer[_start] == MagicV1 ? _start + 3 : _start + 5;
        }

        private void Reject()
        {
            if (IsMagic(_buffer[_start]))
            {
                FalseStarts++;
            }

            do
            {
                _start++;
                SkippedBytes++;
            }
            while (_start < _end && !IsMagic(_buffer[_start]));
            _inSync = false;
        }

        // Sets _checkedBytes to the frame's length where the result is Good, Unknown or Unsupported.
        private int Check(int at)
        {
            int available = _end - at;
            if (available == 0)
            {
                return Incomplete;
            }

            byte magic = _buffer[at];
            if (!IsMagic(magic))
            {
                return False;
            }

            int header = magic == MagicV1 ? HeaderBytesV1 : HeaderBytesV2;
            if (available < header)
            {
                return Incomplete;
            }

            int messageId = _buffer[at + 5];
            int flags = 0;
            if (magic == MagicV2)
            {
                flags = _buffer[at + 2];
                messageId = _buffer[at + 7] | (_buffer[at + 8] << 8) | (_buffer[at + 9] << 16);
            }

            int extra = MavlinkCrc.GetExtra(messageId);
            bool isSupported = (flags & ~SignedFlag) == 0;
            if (extra == MavlinkCrc.UnknownExtra && !isSupported)
            {
                return False;
            }

            int crcAt = header + _buffer[at + 1];
            int bytes = crcAt + CrcBytes + ((flags & SignedFlag) != 0 ? SignatureBytes : 0);
            if (available < bytes)
            {
                return Incomplete;
            }

            _checkedBytes = bytes;
            if (extra == MavlinkCrc.UnknownExtra)
            {
                return Unknown;
            }

            int crc = MavlinkCrc.Compute(_buffer, at + 1, crcAt - 1, extra);
            if (_buffer[at + crcAt] != (crc & 0xFF) || _buffer[at + crcAt + 1] != crc >> 8)
            {
                return False;
            }

            return isSupported ? Good : Unsupported;
        }

        private static bool IsMagic(byte value)
        {
            return value == MagicV1 || value == MagicV2;
        }
    }
}

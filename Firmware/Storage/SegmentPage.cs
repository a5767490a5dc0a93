using System;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Storage
{
    /// <summary>
    /// One segment file in RAM, and how its bytes are laid out; <see cref="FlashRing"/> has the table. Reading stops at the first entry that
    /// is not right: so a torn tail and a nonsense tail are cut. Allocates nothing after construction.
    /// </summary>
    internal sealed class SegmentPage
    {
        /// <summary>Bytes before the first entry.</summary>
        public const int HeaderBytes = 20;

        /// <summary>Bytes of an entry before its frame.</summary>
        public const int EntryBytes = 8;

        private const uint Magic = 0x32534C44;

        private readonly byte[] _check = new byte[12];

        /// <summary>The bytes of the file.</summary>
        public byte[] Buffer { get; } = new byte[FlashRing.SegmentBytes];

        /// <summary>Where its entries start.</summary>
        public ushort[] Offsets { get; } = new ushort[FlashRing.MaxFramesInSegment];

        /// <summary>The file that is in it; null for none.</summary>
        public string Name { get; private set; }

        /// <summary>Number of its first frame.</summary>
        public uint First { get; private set; }

        /// <summary>Every frame below this number is done with.</summary>
        public uint DoneBelow { get; private set; }

        /// <summary>Records overwritten when it was written.</summary>
        public uint Overwritten { get; private set; }

        /// <summary>Its entries.</summary>
        public int Count { get; private set; }

        /// <summary>Bytes up to the end of the last of them.</summary>
        public int Bytes { get; private set; }

        /// <summary>Bytes of the file after that.</summary>
        public int SkippedBytes { get; private set; }

        /// <summary>Writes the header of a segment.</summary>
        public static void WriteHeader(byte[] image, uint first, uint doneBelow, uint overwritten)
        {
            LittleEndian.WriteUInt32(image, 0, Magic);
            LittleEndian.WriteUInt32(image, 4, first);
            LittleEndian.WriteUInt32(image, 8, doneBelow);
            LittleEndian.WriteUInt32(image, 12, overwritten);
            LittleEndian.WriteUInt32(image, 16, Crc32.Compute(image, 0, HeaderBytes - 4));
        }

        /// <summary>Writes the head of an entry, right before its frame, which is there already.</summary>
        public void WriteEntry(byte[] image, int offset, uint number, int frameBytes, int records)
        {
            LittleEndian.WriteUInt16(image, offset, frameBytes);
            image[offset + 2] = (byte)records;
            image[offset + 3] = 0;
            LittleEndian.WriteUInt32(image, offset + 4, EntryCheck(number, image, offset, frameBytes));
        }

        /// <summary>Reads a file. Entries after the first bad one are left out.</summary>
        /// <returns>False when it is no segment.</returns>
        public bool TryLoad(ISegmentStore store, string name)
        {
            Name = null;
            Count = 0;
            int length = store.Read(name, Buffer);
            int end = 0;
            if (length >= HeaderBytes && LittleEndian.ReadUInt32(Buffer, 0) == Magic && SaysWhatCanBe()
                && Crc32.Compute(Buffer, 0, HeaderBytes - 4) == LittleEndian.ReadUInt32(Buffer, HeaderBytes - 4))
            {
                First = LittleEndian.ReadUInt32(Buffer, 4);
                DoneBelow = LittleEndian.ReadUInt32(Buffer, 8);
                Overwritten = LittleEndian.ReadUInt32(Buffer, 12);
                if (First <= FlashRing.MaxNumber && DoneBelow <= FlashRing.MaxNumber)
                {
                    Name = name;
                    end = ReadEntries(length);
                    Bytes = end;
                }
            }

            SkippedBytes = length > end ? length - end : 0;
            return Name != null;
        }

        /// <summary>Forgets a file that is about to change.</summary>
        public void Forget(string name)
        {
            if (Name == name)
            {
                Name = null;
            }
        }

        // What is done with was recorded before. A head beyond every frame to come would be one that no frame ever passes, in this boot and all others.
        private bool SaysWhatCanBe()
        {
            return LittleEndian.ReadUInt32(Buffer, 8) <= (ulong)LittleEndian.ReadUInt32(Buffer, 4) + FlashRing.MaxFramesInSegment;
        }

        private int ReadEntries(int length)
        {
            int at = HeaderBytes;
            while (Count < FlashRing.MaxFramesInSegment && at + EntryBytes <= length)
            {
                int count = LittleEndian.ReadUInt16(Buffer, at);
                int frame = at + EntryBytes;
                if (frame + count > length || !FrameHead.IsWhole(Buffer, frame, count)
                    || EntryCheck(First + (uint)Count, Buffer, at, count) != LittleEndian.ReadUInt32(Buffer, at + 4))
                {
                    break;
                }

                Offsets[Count++] = (ushort)at;
                at = frame + count;
            }

            return at;
        }

        private uint EntryCheck(uint number, byte[] buffer, int offset, int frameBytes)
        {
            LittleEndian.WriteUInt32(_check, 0, number);
            Array.Copy(buffer, offset, _check, 4, 4);
            Array.Copy(buffer, offset + EntryBytes + frameBytes - FrameFormat.CrcBytes, _check, 8, FrameFormat.CrcBytes);
            return Crc32.Compute(_check, 0, _check.Length);
        }
    }
}

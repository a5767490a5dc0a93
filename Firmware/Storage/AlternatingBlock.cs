using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Storage
{
    /// <summary>
    /// Some bytes that survive a power cut at any moment: two files written in turn, the newest valid one wins. A cut while one is written leaves the other.
    /// <code>
    /// 0  u32 magic   4  u32 generation   8  u32 n   12  n bytes   12+n  u32 CRC-32 of all before it
    /// </code>
    /// </summary>
    public sealed class AlternatingBlock
    {
        /// <summary>Where the bytes begin in <see cref="Buffer"/>.</summary>
        public const int Start = 12;

        private const uint Magic = 0x32414C44;
        private const int Overhead = Start + 4;

        private readonly ISegmentStore _store;
        private readonly string _even;
        private readonly string _odd;
        private uint _generation;
        private bool _isEvenNext;

        /// <summary>Creates the pair <c>name.0</c> and <c>name.1</c>; reads nothing yet.</summary>
        /// <param name="store">Where the two files are.</param>
        /// <param name="name">Up to 8 characters.</param>
        /// <param name="capacity">Bytes at the most.</param>
        public AlternatingBlock(ISegmentStore store, string name, int capacity)
        {
            _store = store;
            _even = name + ".0";
            _odd = name + ".1";
            Buffer = new byte[Overhead + capacity];
        }

        /// <summary>Holds the bytes, from <see cref="Start"/> on.</summary>
        public byte[] Buffer { get; }

        /// <summary>Bytes that <see cref="Load"/> found or <see cref="TrySave"/> wrote last.</summary>
        public int Count { get; private set; }

        /// <summary>Reads the newest valid file. Returns false, and no bytes, when there is none; the buffer is then of no use.</summary>
        public bool Load()
        {
            int even = TryRead(_even, out uint evenGeneration);
            int odd = TryRead(_odd, out uint oddGeneration);
            if (even >= 0 && (odd < 0 || (int)(evenGeneration - oddGeneration) > 0))
            {
                odd = -1;
                even = TryRead(_even, out evenGeneration);
            }

            _generation = odd >= 0 ? oddGeneration : even >= 0 ? evenGeneration : 0;
            _isEvenNext = odd >= 0;
            int count = odd >= 0 ? odd : even;
            Count = count < 0 ? 0 : count;
            return count >= 0;
        }

        /// <summary>Writes the first bytes of the buffer over the older file.</summary>
        /// <param name="count">How many.</param>
        public bool TrySave(int count)
        {
            uint generation = _generation + 1;
            LittleEndian.WriteUInt32(Buffer, 0, Magic);
            LittleEndian.WriteUInt32(Buffer, 4, generation);
            LittleEndian.WriteUInt32(Buffer, 8, (uint)count);
            LittleEndian.WriteUInt32(Buffer, Start + count, Crc32.Compute(Buffer, 0, Start + count));
            if (!_store.TryWrite(_isEvenNext ? _even : _odd, Buffer, 0, Overhead + count))
            {
                return false;
            }

            _generation = generation;
            _isEvenNext = !_isEvenNext;
            Count = count;
            return true;
        }

        private int TryRead(string name, out uint generation)
        {
            generation = 0;
            int length = _store.Read(name, Buffer);
            if (length < Overhead || LittleEndian.ReadUInt32(Buffer, 0) != Magic)
            {
                return -1;
            }

            int count = length - Overhead;
            if (LittleEndian.ReadUInt32(Buffer, 8) != (uint)count
                || Crc32.Compute(Buffer, 0, Start + count) != LittleEndian.ReadUInt32(Buffer, Start + count))
            {
                return -1;
            }

            generation = LittleEndian.ReadUInt32(Buffer, 4);
            return count;
        }
    }
}

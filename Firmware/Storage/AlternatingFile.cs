using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Storage
{
    /// <summary>
    /// A few numbers that survive a power cut at any moment: two files written in turn, the newest valid one wins. A cut while
    /// one is written leaves the other.
    /// <code>
    /// 0  u32 magic   4  u32 generation   8  u32 × n values   8+4n  u32 CRC-32 of all before it
    /// </code>
    /// </summary>
    public sealed class AlternatingFile
    {
        private const uint Magic = 0x31414C44;

        private readonly ISegmentStore _store;
        private readonly string _even;
        private readonly string _odd;
        private readonly byte[] _buffer;
        private uint _generation;
        private bool _isEvenNext;

        /// <summary>Creates the pair <c>name.0</c> and <c>name.1</c>; reads nothing yet.</summary>
        /// <param name="store">Where the two files are.</param>
        /// <param name="name">Up to 8 characters.</param>
        /// <param name="count">How many values.</param>
        public AlternatingFile(ISegmentStore store, string name, int count)
        {
            _store = store;
            _even = name + ".0";
            _odd = name + ".1";
            Values = new uint[count];
            _buffer = new byte[12 + (4 * count)];
        }

        /// <summary>The values: what <see cref="Load"/> found, and what <see cref="TrySave"/> writes.</summary>
        public uint[] Values { get; }

        /// <summary>Reads the newest valid file. Returns false, and leaves the values 0, when there is none.</summary>
        public bool Load()
        {
            bool even = TryRead(_even, out uint evenGeneration);
            bool odd = TryRead(_odd, out uint oddGeneration);
            if (even && (!odd || (int)(evenGeneration - oddGeneration) > 0))
            {
                odd = false;
                TryRead(_even, out evenGeneration);
            }

            _generation = odd ? oddGeneration : even ? evenGeneration : 0;
            _isEvenNext = odd;
            for (int i = 0; i < Values.Length; i++)
            {
                Values[i] = even || odd ? LittleEndian.ReadUInt32(_buffer, 8 + (4 * i)) : 0;
            }

            return even || odd;
        }

        /// <summary>Writes the values over the older file.</summary>
        public bool TrySave()
        {
            uint generation = _generation + 1;
            LittleEndian.WriteUInt32(_buffer, 0, Magic);
            LittleEndian.WriteUInt32(_buffer, 4, generation);
            for (int i = 0; i < Values.Length; i++)
            {
                LittleEndian.WriteUInt32(_buffer, 8 + (4 * i), Values[i]);
            }

            int end = _buffer.Length - 4;
            LittleEndian.WriteUInt32(_buffer, end, Crc32.Compute(_buffer, 0, end));
            if (!_store.TryWrite(_isEvenNext ? _even : _odd, _buffer, 0, _buffer.Length))
            {
                return false;
            }

            _generation = generation;
            _isEvenNext = !_isEvenNext;
            return true;
        }

        private bool TryRead(string name, out uint generation)
        {
            generation = 0;
            int end = _buffer.Length - 4;
            if (_store.Read(name, _buffer) != _buffer.Length || LittleEndian.ReadUInt32(_buffer, 0) != Magic
                || Crc32.Compute(_buffer, 0, end) != LittleEndian.ReadUInt32(_buffer, end))
            {
                return false;
            }

            generation = LittleEndian.ReadUInt32(_buffer, 4);
            return true;
        }
    }
}

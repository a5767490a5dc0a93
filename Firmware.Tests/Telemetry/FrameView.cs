using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Tests.Telemetry
{
    /// <summary>Reads a frame for a test, record by record; says in <see cref="Error"/> what is wrong with it.</summary>
    public sealed class FrameView
    {
        private readonly byte[] _bytes;
        private readonly long[][] _last = new long[128][];
        private readonly int _recordsEnd;
        private int _at;
        private int _left;
        private bool _first = true;

        public FrameView(byte[] buffer, int offset, int count)
        {
            _bytes = new byte[count];
            System.Array.Copy(buffer, offset, _bytes, 0, count);
            FrameHead head = new FrameHead();
            if (!FrameHead.IsWhole(_bytes, 0, count) || !head.TryRead(_bytes, 0, count))
            {
                Error = "not a whole frame";
                return;
            }

            Flags = head.Flags;
            BootId = head.BootId;
            FirstSequence = head.FirstSequence;
            BaseTime = head.BaseTime;
            Time = BaseTime;
            _at = head.CountOffset;
            _recordsEnd = count - FrameFormat.CrcBytes - ((Flags & FrameFormat.Signed) != 0 ? FrameFormat.SignatureBytes : 0);
            Count = (int)Next(32);
            _left = Count;
        }

        public string Error { get; private set; }

        public byte Flags { get; }

        public uint BootId { get; }

        public uint FirstSequence { get; }

        public long BaseTime { get; }

        public int Count { get; }

        /// <summary>Of the record that <see cref="MoveNext"/> went to.</summary>
        public byte Kind { get; private set; }

        public long Time { get; private set; }

        public uint Mask { get; private set; }

        public byte TextSeverity { get; private set; }

        public string Text { get; private set; }

        /// <summary>The value of a field that is in <see cref="Mask"/>.</summary>
        public long Value(int field)
        {
            return _last[Kind][field];
        }

        /// <summary>Goes to the next record. False at the end, or at an error.</summary>
        public bool MoveNext()
        {
            if (Error != null || _left == 0)
            {
                Error = Error == null && _at != _recordsEnd ? "trailing" : Error;
                return false;
            }

            _left--;
            Kind = _bytes[_at++];
            int length = (int)Next(32);
            int end = _at + length;
            ulong dt = Next(32);
            if (end > _recordsEnd || (_first && dt != 0))
            {
                Error = "length or first dt";
                return false;
            }

            _first = false;
            Time += (long)dt;
            if (Kind == RecordKind.Text)
            {
                TextSeverity = _bytes[_at++];
                Text = System.Text.Encoding.UTF8.GetString(_bytes, _at, end - _at);
                _at = end;
                return true;
            }

            Mask = (uint)Next(32);
            if (_last[Kind] == null)
            {
                _last[Kind] = new long[TelemetryRecord.MaxFields];
            }

            for (int field = 0; field < TelemetryRecord.MaxFields; field++)
            {
                if ((Mask & (1u << field)) != 0)
                {
                    ulong value = Next(64);
                    _last[Kind][field] = unchecked(_last[Kind][field] + ((long)(value >> 1) ^ -(long)(value & 1)));
                }
            }

            if (_at != end)
            {
                Error = "record not used up";
            }

            return Error == null;
        }

        /// <summary>Reads to the end; returns null, or what is wrong.</summary>
        public string Check()
        {
            while (MoveNext())
            {
            }

            return Error;
        }

        private ulong Next(int bits)
        {
            if (!VarInt.TryRead(_bytes, ref _at, _recordsEnd, bits, out ulong value))
            {
                Error = "varint";
            }

            return value;
        }
    }
}

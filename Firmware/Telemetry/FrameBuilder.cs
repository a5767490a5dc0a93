using System;

namespace DroneLink.Firmware.Telemetry
{
    /// <summary>
    /// Builds telemetry frames one after the other in one buffer; allocates nothing after construction. The head's length is
    /// known only at the end (count, and time base), so records are written behind the longest head and the head is then set
    /// right before them. Room for a signature and for a base time in UTC is kept free, since both may be added at sending.
    /// </summary>
    public sealed class FrameBuilder
    {
        private const int MaxKind = 10;

        private readonly byte[] _deviceId;
        private readonly uint _bootId;
        private readonly byte[] _buffer;
        private readonly int _recordsStart;
        private readonly int _recordsLimit;
        private readonly long[][] _last = new long[MaxKind + 1][];
        private readonly uint[] _seen = new uint[MaxKind + 1];
        private uint _firstSequence;
        private long _lastTime;
        private int _end;

        /// <summary>Creates a builder.</summary>
        /// <param name="deviceId">1 to 32 bytes of <c>A-Z a-z 0-9 . _ -</c>.</param>
        /// <param name="bootId">Differs for every boot of the device.</param>
        /// <exception cref="ArgumentException">The id is too short or too long.</exception>
        public FrameBuilder(byte[] deviceId, uint bootId)
        {
            if (deviceId == null || deviceId.Length == 0 || deviceId.Length > FrameFormat.MaxDeviceIdBytes)
            {
                throw new ArgumentException("deviceId: expected 1 to 32 bytes");
            }

            _deviceId = deviceId;
            _bootId = bootId;
            _recordsStart = FrameFormat.MaxHeadBytes(deviceId.Length);
            _recordsLimit = FrameFormat.MaxFrameBytes - FrameFormat.SignatureBytes - FrameFormat.CrcBytes;
            _buffer = new byte[FrameFormat.MaxFrameBytes];
            for (int kind = 0; kind <= MaxKind; kind++)
            {
                _last[kind] = new long[TelemetryRecord.MaxFields];
            }

            _end = _recordsStart;
        }

        /// <summary>Records in the frame under construction.</summary>
        public int Count { get; private set; }

        /// <summary>Time of its first record, ms since boot; means nothing while <see cref="Count"/> is 0.</summary>
        public long FirstTime { get; private set; }

        /// <summary>Time of its last record, ms since boot; means nothing while <see cref="Count"/> is 0.</summary>
        public long LastTime => _lastTime;

        /// <summary>Bytes that the frame takes at the most, if it were sealed now and not signed.</summary>
        public int Length => _end + FrameFormat.CrcBytes;

        /// <summary>The buffer that a sealed frame stands in, until the next record is added.</summary>
        public byte[] Buffer => _buffer;

        /// <summary>Where the sealed frame starts.</summary>
        public int SealedOffset { get; private set; }

        /// <summary>Bytes of the sealed frame.</summary>
        public int SealedLength { get; private set; }

        /// <summary>Starts an empty frame.</summary>
        /// <param name="firstSequence">Sequence number of the record to come.</param>
        public void Start(uint firstSequence)
        {
            _firstSequence = firstSequence;
            _end = _recordsStart;
            Count = 0;
            for (int kind = 0; kind <= MaxKind; kind++)
            {
                _seen[kind] = 0;
            }
        }

        /// <summary>Adds a record of kind 1 to 10.</summary>
        /// <param name="record">The record.</param>
        /// <param name="timeMs">Its time, ms since boot; one before the last record's counts as the last record's.</param>
        /// <returns>False when the frame has no room for it: seal, start the next and add it there.</returns>
        public bool TryAdd(TelemetryRecord record, long timeMs)
        {
            ulong dt = Delta(timeMs);
            uint mask = record.Mask;
            uint seen = _seen[record.Kind];
            long[] last = _last[record.Kind];
            int length = VarInt.Size(dt) + VarInt.Size(mask);
            for (int field = 0; field < TelemetryRecord.MaxFields; field++)
            {
                uint bit = 1u << field;
                if ((mask & bit) != 0)
                {
                    long previous = (seen & bit) != 0 ? last[field] : 0;
                    length += VarInt.Size(VarInt.ZigZag(unchecked(record.Get(field) - previous)));
                }
            }

            if (!Fits(length, dt))
            {
                return false;
            }

            int at = StartRecord(record.Kind, length, dt, timeMs);
            at = VarInt.Write(_buffer, at, mask);
            for (int field = 0; field < TelemetryRecord.MaxFields; field++)
            {
                uint bit = 1u << field;
                if ((mask & bit) != 0)
                {
                    long value = record.Get(field);
                    long previous = (seen & bit) != 0 ? last[field] : 0;
                    at = VarInt.Write(_buffer, at, VarInt.ZigZag(unchecked(value - previous)));
                    last[field] = value;
                }
            }

            _seen[record.Kind] = seen | mask;
            _end = at;
            return true;
        }

        /// <summary>Adds a text.</summary>
        /// <param name="severity">0 to 7.</param>
        /// <param name="utf8">Holds valid UTF-8.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its bytes, 0 to 200.</param>
        /// <param name="timeMs">Its time, ms since boot.</param>
        /// <returns>False when the frame has no room for it.</returns>
        public bool TryAddText(byte severity, byte[] utf8, int offset, int count, long timeMs)
        {
            ulong dt = Delta(timeMs);
            int length = VarInt.Size(dt) + 1 + count;
            if (!Fits(length, dt))
            {
                return false;
            }

            int at = StartRecord(RecordKind.Text, length, dt, timeMs);
            _buffer[at++] = severity;
            Array.Copy(utf8, offset, _buffer, at, count);
            _end = at + count;
            return true;
        }

        /// <summary>Completes the frame: it then stands in <see cref="Buffer"/> until the next <see cref="Start"/>.</summary>
        /// <param name="clockSynced">Whether <paramref name="baseTime"/> is UTC.</param>
        /// <param name="baseTime">Time of the first record: ms since 1970-01-01 UTC, or since boot; not negative.</param>
        public void Seal(bool clockSynced, long baseTime)
        {
            int head = 4 + _deviceId.Length + 4 + VarInt.Size(_firstSequence) + VarInt.Size((ulong)baseTime) + VarInt.Size((ulong)Count);
            int start = _recordsStart - head;
            int at = FrameHead.Write(
                _buffer, start, clockSynced ? FrameFormat.ClockSynced : (byte)0, _deviceId, 0, _deviceId.Length, _bootId, _firstSequence, baseTime);
            VarInt.Write(_buffer, at, (ulong)Count);
            LittleEndian.WriteUInt32(_buffer, _end, Crc32.Compute(_buffer, start, _end - start));
            SealedOffset = start;
            SealedLength = _end + FrameFormat.CrcBytes - start;
        }

        private ulong Delta(long timeMs)
        {
            return Count == 0 || timeMs < _lastTime ? 0 : (ulong)(timeMs - _lastTime);
        }

        private bool Fits(int length, ulong dt)
        {
            return Count < FrameFormat.MaxRecords && dt <= uint.MaxValue && _firstSequence + (uint)Count >= _firstSequence
                && _end + 1 + VarInt.Size((ulong)length) + length <= _recordsLimit;
        }

        private int StartRecord(byte kind, int length, ulong dt, long timeMs)
        {
            if (Count == 0)
            {
                FirstTime = timeMs;
                _lastTime = timeMs;
            }
            else
            {
                _lastTime += (long)dt;
            }

            Count++;
            _buffer[_end] = kind;
            return VarInt.Write(_buffer, VarInt.Write(_buffer, _end + 1, (ulong)length), dt);
        }
    }
}

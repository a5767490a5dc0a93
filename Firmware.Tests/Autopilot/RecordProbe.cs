using System.Text;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Autopilot
{
    /// <summary>A recorder over a ring in memory, and a reader of what was recorded that shares nothing with the writer.</summary>
    public sealed class RecordProbe : ISegmentStore
    {
        private const int MaxRecords = 4096;
        private const int Fields = 32;

        private readonly FlashRing _ring;
        private readonly byte[] _frame = new byte[FrameFormat.MaxFrameBytes];
        private readonly byte[] _kinds = new byte[MaxRecords];
        private readonly uint[] _masks = new uint[MaxRecords];
        private readonly long[][] _values = new long[MaxRecords][];
        private readonly string[] _texts = new string[MaxRecords];
        private readonly long[][] _last = new long[16][];
        private uint _nextFrame;
        private int _count;
        private int _at;

        /// <summary>Creates a recorder that has recorded nothing.</summary>
        public RecordProbe()
        {
            _ring = new FlashRing(this, FlashRing.MinSegments);
            _ring.Open();
            var builder = new FrameBuilder(new byte[] { (byte)'t' }, 1);
            Recorder = new Recorder(builder, _ring, new DeviceClock(), new RecorderOptions());
        }

        /// <summary>The recorder.</summary>
        public Recorder Recorder { get; }

        /// <summary>Reads what was recorded since the last call, and lets the ring forget it. Returns the records in all.</summary>
        public int Read()
        {
            Recorder.Seal();
            while (_nextFrame < _ring.Next)
            {
                int count = _ring.Read(_nextFrame, _frame);
                Assert.IsTrue(count > 0, "a frame is gone");
                ReadFrame(count - 4);
                _nextFrame++;
            }

            _ring.AcknowledgeBelow(_nextFrame);
            return _count;
        }

        /// <summary>Returns how many records of a kind there are.</summary>
        public int CountOf(byte kind)
        {
            int count = 0;
            for (int index = 0; index < _count; index++)
            {
                count += _kinds[index] == kind ? 1 : 0;
            }

            return count;
        }

        /// <summary>Returns the index of the n-th record of a kind, n from 0; -1 when there is none.</summary>
        public int Find(byte kind, int n)
        {
            for (int index = 0; index < _count; index++)
            {
                if (_kinds[index] == kind && n-- == 0)
                {
                    return index;
                }
            }

            return -1;
        }

        /// <summary>Returns the kind of a record.</summary>
        public byte KindOf(int index)
        {
            return _kinds[index];
        }

        /// <summary>Returns whether a record has a field.</summary>
        public bool Has(int index, int field)
        {
            return (_masks[index] & (1u << field)) != 0;
        }

        /// <summary>Returns a field of a record, which has to have it.</summary>
        public long Get(int index, int field)
        {
            Assert.IsTrue(Has(index, field), "field " + field + " is unknown");
            return _values[index][field];
        }

        /// <summary>Returns the text of a record: severity, colon, text.</summary>
        public string GetText(int index)
        {
            return _texts[index];
        }

        /// <inheritdoc/>
        public bool TryWrite(string name, byte[] buffer, int offset, int count)
        {
            return true;
        }

        /// <inheritdoc/>
        public int Read(string name, byte[] buffer)
        {
            return -1;
        }

        /// <inheritdoc/>
        public bool TryDelete(string name)
        {
            return true;
        }

        /// <inheritdoc/>
        public string[] List()
        {
            return new string[0];
        }

        private void ReadFrame(int end)
        {
            for (int kind = 0; kind < _last.Length; kind++)
            {
                _last[kind] = new long[Fields];
            }

            _at = 4 + _frame[3] + 4;
            ReadVarInt();
            ReadVarInt();
            long records = ReadVarInt();
            for (long record = 0; record < records; record++)
            {
                ReadRecord();
            }

            Assert.AreEqual(end, _at);
        }

        private void ReadRecord()
        {
            byte kind = _frame[_at++];
            int end = (int)ReadVarInt();
            end += _at;
            ReadVarInt();
            _kinds[_count] = kind;
            if (kind == RecordKind.Text)
            {
                _texts[_count] = _frame[_at] + ":" + Encoding.UTF8.GetString(_frame, _at + 1, end - _at - 1);
                _at = end;
            }
            else
            {
                uint mask = (uint)ReadVarInt();
                _masks[_count] = mask;
                _values[_count] = new long[Fields];
                for (int field = 0; field < Fields; field++)
                {
                    if ((mask & (1u << field)) != 0)
                    {
                        ulong zigzag = (ulong)ReadVarInt();
                        _last[kind][field] += (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
                        _values[_count][field] = _last[kind][field];
                    }
                }
            }

            Assert.AreEqual(end, _at);
            _count++;
        }

        private long ReadVarInt()
        {
            ulong value = 0;
            int shift = 0;
            byte group;
            do
            {
                group = _frame[_at++];
                value |= (ulong)(group & 0x7F) << shift;
                shift += 7;
            }
            while (group >= 0x80);
            return (long)value;
        }
    }
}

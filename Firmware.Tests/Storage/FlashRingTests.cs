using System;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Storage
{
    /// <summary>What each operation of the ring does. Random histories with power cuts are in tools/Simulation.</summary>
    [TestClass]
    public class FlashRingTests
    {
        private const int LargeBytes = 1200;

        private static readonly byte[] Buffer = new byte[FrameFormat.MaxFrameBytes];
        private static RamStore _store;
        private static FlashRing _ring;
        private static uint _recorded;

        [TestMethod]
        public void FramesAcknowledgedInRam_NeverTouchFlash()
        {
            Begin(4);
            for (int i = 0; i < 300; i++)
            {
                Append(20);
                _ring.AcknowledgeBelow(_ring.Next);
            }

            Assert.AreEqual(0, _store.Writes);
            Assert.AreEqual(0, _ring.WaitingFrames);
            Assert.AreEqual(long.MaxValue, _ring.OldestVolatileMs);
        }

        [TestMethod]
        public void Commit_WritesOneFile_ThatSurvives_AndReplacesItsLast()
        {
            Begin(4);
            Append(20);
            Append(30);
            Assert.AreEqual(2, _ring.VolatileFrames);
            Assert.IsTrue(_ring.Commit());
            Assert.IsTrue(_ring.Commit());
            Assert.AreEqual(1, _store.Writes, "wrote though there was nothing to write");
            Append(40);
            Assert.IsTrue(_ring.Commit());
            Assert.AreEqual(1, _store.Count);
            Reopen(4);
            CheckFrames(0, 3);
            Append(50);
            Assert.IsTrue(_ring.Commit());
            Assert.AreEqual(1, _store.Count, "the tail was not gone on with");
            Reopen(4);
            CheckFrames(0, 4);
        }

        [TestMethod]
        public void Restart_LosesWhatWasNotCommitted_AndKeepsTheOrder()
        {
            Begin(4);
            Append(20);
            _ring.Commit();
            Append(20);
            Reopen(4);
            CheckFrames(0, 1);
            _recorded = 7;
            Append(20);
            _ring.Commit();
            Reopen(4);
            Assert.AreEqual(2, _ring.WaitingFrames);
            Assert.AreEqual(0u, SequenceAt(_ring.Head));
            Assert.AreEqual(7u, SequenceAt(_ring.Head + 1));
        }

        [TestMethod]
        public void Checkpoint_NothingAcknowledgedComesBack()
        {
            Begin(4);
            Append(20);
            Append(20);
            _ring.Commit();
            _ring.AcknowledgeBelow(_ring.Head + 1);
            Assert.IsTrue(_ring.Checkpoint());
            Reopen(4);
            CheckFrames(1, 1);
        }

        [TestMethod]
        public void FullRing_GivesUpTheOldestSegment_AndCountsItForEver()
        {
            Begin(2);
            for (int i = 0; i < 9; i++)
            {
                Append(LargeBytes);
            }

            // Three to a segment: two are closed, and the third needs the place of the first.
            Assert.AreEqual(0u, _ring.OverwrittenRecords);
            _ring.Commit();
            Assert.AreEqual(3u, _ring.OverwrittenRecords);
            CheckFrames(3, 6);
            Assert.AreEqual(2, _store.Count);
            Reopen(2);
            Assert.AreEqual(3u, _ring.OverwrittenRecords);
            CheckFrames(3, 6);
        }

        [TestMethod]
        public void RingThatMayHoldLessThanItHas_GivesUpTheOldest_AndCountsIt()
        {
            Begin(4);
            for (int i = 0; i < 9; i++)
            {
                Append(LargeBytes);
            }

            _ring.Commit();
            Assert.AreEqual(3, _store.Count);
            Reopen(2);
            CheckFrames(3, 6);
            Assert.AreEqual(3u, _ring.OverwrittenRecords);
            Reopen(2);
            CheckFrames(3, 6);
            Assert.AreEqual(3u, _ring.OverwrittenRecords);
        }

        [TestMethod]
        public void Acknowledge_DeletesSegmentsThatAreDoneWith()
        {
            Begin(4);
            for (int i = 0; i < 7; i++)
            {
                Append(LargeBytes);
            }

            _ring.Commit();
            Assert.AreEqual(3, _store.Count);
            _ring.AcknowledgeBelow(_ring.Head + 4);
            _ring.AcknowledgeBelow(_ring.Head);
            CheckFrames(4, 3);
            Assert.IsNull(_store.Get("00000000.a"), "a segment that is done with is still there");
            _ring.AcknowledgeBelow(uint.MaxValue);
            Assert.AreEqual(0, _ring.WaitingFrames);
            Assert.AreEqual(0, _ring.WaitingBytes);
            Assert.IsNull(_store.OnlySegment());
            Reopen(4);
            Assert.AreEqual(0, _ring.WaitingFrames);
        }

        [TestMethod]
        public void TornTail_IsCut_AndTheRestIsKept()
        {
            Begin(4);
            Append(20);
            Append(20);
            Append(20);
            _ring.Commit();
            string name = _store.OnlySegment();
            byte[] whole = _store.Get(name);
            byte[] torn = new byte[whole.Length - 5];
            Array.Copy(whole, 0, torn, 0, torn.Length);
            _store.Put(name, torn);
            Reopen(4);
            CheckFrames(0, 2);
            Assert.IsTrue(_ring.SkippedBytes > 0, "nothing was skipped");
        }

        [TestMethod]
        public void NonsenseTail_IsCut()
        {
            Begin(4);
            Append(20);
            _ring.Commit();
            string name = _store.OnlySegment();
            byte[] whole = _store.Get(name);
            byte[] longer = new byte[whole.Length + 100];
            Array.Copy(whole, 0, longer, 0, whole.Length);
            for (int i = whole.Length; i < longer.Length; i++)
            {
                longer[i] = (byte)(i * 37);
            }

            _store.Put(name, longer);
            Reopen(4);
            CheckFrames(0, 1);
            Assert.AreEqual(100, _ring.SkippedBytes);
        }

        [TestMethod]
        public void EntryOfAnotherPlace_IsNotTaken()
        {
            Begin(4);
            Append(20);
            _ring.Commit();
            string name = _store.OnlySegment();
            byte[] whole = _store.Get(name);
            byte[] twice = new byte[whole.Length + whole.Length - 20];
            Array.Copy(whole, 0, twice, 0, whole.Length);
            Array.Copy(whole, 20, twice, whole.Length, whole.Length - 20);
            _store.Put(name, twice);
            Reopen(4);
            CheckFrames(0, 1);
        }

        [TestMethod]
        public void EntryWithAnotherFrameBehindIt_IsNotTaken()
        {
            Begin(4);
            Append(20);
            Append(20);
            _ring.Commit();
            byte[] file = _store.Get(_store.OnlySegment());
            int entry = (file.Length - 20) / 2;
            Array.Copy(file, 28, file, 28 + entry, entry - 8);
            Reopen(4);
            CheckFrames(0, 1);
        }

        [TestMethod]
        public void HeaderThatSaysMoreIsDoneThanThereWas_IsNotTaken()
        {
            Begin(4);
            Append(20);
            Append(20);
            _ring.Commit();
            byte[] file = _store.Get(_store.OnlySegment());
            LittleEndian.WriteUInt32(file, 8, uint.MaxValue);
            LittleEndian.WriteUInt32(file, 16, Crc32.Compute(file, 0, 16));
            Reopen(4);
            Append(20);
            Assert.IsTrue(_ring.Commit());
            Assert.AreEqual(1, _ring.WaitingFrames, "the ring does not go on");
            Assert.AreEqual(_ring.Head, _ring.Seek(0));
            Reopen(4);
            Assert.AreEqual(1, _ring.WaitingFrames);
        }

        [TestMethod]
        public void CutsInACommitAndAgainAtOpening_ForgetNothingThatWasGivenUp()
        {
            Begin(2);
            for (int i = 0; i < 9; i++)
            {
                Append(LargeBytes);
            }

            byte[] oldest = _store.Get("00000000.a");
            _ring.Commit();

            // The first cut: of the new segment only the header was written, and the oldest is still there.
            byte[] header = new byte[20];
            Array.Copy(_store.Get("00000006.a"), 0, header, 0, header.Length);
            _store.Put("00000006.a", header);
            _store.Put("00000000.a", oldest);
            Reopen(2);
            Assert.AreEqual(3u, _ring.OverwrittenRecords);
            CheckFrames(3, 3);
            Reopen(2);
            Assert.AreEqual(3u, _ring.OverwrittenRecords);
            CheckFrames(3, 3);
        }

        [TestMethod]
        public void RefusedWrites_KeepFramesInRam_AndLaterSucceed()
        {
            Begin(4);
            Append(20);
            _store.Refuses = true;
            Assert.IsFalse(_ring.Commit());
            Assert.AreEqual(1u, _ring.WriteFailures);
            Assert.AreEqual(1, _ring.VolatileFrames);
            _store.Refuses = false;
            Assert.IsTrue(_ring.Commit());
            Reopen(4);
            CheckFrames(0, 1);
        }

        [TestMethod]
        public void RefusedWrites_WithAFullImage_GiveUpTheOldestAndCountIt()
        {
            Begin(4);
            _store.Refuses = true;
            for (int i = 0; i < 5; i++)
            {
                Append(LargeBytes);
            }

            CheckFrames(2, 3);
            Assert.AreEqual(2u, _ring.OverwrittenRecords);
        }

        [TestMethod]
        public void FullImage_WhoseFileHasItAll_GivesNothingUpThoughWritesFail()
        {
            Begin(4);
            Append(LargeBytes);
            Append(LargeBytes);
            _ring.Commit();
            _store.Refuses = true;
            Append(LargeBytes);
            Append(LargeBytes);
            CheckFrames(0, 4);
            Assert.AreEqual(0u, _ring.OverwrittenRecords);
        }

        [TestMethod]
        public void ManySmallFrames_CloseASegmentAtItsFrameLimit()
        {
            Begin(4);
            for (int i = 0; i <= FlashRing.MaxFramesInSegment; i++)
            {
                Append(0);
            }

            Assert.AreEqual(1u, _ring.SegmentsWritten);
            Assert.AreEqual(1, _ring.VolatileFrames);
            CheckFrames(0, FlashRing.MaxFramesInSegment + 1);
        }

        [TestMethod]
        public void CursorOfNumbersThatNoRingReaches_IsNone()
        {
            Begin(4);
            Append(20);
            Assert.IsTrue(_ring.Checkpoint());
            AlternatingFile cursor = new AlternatingFile(_store, "cursor", 2);
            cursor.Load();
            cursor.Values[0] = uint.MaxValue;
            Assert.IsTrue(cursor.TrySave());
            Reopen(4);
            Append(30);
            Assert.IsTrue(_ring.Checkpoint());
            Reopen(4);
            CheckFrames(0, 2);
        }

        [TestMethod]
        public void SegmentOfNumbersThatNoRingReaches_IsNone()
        {
            uint[] numbers = new uint[] { uint.MaxValue, FlashRing.MaxNumber + 1 };
            for (int i = 0; i < numbers.Length; i++)
            {
                Begin(4);
                PutSegment("ffffffff.a", uint.MaxValue, 0);
                PutSegment("00000000.b", 0, numbers[i]);
                Reopen(4);
                Assert.AreEqual(0, _store.Count);
                Append(30);
                Assert.IsTrue(_ring.Commit());
                Reopen(4);
                CheckFrames(0, 1);
            }
        }

        [TestMethod]
        public void Constructor_TooFewSegments_Throws()
        {
            Assert.ThrowsException(typeof(ArgumentException), () => new FlashRing(new RamStore(), 1));
        }

        private static void Begin(int segments)
        {
            _store = new RamStore();
            _recorded = 0;
            Reopen(segments);
        }

        private static void Reopen(int segments)
        {
            _ring = new FlashRing(_store, segments);
            _ring.Open();
        }

        private static void PutSegment(string name, uint first, uint doneBelow)
        {
            byte[] header = new byte[20];
            LittleEndian.WriteUInt32(header, 0, 0x32534C44);
            LittleEndian.WriteUInt32(header, 4, first);
            LittleEndian.WriteUInt32(header, 8, doneBelow);
            LittleEndian.WriteUInt32(header, 16, Crc32.Compute(header, 0, 16));
            _store.Put(name, header);
        }

        // A frame of one record and about so many bytes, numbered in the order of recording.
        private static void Append(int bytes)
        {
            FrameBuilder builder = new FrameBuilder(new byte[] { (byte)'d' }, 1);
            builder.Start(_recorded++);
            TelemetryRecord record = new TelemetryRecord();
            record.Start(RecordKind.Event);
            record.Set(EventField.Code, 1);
            builder.TryAdd(record, 0);
            while (builder.Length < bytes)
            {
                builder.TryAddText(6, Buffer, 0, bytes - builder.Length > 200 ? 200 : bytes - builder.Length, 0);
            }

            builder.Seal(false, 0);
            _ring.Append(builder.Buffer, builder.SealedOffset, builder.SealedLength, 1, _recorded);
        }

        private static uint SequenceAt(uint number)
        {
            byte[] frame = new byte[FrameFormat.MaxFrameBytes];
            FrameHead head = new FrameHead();
            int count = _ring.Read(number, frame);
            Assert.IsTrue(count > 0 && head.TryRead(frame, 0, count), "not readable");
            return head.FirstSequence;
        }

        private static void CheckFrames(uint first, int count)
        {
            Assert.AreEqual(count, _ring.WaitingFrames);
            Assert.AreEqual(count, _ring.WaitingRecords);
            uint number = _ring.Seek(_ring.Head);
            for (int i = 0; i < count; i++)
            {
                Assert.AreEqual(first + (uint)i, SequenceAt(number));
                number = _ring.Seek(number + 1);
            }

            Assert.AreEqual(_ring.Next, number);
        }
    }
}

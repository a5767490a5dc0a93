using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Storage;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Telemetry
{
    [TestClass]
    public class RecorderTests
    {
        private const long Utc = 1735689600000;
        private static readonly byte[] Frame = new byte[FrameFormat.MaxFrameBytes];
        private static RamStore _store;
        private static FlashRing _ring;
        private static DeviceClock _clock;
        private static Recorder _recorder;

        [TestMethod]
        public void Frame_IsSealedByAge()
        {
            Begin();
            Event(1000);
            _recorder.Step(1999);
            Assert.AreEqual(0, _ring.WaitingFrames);
            _recorder.Step(2000);
            Assert.AreEqual(1, _ring.WaitingFrames);
            Assert.AreEqual(1u, _recorder.NextSequence);
        }

        [TestMethod]
        public void Frame_IsSealedBySize_AndSequencesGoOn()
        {
            Begin();
            for (int i = 0; i < 400; i++)
            {
                Event(1000 + i);
            }

            _recorder.Seal();
            uint expected = 0;
            for (uint number = _ring.Head; number != _ring.Next; number++)
            {
                FrameView view = Read(number);
                Assert.AreEqual(expected, view.FirstSequence);
                expected += (uint)view.Count;
                Assert.IsNull(view.Check());
            }

            Assert.AreEqual(400u, expected);
            Assert.IsTrue(_ring.WaitingFrames > 2 && _ring.WaitingFrames < 10, "frames of a strange size");
        }

        [TestMethod]
        public void RecordWithoutAField_IsLeftOut()
        {
            Begin();
            TelemetryRecord record = new TelemetryRecord();
            _recorder.Record(record.Start(RecordKind.Power), 1);
            Assert.AreEqual(0u, _recorder.NextSequence);
        }

        [TestMethod]
        public void Commit_ComesWithinTheWindow_AndNotMuchBefore()
        {
            Begin();
            Event(1000);
            for (long now = 1000; now < 9000; now += 100)
            {
                _recorder.Step(now);
            }

            Assert.AreEqual(0, _store.Writes, "wrote to flash too soon");
            for (long now = 9000; now <= 11000; now += 1000)
            {
                _recorder.Step(now);
            }

            Assert.AreEqual(1, _store.Writes);
            Assert.AreEqual(0, _ring.VolatileFrames);
        }

        [TestMethod]
        public void Commit_ThatIsRefused_IsTriedEverySecond()
        {
            Begin();
            _store.Refuses = true;
            Event(1000);
            for (long now = 1000; now < 15000; now += 100)
            {
                _recorder.Step(now);
            }

            Assert.IsTrue(_ring.WriteFailures >= 4 && _ring.WriteFailures <= 6, "tried too often or too seldom");
            _store.Refuses = false;
            _recorder.Step(16000);
            Assert.AreEqual(0, _ring.VolatileFrames);
        }

        [TestMethod]
        public void Text_IsCutAtACharacter()
        {
            // 199 letters, then one character of 2, 3 or 4 bytes that would end beyond 200.
            string[] last = { "00", "c3a4", "e282ac", "f09f9a81" };
            for (int i = 0; i < last.Length; i++)
            {
                Begin();
                byte[] text = new byte[210];
                for (int at = 0; at < text.Length; at++)
                {
                    text[at] = (byte)'a';
                }

                byte[] end = DroneLink.Firmware.Cryptography.Hex.TryDecode(last[i]);
                System.Array.Copy(end, 0, text, 199, end.Length);
                _recorder.RecordText(Severity.Error, text, text.Length, 5);
                _recorder.Seal();
                FrameView view = Read(_ring.Head);
                Assert.IsTrue(view.MoveNext());
                Assert.AreEqual(i == 0 ? 200 : 199, view.Text.Length);
                Assert.AreEqual(Severity.Error, (int)view.TextSeverity);
            }
        }

        [TestMethod]
        public void Utc_NeverGoesBackWithinABoot()
        {
            Begin();
            Event(1000);
            _recorder.Seal();
            _clock.TrySet(Utc, 2000);

            // A better source puts the clock back ten minutes before anything was sealed with the first.
            _clock.TrySet(Utc - 600000, 2000);
            Event(2500);
            Event(2600);
            _recorder.Seal();
            _clock.TrySet(Utc - 1200000, 3000);
            Event(3100);
            _recorder.Seal();
            _clock.TrySet(Utc + 600000, 4000);
            Event(4100);
            _recorder.Seal();
            OutgoingFrame outgoing = new OutgoingFrame();
            long last = 0;
            for (uint number = _ring.Head; number != _ring.Next; number++)
            {
                int count = _ring.Read(number, Frame);
                Assert.IsTrue(outgoing.TryPrepare(Frame, 0, count, 7, _clock, null));
                FrameView view = new FrameView(outgoing.Buffer, 0, outgoing.Length);
                Assert.AreEqual((int)FrameFormat.ClockSynced, (int)view.Flags);
                while (view.MoveNext())
                {
                    Assert.IsTrue(view.Time >= last, "went back");
                    last = view.Time;
                }
            }

            Assert.AreEqual(Utc + 600100, last);
        }

        [TestMethod]
        public void Overwriting_IsRecordedAsAnEvent_Once()
        {
            Begin();
            byte[] text = new byte[200];
            long now = 0;
            while (_ring.OverwrittenRecords == 0)
            {
                _recorder.RecordText(Severity.Debug, text, 200, ++now);
            }

            _recorder.Seal();
            uint before = _recorder.NextSequence;
            long overwritten = _ring.OverwrittenRecords;
            _recorder.Step(now);
            Assert.AreEqual(before + 1, _recorder.NextSequence);
            _recorder.Step(now);
            Assert.AreEqual(before + 1, _recorder.NextSequence);
            _recorder.Seal();
            FrameView view = Read(_ring.Next - 1);
            Assert.IsTrue(view.MoveNext());
            Assert.AreEqual((long)EventCode.BufferOverwrote, view.Value(EventField.Code));
            Assert.AreEqual(overwritten, view.Value(EventField.Value));
        }

        private static void Begin()
        {
            _store = new RamStore();
            _ring = new FlashRing(_store, 4);
            _ring.Open();
            _clock = new DeviceClock();
            _recorder = new Recorder(new FrameBuilder(new byte[] { (byte)'d' }, 7), _ring, _clock, new RecorderOptions());
        }

        private static void Event(long nowMs)
        {
            _recorder.RecordEvent(EventCode.Boot, Severity.Notice, nowMs, nowMs);
        }

        private static FrameView Read(uint number)
        {
            return new FrameView(Frame, 0, _ring.Read(number, Frame));
        }
    }
}

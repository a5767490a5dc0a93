using System;
using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Telemetry;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Telemetry
{
    [TestClass]
    public class FrameBuilderTests
    {
        private static readonly byte[] LongId = System.Text.Encoding.UTF8.GetBytes("abcdefghijklmnopqrstuvwxyz.-_012");
        private static readonly byte[] Text = new byte[FrameFormat.MaxTextBytes];
        private static FrameBuilder _builder;
        private static TelemetryRecord _record;

        [TestMethod]
        public void RecordCount_Ends_At255()
        {
            Begin(0);
            for (int i = 0; i < FrameFormat.MaxRecords; i++)
            {
                Assert.IsTrue(_builder.TryAddText(0, Text, 0, 0, 0));
            }

            Assert.IsFalse(_builder.TryAddText(0, Text, 0, 0, 0));
            Assert.AreEqual(255, Sealed(0).Count);
            _builder.Start(255);
            Assert.IsTrue(_builder.TryAddText(0, Text, 0, 0, 0), "does not start anew");
        }

        [TestMethod]
        public void ByteLimit_IsMetExactly_AndTheFullFrameCanBeSignedAndDated()
        {
            for (int over = -1; over <= 1; over++)
            {
                Begin(uint.MaxValue - 300);
                while (_builder.Length < 1700)
                {
                    Assert.IsTrue(_builder.TryAddText(6, Text, 0, 196, 1));
                }

                // With longest head and signature: 2,048 less the room for a signature, less the kind, length, dt, and severity.
                int left = FrameFormat.MaxFrameBytes - FrameFormat.SignatureBytes - _builder.Length;
                while (left > 200)
                {
                    int text = left > 240 ? 196 : 100;
                    _builder.TryAddText(6, Text, 0, text, 1);
                    left = FrameFormat.MaxFrameBytes - FrameFormat.SignatureBytes - _builder.Length;
                }

                int head = left > 129 ? 5 : 4;
                Assert.AreEqual(over <= 0, _builder.TryAddText(6, Text, 0, left - head + over, 1), "limit");
                Prepare();
            }
        }

        [TestMethod]
        public void LargestRecord_FitsIntoAnEmptyFrame_AndExtremesRoundTrip()
        {
            Begin(uint.MaxValue - 2);
            long[] values = { long.MinValue, long.MaxValue, 0, -1, long.MaxValue };
            for (int i = 0; i < 3; i++)
            {
                _record.Start(RecordKind.VideoLink);
                for (int field = 0; field < TelemetryRecord.MaxFields; field++)
                {
                    _record.Set(field, values[(i + field) % values.Length]);
                }

                Assert.IsTrue(_builder.TryAdd(_record, 5 + (i * (long)uint.MaxValue)));
            }

            FrameView view = Sealed(5);
            for (int i = 0; i < 3; i++)
            {
                Assert.IsTrue(view.MoveNext());
                Assert.AreEqual(5 + (i * (long)uint.MaxValue), view.Time);
                for (int field = 0; field < TelemetryRecord.MaxFields; field++)
                {
                    Assert.AreEqual(values[(i + field) % values.Length], view.Value(field));
                }
            }

            Assert.IsNull(view.Check());
        }

        [TestMethod]
        public void TimeStep_BeyondItsWidth_EndsTheFrame_AndABackwardOneIsNone()
        {
            Begin(0);
            Event(100);
            Assert.IsFalse(Event(100 + (long)uint.MaxValue + 1));
            Assert.IsTrue(Event(50));
            Assert.IsTrue(Event(100 + (long)uint.MaxValue));
            Assert.AreEqual(100L, _builder.FirstTime);
            Assert.AreEqual(100 + (long)uint.MaxValue, _builder.LastTime);
        }

        [TestMethod]
        public void Sequence_EndsTheFrameBeforeItWraps()
        {
            Begin(uint.MaxValue);
            Assert.IsTrue(Event(0));
            Assert.IsFalse(Event(0), "sequence wrapped inside a frame");
            FrameView view = Sealed(0);
            Assert.AreEqual(uint.MaxValue, view.FirstSequence);
            Assert.AreEqual(1, view.Count);
        }

        [TestMethod]
        public void FieldsLeftOut_KeepTheirLastValueForTheNextDifference()
        {
            Begin(0);
            for (int i = 0; i < 4; i++)
            {
                _record.Start(RecordKind.Power);
                _record.Set(PowerField.Voltage, 1000 + i);
                if (i != 1)
                {
                    _record.Set(PowerField.Current, 500 - i);
                }

                _builder.TryAdd(_record, i);
            }

            FrameView view = Sealed(0);
            for (int i = 0; i < 4; i++)
            {
                Assert.IsTrue(view.MoveNext());
                Assert.AreEqual(i == 1 ? 1u : 3u, view.Mask);
                Assert.AreEqual(1000L + i, view.Value(PowerField.Voltage));
                Assert.AreEqual(i == 1 ? 500L : 500 - i, view.Value(PowerField.Current));
            }
        }

        [TestMethod]
        public void NextFrame_CarriesNothingOver()
        {
            Begin(0);
            Event(10);
            Sealed(10);
            _builder.Start(1);
            Event(20);
            FrameView view = Sealed(20);
            Assert.IsTrue(view.MoveNext());
            Assert.AreEqual(20L, view.Time);
            Assert.AreEqual(42L, view.Value(EventField.Code));
        }

        [TestMethod]
        public void RefusedRecord_ChangesNothing()
        {
            Begin(0);
            Event(10);
            int length = _builder.Length;
            Assert.IsFalse(Event(10 + (2 * (long)uint.MaxValue)));
            Assert.AreEqual(length, _builder.Length);
            Assert.AreEqual(1, _builder.Count);
            Assert.AreEqual(10L, _builder.LastTime);
        }

        [TestMethod]
        public void Constructor_BadId_Throws()
        {
            Assert.ThrowsException(typeof(ArgumentException), () => new FrameBuilder(null, 1));
            Assert.ThrowsException(typeof(ArgumentException), () => new FrameBuilder(new byte[0], 1));
            Assert.ThrowsException(typeof(ArgumentException), () => new FrameBuilder(new byte[33], 1));
        }

        private static void Begin(uint sequence)
        {
            _builder = new FrameBuilder(LongId, uint.MaxValue);
            _record = new TelemetryRecord();
            _builder.Start(sequence);
        }

        private static bool Event(long timeMs)
        {
            _record.Start(RecordKind.Event);
            _record.Set(EventField.Code, 42);
            return _builder.TryAdd(_record, timeMs);
        }

        private static FrameView Sealed(long baseTime)
        {
            _builder.Seal(false, baseTime);
            Assert.IsTrue(_builder.SealedLength <= _builder.Length, "longer than it said");
            Assert.IsNull(new FrameView(_builder.Buffer, _builder.SealedOffset, _builder.SealedLength).Check());
            return new FrameView(_builder.Buffer, _builder.SealedOffset, _builder.SealedLength);
        }

        private static void Prepare()
        {
            _builder.Seal(false, 0);
            DeviceClock clock = new DeviceClock();
            clock.TrySet(DeviceClock.LatestUtcMs, 0);
            OutgoingFrame outgoing = new OutgoingFrame();
            Assert.IsTrue(outgoing.TryPrepare(
                _builder.Buffer, _builder.SealedOffset, _builder.SealedLength, uint.MaxValue, clock, new HmacSha256(new byte[32])));
            Assert.IsTrue(outgoing.Length <= FrameFormat.MaxFrameBytes, "too large to send");
            Assert.IsNull(new FrameView(outgoing.Buffer, 0, outgoing.Length).Check());
        }
    }
}

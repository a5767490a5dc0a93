using DroneLink.Drivers.Mavlink;
using DroneLink.Firmware.Autopilot;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Mavlink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Autopilot
{
    [TestClass]
    public class AutopilotRecordsTests
    {
        private const int Position = 104;
        private const int Gps = 24;
        private const int SysStatus = 124;
        private const int Battery = 154;
        private const int Time = 137;

        // 47.1 N, 8.1 E; 500.005 m above sea, -1.005 m above home; 3, -4 m/s over ground, 0.25 m/s down; heading 90 deg
        private const string Fields = "c0e3121c" + "40f6d304" + "25a10700" + "13fcffff" + "2c01" + "70fe" + "1900" + "2823";

        [TestMethod]
        public void Position_IsConvertedAndRounded()
        {
            var probe = new RecordProbe();
            AutopilotRecords records = Create(probe, 0);
            Take(records, 1, 1, MavlinkId.GlobalPositionInt, "e8030000" + Fields, Position, 10);

            Assert.AreEqual(1, probe.Read());
            Assert.AreEqual(471000000L, probe.Get(0, PositionField.Latitude));
            Assert.AreEqual(81000000L, probe.Get(0, PositionField.Longitude));
            Assert.AreEqual(50001L, probe.Get(0, PositionField.AltitudeMsl), "half goes away from zero");
            Assert.AreEqual(-101L, probe.Get(0, PositionField.AltitudeRelative), "half goes away from zero");
            Assert.AreEqual(500L, probe.Get(0, PositionField.GroundSpeed));
            Assert.AreEqual(-25L, probe.Get(0, PositionField.ClimbRate));
            Assert.AreEqual(9000L, probe.Get(0, PositionField.Heading));
            Assert.IsFalse(probe.Has(0, PositionField.FixType), "no fix was heard");
        }

        [TestMethod]
        public void Position_HasTheFix_WhileThatIsFresh()
        {
            var probe = new RecordProbe();
            AutopilotRecords records = Create(probe, 0);
            TakeFix(records, 3, 100);
            TakePosition(records, 1000, 100 + PositionRecorder.MaxFixAgeMs);
            TakePosition(records, 2000, 101 + PositionRecorder.MaxFixAgeMs);

            Assert.AreEqual(2, probe.Read());
            Assert.AreEqual(3L, probe.Get(0, PositionField.FixType));
            Assert.AreEqual(9L, probe.Get(0, PositionField.Satellites));
            Assert.AreEqual(121L, probe.Get(0, PositionField.Hdop));
            Assert.IsFalse(probe.Has(1, PositionField.FixType));
            Assert.IsFalse(probe.Has(1, PositionField.Hdop));
        }

        [TestMethod]
        public void ZeroPosition_IsRecordedOnlyWithAFix()
        {
            var probe = new RecordProbe();
            AutopilotRecords records = Create(probe, 0);
            Take(records, 1, 1, MavlinkId.GlobalPositionInt, "e8030000", Position, 1);
            TakeFix(records, 1, 2);
            Take(records, 1, 1, MavlinkId.GlobalPositionInt, "e9030000", Position, 3);
            Assert.AreEqual(0, probe.Read());

            TakeFix(records, 2, 4);
            Take(records, 1, 1, MavlinkId.GlobalPositionInt, "ea030000", Position, 5);
            Assert.AreEqual(1, probe.Read());
            Assert.AreEqual(0L, probe.Get(0, PositionField.Latitude));
        }

        [TestMethod]
        public void Position_IsThinnedByTheAutopilotsClock()
        {
            var probe = new RecordProbe();
            AutopilotRecords records = Create(probe, 1000);
            for (int index = 0; index < 50; index++)
            {
                TakePosition(records, 200 * index, 7); // all came in one burst
            }

            probe.Read();
            Assert.AreEqual(11, probe.CountOf(RecordKind.Position), "at 0 and 0.8 s and each second from there");
        }

        [TestMethod]
        public void Attitude_KeepsItsSigns()
        {
            var probe = new RecordProbe();
            AutopilotRecords records = Create(probe, 0);
            Take(records, 1, 1, MavlinkId.Attitude, "01000000" + "0000803f" + "000000bf" + "000020c0", MavlinkFrames.AttitudeExtra, 1);

            Assert.AreEqual(1, probe.Read());
            Assert.AreEqual(5730L, probe.Get(0, AttitudeField.Roll));
            Assert.AreEqual(-2865L, probe.Get(0, AttitudeField.Pitch));
            Assert.AreEqual(-14324L, probe.Get(0, AttitudeField.Yaw));
        }

        [TestMethod]
        public void Power_JoinsBothBatteryMessages()
        {
            var probe = new RecordProbe();
            AutopilotRecords records = Create(probe, 0);
            Take(records, 1, 1, MavlinkId.BatteryStatus, Consumed(1234, 0), Battery, 1);
            Take(records, 1, 1, MavlinkId.BatteryStatus, Consumed(4321, 1), Battery, 2);
            TakePower(records, 3);
            TakePower(records, 2 + PowerRecorder.MaxConsumedAgeMs);

            Assert.AreEqual(2, probe.Read());
            Assert.AreEqual(16200L, probe.Get(0, PowerField.Voltage));
            Assert.AreEqual(-1000L, probe.Get(0, PowerField.Current));
            Assert.AreEqual(100L, probe.Get(0, PowerField.Remaining));
            Assert.AreEqual(1234L, probe.Get(0, PowerField.Consumed), "of battery 0");
            Assert.IsFalse(probe.Has(1, PowerField.Consumed), "too old");
        }

        [TestMethod]
        public void UnknownPower_IsNoRecord()
        {
            var probe = new RecordProbe();
            AutopilotRecords records = Create(probe, 0);
            Take(records, 1, 1, MavlinkId.SysStatus, "00000000000000000000000000000000", SysStatus, 1);
            string unknown = "000000000000000000000000" + "0000" + "ffff" + "ffff" + "000000000000000000000000" + "ff";
            Take(records, 1, 1, MavlinkId.SysStatus, unknown, SysStatus, 2);

            Assert.AreEqual(1, probe.Read(), "zeros are values and unknown is not");
        }

        [TestMethod]
        public void Texts_AreMadeValid()
        {
            var probe = new RecordProbe();
            AutopilotRecords records = Create(probe, 0);
            TakeHeartbeat(records, 0);
            Take(records, 1, 1, MavlinkId.StatusText, "06" + "41ff42", MavlinkFrames.StatusTextExtra, 1);
            Take(records, 1, 154, MavlinkId.StatusText, "63" + "43", MavlinkFrames.StatusTextExtra, 2);
            Take(records, 1, 1, MavlinkId.StatusText, "06", MavlinkFrames.StatusTextExtra, 3);

            Assert.AreEqual(2, probe.Read(), "an empty text is none");
            Assert.AreEqual("6:A?B", probe.GetText(0));
            Assert.AreEqual("7:C", probe.GetText(1), "of any component and its severity in range");
        }

        [TestMethod]
        public void FloodOfTexts_IsBoundedAndCounted()
        {
            var probe = new RecordProbe();
            AutopilotRecords records = Create(probe, 0);
            TakeHeartbeat(records, 0);
            for (int index = 0; index < 100; index++)
            {
                Take(records, 1, 1, MavlinkId.StatusText, "0441", MavlinkFrames.StatusTextExtra, 1000 + index);
            }

            Take(records, 1, 1, MavlinkId.StatusText, "0442", MavlinkFrames.StatusTextExtra, 1000 + TextRecorder.WindowMs + 100);
            probe.Read();
            Assert.AreEqual(TextRecorder.MaxTextsPerWindow + 1, probe.CountOf(RecordKind.Text));
            Assert.AreEqual(80u, records.DroppedTexts);
        }

        [TestMethod]
        public void OtherSystemsAndGroundStations_AreLeftAlone()
        {
            var probe = new RecordProbe();
            AutopilotRecords records = Create(probe, 0);
            Take(records, 255, 1, MavlinkId.Heartbeat, "000000000608000003", MavlinkFrames.HeartbeatExtra, 1);
            Take(records, 7, 154, MavlinkId.Attitude, "01000000", MavlinkFrames.AttitudeExtra, 2);
            Assert.AreEqual((byte)0, records.SystemId);

            Take(records, 9, 1, MavlinkId.Heartbeat, "000000000203000003", MavlinkFrames.HeartbeatExtra, 3);
            Assert.AreEqual((byte)9, records.SystemId);
            Take(records, 7, 1, MavlinkId.Attitude, "01000000", MavlinkFrames.AttitudeExtra, 4);
            Take(records, 9, 154, MavlinkId.Attitude, "01000000", MavlinkFrames.AttitudeExtra, 5);
            Take(records, 7, 1, MavlinkId.StatusText, "0441", MavlinkFrames.StatusTextExtra, 6);
            Assert.AreEqual(0, probe.Read());

            Take(records, 9, 1, MavlinkId.Attitude, "01000000", MavlinkFrames.AttitudeExtra, 7);
            Assert.AreEqual(1, probe.Read());
        }

        [TestMethod]
        public void LostAutopilot_IsOneEvent_AndAgainAfterItCameBack()
        {
            var probe = new RecordProbe();
            AutopilotRecords records = Create(probe, 0);
            records.Step(60000);
            Assert.IsFalse(records.IsConnected);
            TakeHeartbeat(records, 61000);
            records.Step(61000);
            Assert.IsTrue(records.IsConnected);
            records.Step(65999);
            Assert.IsTrue(records.IsConnected);
            records.Step(66000);
            Assert.IsFalse(records.IsConnected);
            records.Step(90000);
            Assert.AreEqual(1, probe.Read(), "once; and not before it was ever heard");
            Assert.AreEqual((long)EventCode.AutopilotLost, probe.Get(0, EventField.Code));
            Assert.AreEqual((long)Severity.Warning, probe.Get(0, EventField.Severity));
            Assert.AreEqual(5000L, probe.Get(0, EventField.Value));

            TakeHeartbeat(records, 91000);
            records.Step(91000);
            records.Step(97000);
            Assert.AreEqual(2, probe.Read());
            Assert.AreEqual(6000L, probe.Get(1, EventField.Value));
        }

        [TestMethod]
        public void Utc_IsTakenOnceAndOnlyIfItCanBe()
        {
            var probe = new RecordProbe();
            AutopilotRecords records = Create(probe, 0);
            TakeHeartbeat(records, 0);
            records.Step(900);
            Take(records, 1, 1, MavlinkId.SystemTime, "0000000000000000" + "01000000", Time, 1000);
            Assert.IsFalse(records.TryTakeUtc(out _), "1970");

            Take(records, 1, 1, MavlinkId.SystemTime, "40e2a50731af0500" + "01000000", Time, 1001);
            Assert.IsTrue(records.TryTakeUtc(out long utcMs));
            Assert.AreEqual(1600000000123L, utcMs);
            Assert.IsFalse(records.TryTakeUtc(out _));

            records.Step(1001);
            Take(records, 1, 1, MavlinkId.SystemTime, "40e2a50731af0500" + "01000000", Time, 5000);
            Assert.IsFalse(records.TryTakeUtc(out _), "it may have waited for 4 s");
        }

        [TestMethod]
        public void SystemId_OutOfRange_IsRefused()
        {
            Assert.ThrowsException(
                typeof(System.ArgumentException),
                () => new AutopilotRecords(new RecordProbe().Recorder, new AutopilotOptions { SystemId = 256 }));
        }

        private static AutopilotRecords Create(RecordProbe probe, int periodMs)
        {
            var options = new AutopilotOptions { PositionPeriodMs = periodMs, AttitudePeriodMs = periodMs, PowerPeriodMs = periodMs };
            return new AutopilotRecords(probe.Recorder, options);
        }

        private static void TakeHeartbeat(AutopilotRecords records, long nowMs)
        {
            Take(records, 1, 1, MavlinkId.Heartbeat, "000000000203000003", MavlinkFrames.HeartbeatExtra, nowMs);
        }

        private static void TakePosition(AutopilotRecords records, int bootMs, long nowMs)
        {
            byte[] payload = MavlinkFrames.FromHex("00000000" + Fields);
            payload[0] = (byte)bootMs;
            payload[1] = (byte)(bootMs >> 8);
            TakeFrame(records, MavlinkFrames.V2(0, 0, 1, 1, MavlinkId.GlobalPositionInt, payload, Position), nowMs);
        }

        private static void TakeFix(AutopilotRecords records, byte type, long nowMs)
        {
            var payload = new byte[30];
            payload[20] = 121;
            payload[28] = type;
            payload[29] = 9;
            TakeFrame(records, MavlinkFrames.V2(0, 0, 1, 1, MavlinkId.GpsRawInt, payload, Gps), nowMs);
        }

        private static void TakePower(AutopilotRecords records, long nowMs)
        {
            byte[] payload = MavlinkFrames.FromHex("000000000000000000000000" + "f400" + "483f" + "9cff" + "000000000000000000000000" + "64");
            TakeFrame(records, MavlinkFrames.V2(0, 0, 1, 1, MavlinkId.SysStatus, payload, SysStatus), nowMs);
        }

        private static string Consumed(int milliampHours, int id)
        {
            var digits = "0123456789abcdef";
            string low = string.Empty + digits[(milliampHours >> 4) & 15] + digits[milliampHours & 15];
            string high = string.Empty + digits[(milliampHours >> 12) & 15] + digits[(milliampHours >> 8) & 15];
            return low + high + "000000000000000000000000000000000000000000000000000000000000" + "0" + id;
        }

        private static void Take(AutopilotRecords records, int system, int component, int id, string payload, int extra, long nowMs)
        {
            TakeFrame(records, MavlinkFrames.V2(0, 0, system, component, id, MavlinkFrames.FromHex(payload), extra), nowMs);
        }

        private static void TakeFrame(AutopilotRecords records, byte[] frame, long nowMs)
        {
            var parser = new MavlinkParser();
            var message = new MavlinkMessage();
            parser.Feed(frame, 0, frame.Length);
            Assert.IsTrue(parser.TryRead(message));
            records.Take(message, nowMs);
        }
    }
}

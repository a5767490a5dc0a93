using DroneLink.Drivers.Mavlink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Mavlink
{
    [TestClass]
    public class MavlinkReadingTests
    {
        [TestMethod]
        public void Heartbeat_Sample()
        {
            var reading = new HeartbeatReading();

            Assert.IsTrue(reading.TryRead(Parse(MavlinkFrames.FromHex(MavlinkFrames.Heartbeat))));
            Assert.AreEqual(68u, reading.CustomMode);
            Assert.AreEqual((byte)5, reading.Type);
            Assert.AreEqual((byte)3, reading.Autopilot);
            Assert.AreEqual((byte)45, reading.BaseMode);
            Assert.AreEqual((byte)13, reading.SystemStatus);
            Assert.IsFalse(reading.IsArmed);
        }

        [TestMethod]
        public void GpsRawInt_Sample()
        {
            var reading = new GpsRawIntReading();

            Assert.IsTrue(reading.TryRead(Parse(MavlinkFrames.FromHex(MavlinkFrames.GpsRawInt))));
            Assert.AreEqual(47123456, reading.LatitudeE7);
            Assert.AreEqual(8123456, reading.LongitudeE7);
            Assert.AreEqual(50000, reading.AltitudeMm);
            Assert.IsTrue(reading.HasHdop);
            Assert.AreEqual(6544, reading.HdopCenti);
            Assert.AreEqual(1235, reading.SpeedCms);
            Assert.AreEqual(1234, reading.CourseCentiDegrees);
            Assert.AreEqual((byte)3, reading.FixType);
            Assert.AreEqual(9, reading.Satellites);
        }

        [TestMethod]
        public void GpsRawInt_UnknownValues_StayUnknown()
        {
            var payload = new byte[30];
            for (int index = 20; index < 30; index++)
            {
                payload[index] = 0xFF;
            }

            var reading = new GpsRawIntReading();
            Assert.IsTrue(reading.TryRead(Parse(MavlinkFrames.V2(0, 0, 1, 1, MavlinkId.GpsRawInt, payload, 24))));
            Assert.IsFalse(reading.HasHdop);
            Assert.IsFalse(reading.HasSpeed);
            Assert.IsFalse(reading.HasCourse);
            Assert.IsFalse(reading.HasSatellites);
        }

        [TestMethod]
        public void BatteryStatus_Sample()
        {
            var reading = new BatteryStatusReading();

            Assert.IsTrue(reading.TryRead(Parse(MavlinkFrames.FromHex(MavlinkFrames.BatteryStatus))));
            Assert.AreEqual((byte)0, reading.Id);
            Assert.IsFalse(reading.HasTemperature);
            Assert.IsTrue(reading.HasVoltage);
            Assert.AreEqual(12587, reading.VoltageMv);
            Assert.IsTrue(reading.HasConsumed);
            Assert.AreEqual(0, reading.ConsumedMah);
            Assert.IsTrue(reading.HasRemaining);
            Assert.AreEqual(100, reading.RemainingPercent);
        }

        [TestMethod]
        public void BatteryStatus_UnknownValues_StayUnknown()
        {
            var payload = new byte[36];
            for (int index = 0; index < payload.Length; index++)
            {
                payload[index] = 0xFF;
            }

            var reading = new BatteryStatusReading();
            Assert.IsTrue(reading.TryRead(Parse(MavlinkFrames.V2(0, 0, 1, 1, MavlinkId.BatteryStatus, payload, 154))));
            Assert.IsFalse(reading.HasConsumed);
            Assert.IsFalse(reading.HasVoltage);
            Assert.IsFalse(reading.HasCurrent);
            Assert.IsFalse(reading.HasRemaining);
        }

        [TestMethod]
        public void GlobalPositionInt_Sample()
        {
            var reading = new GlobalPositionIntReading();

            Assert.IsTrue(reading.TryRead(Parse(MavlinkFrames.FromHex(MavlinkFrames.GlobalPositionInt))));
            Assert.AreEqual(12658204u, reading.BootMs);
            Assert.AreEqual(378328353, reading.LatitudeE7);
            Assert.AreEqual(-1225125805, reading.LongitudeE7);
            Assert.AreEqual(25223, reading.AltitudeMm);
            Assert.AreEqual(165, reading.RelativeAltitudeMm);
            Assert.AreEqual(1, reading.NorthCms);
            Assert.AreEqual(1, reading.EastCms);
            Assert.AreEqual(-6, reading.DownCms);
            Assert.IsTrue(reading.HasHeading);
            Assert.AreEqual(8877, reading.HeadingCentiDegrees);
        }

        [TestMethod]
        public void SysStatus_Sample()
        {
            var reading = new SysStatusReading();

            Assert.IsTrue(reading.TryRead(Parse(MavlinkFrames.FromHex(MavlinkFrames.SysStatus))));
            Assert.AreEqual(244, reading.LoadPermille);
            Assert.IsTrue(reading.HasVoltage);
            Assert.AreEqual(16200, reading.VoltageMv);
            Assert.IsTrue(reading.HasCurrent);
            Assert.AreEqual(-100, reading.CurrentCentiAmps);
            Assert.IsTrue(reading.HasRemaining);
            Assert.AreEqual(100, reading.RemainingPercent);
        }

        [TestMethod]
        public void SysStatus_UnknownValues_StayUnknown()
        {
            var payload = new byte[31];
            for (int index = 12; index < payload.Length; index++)
            {
                payload[index] = 0xFF;
            }

            var reading = new SysStatusReading();
            Assert.IsTrue(reading.TryRead(Parse(MavlinkFrames.V2(0, 0, 1, 1, MavlinkId.SysStatus, payload, 124))));
            Assert.IsFalse(reading.HasVoltage);
            Assert.IsFalse(reading.HasCurrent);
            Assert.IsFalse(reading.HasRemaining);
        }

        [TestMethod]
        public void VfrHud_TruncatedSample()
        {
            var reading = new VfrHudReading();

            Assert.IsTrue(reading.TryRead(Parse(MavlinkFrames.FromHex(MavlinkFrames.VfrHud))));
            Assert.AreEqual(-98, reading.AirspeedCms);
            Assert.AreEqual(2, reading.GroundSpeedCms);
            Assert.AreEqual(2522, reading.AltitudeCm);
            Assert.AreEqual(7, reading.ClimbCms);
            Assert.AreEqual(88, reading.HeadingDegrees);
            Assert.AreEqual(0, reading.ThrottlePercent);
        }

        [TestMethod]
        public void RadioStatus_Sample()
        {
            var reading = new RadioStatusReading();

            Assert.IsTrue(reading.TryRead(Parse(MavlinkFrames.FromHex(MavlinkFrames.RadioStatus))));
            Assert.AreEqual(5, reading.ReceiveErrors);
            Assert.AreEqual(0, reading.Repaired);
            Assert.AreEqual((byte)180, reading.Rssi);
            Assert.AreEqual((byte)172, reading.RemoteRssi);
            Assert.AreEqual((byte)88, reading.TransmitBufferPercent);
            Assert.AreEqual((byte)60, reading.Noise);
            Assert.AreEqual((byte)55, reading.RemoteNoise);
        }

        [TestMethod]
        public void Attitude_IsRoundedHalfAwayFromZero_AndNotANumberIsUnknown()
        {
            // roll 1 rad, pitch -0.5 rad, yaw not a number
            byte[] payload = MavlinkFrames.FromHex("78560000" + "0000803f" + "000000bf" + "0000c07f");
            var reading = new AttitudeReading();

            Assert.IsTrue(reading.TryRead(Parse(MavlinkFrames.V2(0, 0, 1, 1, MavlinkId.Attitude, payload, 39))));
            Assert.AreEqual(0x5678u, reading.BootMs);
            Assert.IsTrue(reading.HasRoll);
            Assert.AreEqual(5730, reading.RollCentiDegrees);
            Assert.AreEqual(-2865, reading.PitchCentiDegrees);
            Assert.IsFalse(reading.HasYaw);
        }

        [TestMethod]
        public void SystemTime_OfZero_IsUnknown()
        {
            // 1,600,000,000.123 s
            byte[] payload = MavlinkFrames.FromHex("40e2a50731af0500" + "01000000");
            var reading = new SystemTimeReading();

            Assert.IsTrue(reading.TryRead(Parse(MavlinkFrames.V2(0, 0, 1, 1, MavlinkId.SystemTime, payload, 137))));
            Assert.IsTrue(reading.HasUnix);
            Assert.AreEqual(1600000000123L, reading.UnixMs);
            Assert.AreEqual(1u, reading.BootMs);

            Assert.IsTrue(reading.TryRead(Parse(MavlinkFrames.V2(0, 0, 1, 1, MavlinkId.SystemTime, new byte[1], 137))));
            Assert.IsFalse(reading.HasUnix);
        }

        [TestMethod]
        public void AnotherMessage_LeavesAReadingAsItWas()
        {
            var reading = new SysStatusReading();
            reading.TryRead(Parse(MavlinkFrames.FromHex(MavlinkFrames.SysStatus)));

            Assert.IsFalse(reading.TryRead(Parse(MavlinkFrames.FromHex(MavlinkFrames.Heartbeat))));
            Assert.AreEqual(16200, reading.VoltageMv);
        }

        private static MavlinkMessage Parse(byte[] frame)
        {
            var parser = new MavlinkParser();
            var message = new MavlinkMessage();
            parser.Feed(frame, 0, frame.Length);
            Assert.IsTrue(parser.TryRead(message));
            return message;
        }
    }
}

using System.Text;
using DroneLink.Drivers.NmeaGps;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Sensors
{
    [TestClass]
    public class NmeaParserTests
    {
        private const string Gga = "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n";
        private const string Rmc = "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A\r\n";

        [TestMethod]
        public void KnownGga_IsRead()
        {
            var parser = new NmeaParser();

            Assert.AreEqual(1, Feed(parser, Gga));
            NmeaReading reading = parser.Reading;
            Assert.IsTrue(reading.IsGga && reading.HasPosition && reading.HasAltitude && reading.HasFixQuality);
            Assert.IsTrue(reading.HasSatellites && reading.HasHdop);
            Assert.AreEqual(481173000, reading.LatitudeE7);
            Assert.AreEqual(115166667, reading.LongitudeE7);
            Assert.AreEqual(54540, reading.AltitudeCm);
            Assert.AreEqual(1, reading.FixQuality);
            Assert.AreEqual(8, reading.Satellites);
            Assert.AreEqual(90, reading.HdopCenti);
            Assert.IsFalse(reading.HasTime || reading.HasSpeed || reading.HasCourse);
        }

        [TestMethod]
        public void KnownRmc_IsRead()
        {
            var parser = new NmeaParser();

            Assert.AreEqual(1, Feed(parser, Rmc));
            NmeaReading reading = parser.Reading;
            Assert.IsTrue(!reading.IsGga && reading.HasPosition && reading.HasSpeed && reading.HasCourse && reading.HasTime);
            Assert.AreEqual(481173000, reading.LatitudeE7);
            Assert.AreEqual(115166667, reading.LongitudeE7);
            Assert.AreEqual(1152, reading.SpeedCms);
            Assert.AreEqual(8440, reading.CourseCentiDegrees);
            Assert.AreEqual(764426119000L, reading.UnixMs);
            Assert.IsFalse(reading.HasAltitude || reading.HasSatellites || reading.HasHdop || reading.HasFixQuality);
        }

        [TestMethod]
        public void AnyTalker_IsTaken_AndOtherKindsAreNot()
        {
            var parser = new NmeaParser();

            Assert.AreEqual(1, Feed(parser, Sentence("GNGGA,,,,,,0,00,,,M,,M,,")));
            Assert.AreEqual(1, Feed(parser, Sentence("BDGGA,,,,,,0,00,,,M,,M,,")));
            Assert.AreEqual(1, Feed(parser, Sentence("GARMC,,V,,,,,,,,,,N")));
            Assert.AreEqual(0, Feed(parser, Sentence("GPGSV,1,1,02,01,40,083,46,02,17,308,41")));
            Assert.AreEqual(0, Feed(parser, Sentence("PGGA,,,,,,0,00,,,M,,M,,")));
            Assert.AreEqual(0, Feed(parser, Sentence("PUBX,00,1,2,3")));
            Assert.AreEqual(6u, parser.Sentences);
            Assert.AreEqual(0u, parser.FormatErrors);
        }

        [TestMethod]
        public void EmptyFields_AreUnknownAndNeverZero()
        {
            var parser = new NmeaParser();
            Feed(parser, Gga + Rmc);

            Assert.AreEqual(1, Feed(parser, Sentence("GPGGA,123520,,,,,0,,,,,,,,")));
            NmeaReading reading = parser.Reading;
            Assert.IsFalse(reading.HasPosition || reading.HasAltitude || reading.HasSatellites || reading.HasHdop);
            Assert.AreEqual(0, reading.FixQuality);
            Assert.AreEqual(-1L, reading.GetPositionAgeMs(5));

            Assert.AreEqual(1, Feed(parser, Sentence("GPRMC,123520,V,,,,,,,230394,,")));
            Assert.IsFalse(reading.HasPosition || reading.HasSpeed || reading.HasCourse || reading.HasTime);
        }

        [TestMethod]
        public void PositionWithoutAFix_IsNone()
        {
            // Some receivers repeat the last position they had, others zeros.
            AssertNoPosition("GPGGA,123519,4807.038,N,01131.000,E,0,00,99.99,0.0,M,,M,,");
            AssertNoPosition("GPGGA,123519,0000.000,N,00000.000,E,,00,99.99,0.0,M,,M,,");
            AssertNoPosition("GPGGA,123519,4807.038,N,01131.000,E,6,00,,,M,,M,,");
            AssertNoPosition("GPGGA,123519,4807.038,N,01131.000,E,8,00,,,M,,M,,");
            AssertNoPosition("GPRMC,123519,V,4807.038,N,01131.000,E,022.4,084.4,230394,,");
            AssertNoPosition("GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,,,E");
            AssertNoPosition("GPRMC,123519,A,4807.038,,01131.000,E,022.4,084.4,230394,,");
        }

        [TestMethod]
        public void Hemispheres_GiveTheSign()
        {
            NmeaReading reading = ReadOne("GPRMC,123519,A,2303.500000,S,04338.250000,W,0,,230394,,,A");

            Assert.AreEqual(-230583333, reading.LatitudeE7);
            Assert.AreEqual(-436375000, reading.LongitudeE7);
        }

        [TestMethod]
        public void AnyNumberOfDecimals_IsRead()
        {
            Assert.AreEqual(481166667, ReadOne("GPGGA,123519,4807,N,01131,E,1,08,0.9,1,M,,M,,").LatitudeE7);
            Assert.AreEqual(481166667, ReadOne("GPGGA,123519.,4807.,N,01131.,E,1,08,1.,1.,M,,M,,").LatitudeE7);
            Assert.AreEqual(481175000, ReadOne("GPGGA,123519.125,4807.05,N,01131.5,E,1,08,0.9,1,M,,M,,").LatitudeE7);
            Assert.AreEqual(481176096, ReadOne("GPGGA,123519,4807.0565758,N,01131.5,E,1,08,0.9,1,M,,M,,").LatitudeE7);
            Assert.AreEqual(481176096, ReadOne("GPGGA,123519,4807.05657584999999,N,01131.5,E,1,08,0.9,1,M,,M,,").LatitudeE7);
            Assert.AreEqual(490000000, ReadOne("GPGGA,123519,4859.99999999,N,01131.5,E,1,08,0.9,1,M,,M,,").LatitudeE7);
        }

        [TestMethod]
        public void EndsOfTheWorld_AreRead_AndBeyondIsRefused()
        {
            NmeaReading reading = ReadOne("GPGGA,123519,9000.0000,S,18000.0000,W,1,08,0.9,-430.5,M,,M,,");
            Assert.AreEqual(-900000000, reading.LatitudeE7);
            Assert.AreEqual(-1800000000, reading.LongitudeE7);
            Assert.AreEqual(-43050, reading.AltitudeCm);

            AssertRefused("GPGGA,123519,9000.0001,S,18000.0000,W,1,08,0.9,1,M,,M,,");
            AssertRefused("GPGGA,123519,4807.038,N,18000.0001,E,1,08,0.9,1,M,,M,,");
            AssertRefused("GPGGA,123519,4860.0000,N,01131.000,E,1,08,0.9,1,M,,M,,");
        }

        [TestMethod]
        public void FieldsThatCannotBeRead_RefuseTheWholeSentence()
        {
            AssertRefused("GPGGA,123519,48o7.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,");
            AssertRefused("GPGGA,123519,4807.038,X,01131.000,E,1,08,0.9,545.4,M,46.9,M,,");
            AssertRefused("GPGGA,123519,4807.038,E,01131.000,N,1,08,0.9,545.4,M,46.9,M,,");
            AssertRefused("GPGGA,123519,.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,");
            AssertRefused("GPGGA,123519,-807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,");
            AssertRefused("GPGGA,123519,4807.0.38,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,");
            AssertRefused("GPGGA,243519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,");
            AssertRefused("GPGGA,12351,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,");
            AssertRefused("GPGGA,123519,4807.038,N,01131.000,E,1,-8,0.9,545.4,M,46.9,M,,");
            AssertRefused("GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,99999999999,M,46.9,M,,");
            AssertRefused("GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,-,M,46.9,M,,");
            AssertRefused("GPGGA,123519,4807.038,N,01131.000,E,1,08");
            AssertRefused("GPRMC,123519,B,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W");
            AssertRefused("GPRMC,123519,A,4807.038,N,01131.000,E,022.4,360.1,230394,003.1,W");
            AssertRefused("GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,300294,003.1,W");
            AssertRefused("GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,231394,003.1,W");
            AssertRefused("GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,2303,003.1,W");
        }

        [TestMethod]
        public void Dates_HaveTheirCentury()
        {
            Assert.AreEqual(1709251199000L, ReadOne("GPRMC,235959,A,4807.0,N,01131.0,E,0,0,290224,,").UnixMs);
            Assert.AreEqual(951868800000L, ReadOne("GPRMC,000000.000,A,4807.0,N,01131.0,E,0,0,010300,,").UnixMs);
            Assert.AreEqual(3471292799000L, ReadOne("GPRMC,235959,A,4807.0,N,01131.0,E,0,0,311279,,").UnixMs);
            Assert.AreEqual(315964800250L, ReadOne("GPRMC,000000.25,A,4807.0,N,01131.0,E,0,0,060180,,").UnixMs);
        }

        [TestMethod]
        public void TimeWithoutDateOrStatus_IsUnknown()
        {
            Assert.IsFalse(ReadOne("GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,,003.1,W").HasTime);
            Assert.IsFalse(ReadOne("GPRMC,,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W").HasTime);
            Assert.IsFalse(ReadOne("GPRMC,123519,V,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W").HasTime);
        }

        [TestMethod]
        public void DecimalsThatAreLeftOut_Round()
        {
            Assert.AreEqual(54545, ReadOne("GPGGA,123519,4807.0,N,01131.0,E,1,08,0.9,545.449,M,,M,,").AltitudeCm);
            Assert.AreEqual(54544, ReadOne("GPGGA,123519,4807.0,N,01131.0,E,1,08,0.9,545.444999,M,,M,,").AltitudeCm);
            Assert.AreEqual(-54545, ReadOne("GPGGA,123519,4807.0,N,01131.0,E,1,08,0.9,-545.445,M,,M,,").AltitudeCm);
            Assert.AreEqual(50, ReadOne("GPGGA,123519,4807.0,N,01131.0,E,1,08,.5,1,M,,M,,").HdopCenti);
        }

        [TestMethod]
        public void CourseOf360_IsNorth()
        {
            Assert.AreEqual(0, ReadOne("GPRMC,123519,A,4807.038,N,01131.000,E,000.0,360.0,230394,,").CourseCentiDegrees);
        }

        [TestMethod]
        public void Age_CountsFromTheLastPosition()
        {
            var parser = new NmeaParser();
            Assert.AreEqual(-1L, parser.Reading.GetPositionAgeMs(10));
            Feed(parser, Gga, 1000);

            Assert.AreEqual(0L, parser.Reading.GetPositionAgeMs(1000));
            Assert.AreEqual(2500L, parser.Reading.GetPositionAgeMs(3500));
        }

        [TestMethod]
        public void WrongOrMissingCheck_IsNoSentence()
        {
            var parser = new NmeaParser();

            Assert.AreEqual(0, Feed(parser, Gga.Substring(0, Gga.Length - 4) + "48\r\n"));
            Assert.AreEqual(1u, parser.ChecksumErrors);
            Assert.AreEqual(0, Feed(parser, Gga.Substring(0, Gga.Length - 5) + "\r\n"));
            Assert.AreEqual(0, Feed(parser, Gga.Substring(0, Gga.Length - 4) + "4\r\n"));
            Assert.AreEqual(0, Feed(parser, Gga.Substring(0, Gga.Length - 4) + "G7\r\n"));
            Assert.AreEqual(3u, parser.BrokenSentences);
            Assert.IsFalse(parser.Reading.HasPosition);
            Assert.AreEqual(1, Feed(parser, Gga));
        }

        [TestMethod]
        public void EachByteChanged_IsRefused()
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Gga);
            for (int index = 0; index < bytes.Length - 2; index++)
            {
                var parser = new NmeaParser();
                bytes[index] ^= 1;
                for (int at = 0; at < bytes.Length; at++)
                {
                    Assert.IsFalse(parser.Take(bytes[at], 0), "byte " + index);
                }

                bytes[index] ^= 1;
            }
        }

        [TestMethod]
        public void BrokenOffSentence_DoesNotTakeTheNextWithIt()
        {
            var parser = new NmeaParser();

            Assert.AreEqual(1, Feed(parser, Gga.Substring(0, 30) + Rmc));
            Assert.AreEqual(0, Feed(parser, "noise*47$GP"));
            Assert.IsFalse(parser.Take(0, 0)); // not in a literal: nanoCLR ends a string there
            Assert.IsFalse(parser.Take(1, 0));
            Assert.AreEqual(1, Feed(parser, "$" + Gga));
            Assert.AreEqual(1, Feed(parser, Gga.Substring(0, Gga.Length - 3) + Gga));
        }

        [TestMethod]
        public void TooLongSentence_IsBroken_AndTheLongestIsNot()
        {
            string head = "GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,";
            string body = head + new string('0', NmeaParser.MaxSentenceBytes - head.Length);
            var parser = new NmeaParser();

            Assert.AreEqual(1, Feed(parser, Sentence(body)));
            Assert.AreEqual(0, Feed(parser, Sentence(body + "0")));
            Assert.AreEqual(1u, parser.BrokenSentences);
        }

        private static void AssertNoPosition(string body)
        {
            NmeaReading reading = ReadOne(body);
            Assert.IsFalse(reading.HasPosition || reading.HasAltitude || reading.HasSpeed || reading.HasCourse, "has " + body.Length);
        }

        private static void AssertRefused(string body)
        {
            var parser = new NmeaParser();
            Feed(parser, Gga);

            Assert.AreEqual(0, Feed(parser, Sentence(body), 99), "length " + body.Length);
            Assert.AreEqual(1u, parser.FormatErrors);
            Assert.AreEqual(481173000, parser.Reading.LatitudeE7);
            Assert.AreEqual(99L, parser.Reading.GetPositionAgeMs(99));
            Assert.IsTrue(parser.Reading.IsGga && !parser.Reading.HasTime);
        }

        private static NmeaReading ReadOne(string body)
        {
            var parser = new NmeaParser();
            Assert.AreEqual(1, Feed(parser, Sentence(body)));
            return parser.Reading;
        }

        private static int Feed(NmeaParser parser, string text, long nowMs = 0)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            int read = 0;
            for (int index = 0; index < bytes.Length; index++)
            {
                read += parser.Take(bytes[index], nowMs) ? 1 : 0;
            }

            return read;
        }

        private static string Sentence(string body)
        {
            int sum = 0;
            for (int index = 0; index < body.Length; index++)
            {
                sum ^= body[index];
            }

            return "$" + body + "*" + sum.ToString("X2") + "\r\n";
        }
    }
}

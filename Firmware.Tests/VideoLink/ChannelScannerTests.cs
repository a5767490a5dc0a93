using System;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class ChannelScannerTests
    {
        private static readonly int[] Channels = { 5665, 5705, 5745, 5785, 5825, 5865, 5905, 5945 };

        private static FakeReceiver _receiver;
        private static BandSurvey _survey;
        private static ChannelScanner _scanner;
        private static int _now;

        [TestMethod]
        public void OwnReceiver_ScansAllTheTime()
        {
            Start(false);
            _receiver.Carrier(5785, -5000);
            _scanner.OwnCentiDbm = -5000;
            Run(5000);

            // 65 ms to settle and 4 samples 5 ms apart: 80 ms a channel.
            Assert.IsTrue(_scanner.Scans >= 6 && _scanner.Scans <= 7, "scans");
            Assert.AreEqual(-5000, _survey.CentiDbm(3));
            Assert.AreEqual(-8200, _survey.CentiDbm(2));
            Assert.AreEqual(-9000, _survey.CentiDbm(0));
            Assert.AreEqual(0, (int)_scanner.LeftOut);
        }

        [TestMethod]
        public void Power_IsTheMeanOfSamplesThatSettled()
        {
            Start(false);
            Step();
            Assert.AreEqual(0, _receiver.Samples);
            Run(64);
            Assert.AreEqual(0, _receiver.Samples, "not settled");
            int[] powers = { -7000, -7001, -7003, -7003 };
            for (int sample = 0; sample < 4; sample++)
            {
                _receiver.Power = powers[sample];
                int before = _receiver.Samples;
                while (_receiver.Samples == before)
                {
                    Step();
                }
            }

            Assert.AreEqual(-7002, _survey.CentiDbm(0));
            Assert.AreEqual(5705, _receiver.FrequencyMhz);
        }

        [TestMethod]
        public void PilotsReceiver_IsLeftAlone_UntilItMay()
        {
            Start(true);
            Run(60000);
            Assert.AreEqual(0, _receiver.Tunes);
            Assert.IsFalse(_scanner.IsScanning);
        }

        [TestMethod]
        public void PilotsReceiver_ReturnsAtOnce()
        {
            Start(true);
            _scanner.MayScan = true;
            Run(300);
            Assert.IsTrue(_scanner.IsScanning);
            Assert.IsTrue(_receiver.FrequencyMhz != 5800, "away");
            _scanner.MayScan = false;

            Assert.AreEqual(5800, _receiver.FrequencyMhz);
            Assert.IsFalse(_scanner.IsScanning);
            int tunes = _receiver.Tunes;
            Run(60000);
            Assert.AreEqual(tunes, _receiver.Tunes);
        }

        [TestMethod]
        public void PilotsReceiver_ReturnsAfterEachScan_AndRests()
        {
            Start(true);
            _scanner.MayScan = true;
            Run(1000);
            Assert.AreEqual(1, (int)_scanner.Scans);
            Assert.AreEqual(5800, _receiver.FrequencyMhz);
            Run(29000);
            Assert.AreEqual(1, (int)_scanner.Scans);
            Run(2000);
            Assert.AreEqual(2, (int)_scanner.Scans);
            Assert.AreEqual(5800, _receiver.FrequencyMhz);
        }

        [TestMethod]
        public void PilotsReceiverWithoutAFrequency_IsNotTaken()
        {
            Start(true);
            _receiver.FrequencyMhz = 0;
            _scanner.MayScan = true;
            Run(1000);
            Assert.AreEqual(0, _receiver.Tunes);
        }

        [TestMethod]
        public void ReceiverThatIsTunedMeanwhile_StaysThere()
        {
            Start(true);
            _scanner.MayScan = true;
            Run(300);
            _receiver.Tune(5740);
            Run(2000);
            Assert.AreEqual(5740, _receiver.FrequencyMhz);
            Assert.IsFalse(_scanner.IsScanning);
            _scanner.MayScan = false;
            Assert.AreEqual(5740, _receiver.FrequencyMhz);
        }

        [TestMethod]
        public void ChannelThatWillNotSettle_IsLeftOut()
        {
            Start(false);
            _receiver.IsStuck = true;
            Run(2500);
            Assert.AreEqual(2, (int)_scanner.LeftOut);
            Assert.AreEqual(BandSurvey.Unknown, _survey.CentiDbm(0));
            _receiver.IsStuck = false;
            Run(1000);
            Assert.AreEqual(-9000, _survey.CentiDbm(2));
            Assert.AreEqual(1, (int)_scanner.Scans);
        }

        [TestMethod]
        public void ChannelWithoutASample_IsLeftOut()
        {
            Start(false);
            _receiver.IsSilent = true;
            Run(1000);
            Assert.IsTrue(_scanner.LeftOut > 8, "left out");
            Assert.AreEqual(BandSurvey.Unknown, _survey.CentiDbm(0));
        }

        [TestMethod]
        public void ReceiverNotInSpiMode_EndsTheScan()
        {
            Start(true);
            _receiver.FaultFlags = VideoLinkFlag.NotInSpiMode;
            _scanner.MayScan = true;
            Run(10000);
            Assert.AreEqual(BandSurvey.Unknown, _survey.CentiDbm(0));
            Assert.AreEqual(5800, _receiver.FrequencyMhz);
            Assert.AreEqual(2, _receiver.Tunes);
        }

        [TestMethod]
        public void Nonsense_IsRefused()
        {
            Start(false);
            FakeReceiver fixedOne = new FakeReceiver { CanTune = false };
            Assert.ThrowsException(typeof(ArgumentException), () => new ChannelScanner(fixedOne, _survey, new ScanOptions(), false));
            Refused(new ScanOptions { SamplesPerChannel = 0 });
            Refused(new ScanOptions { SampleMs = 1001 });
            Refused(new ScanOptions { SettleTimeoutMs = 49 });
            Refused(new ScanOptions { PauseMs = -2 });
        }

        private static void Refused(ScanOptions options)
        {
            Assert.ThrowsException(typeof(ArgumentException), () => new ChannelScanner(_receiver, _survey, options, false));
        }

        private static void Start(bool isShared)
        {
            _receiver = new FakeReceiver { FrequencyMhz = 5800 };
            _survey = new BandSurvey(Channels);
            _scanner = new ChannelScanner(_receiver, _survey, new ScanOptions(), isShared);
            _now = 0;
        }

        private static void Step()
        {
            _scanner.Step(_now++);
        }

        private static void Run(int durationMs)
        {
            for (int end = _now + durationMs; _now < end;)
            {
                Step();
            }
        }
    }
}

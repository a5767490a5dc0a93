using System;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Autopilot;
using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class MonitorTests
    {
        private const int StepMs = 10;

        private static FakeReceiver _receiver;
        private static RecordProbe _probe;
        private static VideoLinkMonitor _monitor;
        private static int _now;

        [TestMethod]
        public void SteadyLink_HasItsRecord()
        {
            Start(new VideoLinkOptions());
            _receiver.Power = -7000;
            Run(1010);

            Assert.AreEqual(1, _probe.Read());
            Is(VideoLinkField.Frequency, 5800);
            Is(VideoLinkField.RssiMean, -7000);
            Is(VideoLinkField.FadeCount, 0);
            Is(VideoLinkField.FadeTime, 0);
            Is(VideoLinkField.LongestFade, 0);
            Is(VideoLinkField.Availability, 1000);
            Is(VideoLinkField.Flags, 0);
            Is(VideoLinkField.Health, 80);
            Is(VideoLinkField.Window, 1000);
            int[] unknown =
            {
                VideoLinkField.NoiseFloor, VideoLinkField.Snr, VideoLinkField.Interference, VideoLinkField.Occupancy, VideoLinkField.ExcessPathLoss,
            };
            for (int index = 0; index < unknown.Length; index++)
            {
                Assert.IsFalse(_probe.Has(0, unknown[index]), "field " + unknown[index]);
            }
        }

        [TestMethod]
        public void LoopThatStoodStill_SaysSo()
        {
            Start(new VideoLinkOptions());
            _receiver.Power = -7000;
            Run(400);
            _now += 600;
            Run(1100);

            Assert.AreEqual(2, _probe.Read());
            Is(VideoLinkField.Availability, 1000);
            Is(VideoLinkField.Flags, VideoLinkFlag.Stale);
            Assert.IsFalse(_probe.Has(0, VideoLinkField.Health), "450 of 1000 ms");
            Assert.AreEqual(0, (int)_probe.Get(1, VideoLinkField.Flags));
            Assert.AreEqual(80, (int)_probe.Get(1, VideoLinkField.Health));
        }

        [TestMethod]
        public void Fault_IsFlagged_AndSpoilsHealth()
        {
            Start(new VideoLinkOptions());
            _receiver.Power = -7000;
            _receiver.FaultFlags = VideoLinkFlag.TuneFailed;
            _receiver.IsStuck = true;
            Run(1010);

            Assert.AreEqual(1, _probe.Read());
            Is(VideoLinkField.Flags, VideoLinkFlag.TuneFailed);
            Is(VideoLinkField.RssiMean, -7000);
            Assert.IsFalse(_probe.Has(0, VideoLinkField.Health), "health");
        }

        [TestMethod]
        public void Fault_LosesNoLink_AndNeitherDoesANewFrequency()
        {
            Start(new VideoLinkOptions());
            _receiver.Power = -6000;
            Run(5000);
            _receiver.FaultFlags = VideoLinkFlag.NotInSpiMode;
            _receiver.Power = FakeReceiver.Floor;
            Run(10000);
            _receiver.FaultFlags = 0;
            Run(1900);
            _receiver.Tune(5840);
            Run(1900);
            _probe.Read();
            Assert.AreEqual(0, _probe.CountOf(RecordKind.Event));
            Run(300);
            _probe.Read();
            Assert.AreEqual(1, _probe.CountOf(RecordKind.Event), "it was up and the fade has lasted");
        }

        [TestMethod]
        public void FrequencyOutsideThePlan_IsFlagged()
        {
            Start(new VideoLinkOptions());
            _receiver.FrequencyMhz = 5658;
            Run(1010);
            _probe.Read();
            Is(VideoLinkField.Flags, VideoLinkFlag.OutsideRegionPlan);
            Start(new VideoLinkOptions { Region = RegionPlan.NoneName });
            _receiver.FrequencyMhz = 5658;
            Run(1010);
            _probe.Read();
            Is(VideoLinkField.Flags, 0);
        }

        [TestMethod]
        public void DeadPin_IsNoSample()
        {
            Start(new VideoLinkOptions());
            _receiver.VoltageMv = 3;
            Run(1010);

            Assert.AreEqual(1, _probe.Read());
            Is(VideoLinkField.Flags, VideoLinkFlag.Stale);
            Is(VideoLinkField.RssiVoltage, 3);
            Assert.IsFalse(_probe.Has(0, VideoLinkField.RssiMean), "power");
        }

        [TestMethod]
        public void NewFrequency_StartsAWindow()
        {
            Start(new VideoLinkOptions());
            _receiver.Power = -7000;
            Run(510);
            _receiver.Tune(5840);
            _receiver.Power = -6000;
            Run(1100);

            Assert.AreEqual(2, _probe.Read());
            Is(VideoLinkField.Frequency, 5800);
            Is(VideoLinkField.Window, 510);
            Is(VideoLinkField.RssiMin, -7000);
            Is(VideoLinkField.RssiMax, -7000);
            Assert.AreEqual(5840, (int)_probe.Get(1, VideoLinkField.Frequency));
            Assert.AreEqual(-6000, (int)_probe.Get(1, VideoLinkField.RssiMin));
        }

        [TestMethod]
        public void NewFrequency_DoesNotInheritAFade()
        {
            Start(new VideoLinkOptions());
            _receiver.Power = -7000;
            Run(300);
            _receiver.Power = -8800;
            Run(600);
            _receiver.Tune(5840);
            Run(1110);

            Assert.AreEqual(2, _probe.Read());
            Is(VideoLinkField.FadeCount, 1);
            Is(VideoLinkField.LongestFade, 600);
            Assert.IsTrue(_probe.Get(1, VideoLinkField.LongestFade) <= 1000, "longer than the time on 5840");
        }

        [TestMethod]
        public void ExcessPathLoss_IsAgainstFreeSpace()
        {
            Start(new VideoLinkOptions { TransmitterMilliwatt = 600 });
            _monitor.Geometry.FixReceiver(450000000, 100000000);
            _monitor.Geometry.SetDrone(450000000, 100000000, 100000, 0);
            _receiver.Power = -7990; // 1 km: -75.93 dBm in free space
            Run(1000);
            _receiver.Power = -7590;
            Run(1000);
            _receiver.Power = -8500; // noise as much as signal
            Run(1000);
            _monitor.Geometry.SetDrone(450000000, 100000000, 1900, _now);
            _receiver.Power = -5000;
            Run(1010);

            Assert.AreEqual(4, _probe.Read());
            Near(396, VideoLinkField.ExcessPathLoss, 0);
            Near(-4, VideoLinkField.ExcessPathLoss, 1);
            Assert.IsFalse(_probe.Has(2, VideoLinkField.ExcessPathLoss), "at the threshold");
            Assert.IsFalse(_probe.Has(3, VideoLinkField.ExcessPathLoss), "19 m off");
        }

        [TestMethod]
        public void Suspended_IsSilent_AndWhatWasSampledIsRecorded()
        {
            Start(new VideoLinkOptions());
            _receiver.Power = -6000;
            Run(4500);
            _monitor.Suspend(_now);
            _monitor.Suspend(_now);
            Assert.AreEqual(5, _probe.Read());
            Assert.AreEqual(500, (int)_probe.Get(4, VideoLinkField.Window));
            _receiver.Power = FakeReceiver.Floor;
            Run(60000);
            Assert.AreEqual(5, _probe.Read());
            _receiver.Power = -6000;
            _monitor.Resume();
            Run(4010);
            Assert.AreEqual(9, _probe.Read());
            Assert.AreEqual(0, _probe.CountOf(RecordKind.Event));
            Assert.AreEqual((int)LinkCondition.Good, (int)_monitor.Condition);
        }

        [TestMethod]
        public void TransmitterThatIsOff_IsNoLostLink()
        {
            Start(new VideoLinkOptions());
            _receiver.Power = -6000;
            Run(5000);
            _monitor.IsTransmitterOff = true;
            _receiver.Power = FakeReceiver.Floor;
            Run(10000);
            _probe.Read();
            Assert.AreEqual(0, _probe.CountOf(RecordKind.Event));
            Assert.IsFalse(_probe.Has(10, VideoLinkField.Health), "health");
        }

        [TestMethod]
        public void LostLink_IsAnEvent()
        {
            Start(new VideoLinkOptions());
            _receiver.Power = -6000;
            Run(5000);
            _receiver.Power = -8800;
            Run(4000);
            _receiver.Power = -6000;
            Run(5000);
            _probe.Read();

            Assert.AreEqual(2, _probe.CountOf(RecordKind.Event));
            Event(0, EventCode.LinkLost, Severity.Error, -8800, 2000);
            Event(1, EventCode.LinkRestored, Severity.Notice, -6000, 5000);
        }

        [TestMethod]
        public void TransmitterBeside_IsAnEventOnce()
        {
            Start(new VideoLinkOptions());
            _receiver.Power = -3000;
            _receiver.IsSaturated = true;
            Run(20000);
            _receiver.IsSaturated = false;
            _receiver.Power = -3200;
            Run(20000);
            _receiver.Power = -2900;
            Run(5000);
            _probe.Read();
            Assert.AreEqual(1, _probe.CountOf(RecordKind.Event));
            Event(0, EventCode.TransmitterTooClose, Severity.Warning, -3000, 0);
            _receiver.Power = -4000;
            Run(11000);
            _receiver.Power = -2900;
            Run(5000);
            _probe.Read();
            Assert.AreEqual(3, _probe.CountOf(RecordKind.Event));
            Event(1, EventCode.TransmitterTooCloseEnded, Severity.Notice, -4000, 0);
        }

        [TestMethod]
        public void SharedScan_IsStaleAndNoAlarm_AndFeedsTheRecord()
        {
            Start(new VideoLinkOptions());
            _receiver.Carrier(5800, -6000);
            _receiver.Carrier(5780, -5000);
            _monitor.Scanner = new ChannelScanner(_receiver, new BandSurvey(ChannelTable.ScanList()), new ScanOptions(), true);
            Run(5000);
            _monitor.Scanner.MayScan = true;
            Run(2500);
            Assert.IsTrue(_monitor.Scanner.IsScanning);
            Assert.AreEqual(-6000, _monitor.Scanner.OwnCentiDbm, "as it was before the scan");
            Run(5510);
            Assert.AreEqual(1, (int)_monitor.Scanner.Scans);
            _probe.Read();
            int last = _probe.Find(RecordKind.VideoLink, 12);
            Assert.AreEqual(5800, (int)_probe.Get(last, VideoLinkField.Frequency));
            Assert.AreEqual(-6000, (int)_probe.Get(last, VideoLinkField.RssiMin));
            Assert.AreEqual(-9000, (int)_probe.Get(last, VideoLinkField.NoiseFloor));
            Assert.AreEqual(3000, (int)_probe.Get(last, VideoLinkField.Snr));
            Assert.AreEqual(80, (int)_probe.Get(last, VideoLinkField.Interference));
            Assert.IsTrue(_probe.Get(last, VideoLinkField.Occupancy) > 0, "occupancy");
            Assert.AreEqual(36, (int)_probe.Get(last, VideoLinkField.Health));
            Assert.AreEqual(VideoLinkFlag.Stale, (int)_probe.Get(_probe.Find(RecordKind.VideoLink, 6), VideoLinkField.Flags));
            Assert.AreEqual(1, _probe.CountOf(RecordKind.Event));
            Event(0, EventCode.Interference, Severity.Warning, 80, 5780);
        }

        [TestMethod]
        public void ScanWithTheTransmitterOff_FindsWhoIsOnTheChannel()
        {
            Start(new VideoLinkOptions());
            _receiver.Carrier(5800, -7000);
            _monitor.Scanner = new ChannelScanner(_receiver, new BandSurvey(ChannelTable.ScanList()), new ScanOptions(), true);
            _monitor.Scanner.MayScan = true;
            _monitor.IsTransmitterOff = true;
            Run(7010);
            Assert.AreEqual(1, (int)_monitor.Scanner.Scans);
            _probe.Read();
            int last = _probe.Find(RecordKind.VideoLink, 6);
            Assert.AreEqual(100, (int)_probe.Get(last, VideoLinkField.Interference));
            Assert.IsFalse(_probe.Has(last, VideoLinkField.Health), "health");
            Event(0, EventCode.Interference, Severity.Warning, 100, 5800);

            _monitor.IsTransmitterOff = false;
            Assert.AreEqual(BandSurvey.Unknown, _monitor.Scanner.OwnCentiDbm);
        }

        [TestMethod]
        public void OptionsOutOfRange_AreRefused()
        {
            Refused(new VideoLinkOptions { FrequencyMhz = 5299 });
            Refused(new VideoLinkOptions { ThresholdCentiDbm = 1 });
            Refused(new VideoLinkOptions { HysteresisCentiDb = -1 });
            Refused(new VideoLinkOptions { DeadPinMv = 1001 });
            Refused(new VideoLinkOptions { GoodFromHealth = 34 });
            Refused(new VideoLinkOptions { DegradedBelowHealth = 0 });
            Refused(new VideoLinkOptions { LostAfterMs = -1 });
            Refused(new VideoLinkOptions { TooCloseCentiDbm = 2001 });
            Refused(new VideoLinkOptions { InterferenceFrom = 0 });
            Refused(new VideoLinkOptions { TransmitterMilliwatt = -1 });
            Refused(new VideoLinkOptions { ReceiverGainCentiDbi = 3001 });
            Refused(new VideoLinkOptions { Region = "eu" });
        }

        private static void Refused(VideoLinkOptions options)
        {
            Assert.ThrowsException(typeof(ArgumentException), () => options.Check());
        }

        private static void Start(VideoLinkOptions options)
        {
            _receiver = new FakeReceiver { FrequencyMhz = 5800 };
            _probe = new RecordProbe();
            _monitor = new VideoLinkMonitor(_receiver, _probe.Recorder, options);
            _now = 0;
        }

        private static void Run(int durationMs)
        {
            for (int end = _now + durationMs; _now < end; _now += StepMs)
            {
                _monitor.Step(_now);
            }
        }

        private static void Is(int field, int value)
        {
            Assert.AreEqual(value, (int)_probe.Get(0, field), "field " + field);
        }

        private static void Near(int value, int field, int index)
        {
            int actual = (int)_probe.Get(index, field);
            Assert.IsTrue(actual >= value - 3 && actual <= value + 3, "got " + actual);
        }

        private static void Event(int n, int code, int severity, int value, int value2)
        {
            int index = _probe.Find(RecordKind.Event, n);
            Assert.AreEqual(code, (int)_probe.Get(index, EventField.Code));
            Assert.AreEqual(severity, (int)_probe.Get(index, EventField.Severity));
            Assert.AreEqual(value, (int)_probe.Get(index, EventField.Value));
            if (value2 != 0)
            {
                Assert.AreEqual(value2, (int)_probe.Get(index, EventField.Value2));
            }
        }
    }
}

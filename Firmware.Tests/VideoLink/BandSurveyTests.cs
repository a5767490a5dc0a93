using System;
using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class BandSurveyTests
    {
        private const int Own = 5800;
        private const int Floor = -9000;

        private static readonly int[] Channels =
        {
            5645, 5660, 5680, 5700, 5720, 5740, 5760, 5770, 5780, 5790, 5800, 5810, 5820, 5840, 5860, 5880, 5900, 5920, 5940,
        };

        [TestMethod]
        public void NothingHeard_IsUnknown()
        {
            BandSurvey survey = new BandSurvey(Channels);
            survey.Evaluate(Own, -6000, 0);

            Assert.AreEqual(BandSurvey.Unknown, survey.NoiseFloorCentiDbm);
            Assert.AreEqual(BandSurvey.Unknown, survey.OccupancyPercent);
            Assert.AreEqual(BandSurvey.Unknown, survey.Interference);
            Assert.AreEqual(BandSurvey.Unknown, survey.CentiDbm(0));
        }

        [TestMethod]
        public void OwnCarrierAlone_IsNoInterference()
        {
            // At any power: the own skirt is not foreign.
            for (int own = -8500; own <= -3000; own += 500)
            {
                BandSurvey survey = Heard(own, 0, 0);
                survey.Evaluate(Own, own, 0);
                Assert.AreEqual(0, survey.Interference, "at " + own);
                Assert.AreEqual(0, survey.OccupancyPercent, "at " + own);
                Assert.AreEqual(0, survey.ForeignMhz);
            }
        }

        [TestMethod]
        public void NoiseFloor_IsLowAndAwayFromTheOwn()
        {
            BandSurvey survey = Heard(-4000, 0, 0);
            survey.Evaluate(Own, -4000, 0);
            Assert.AreEqual(Floor, survey.NoiseFloorCentiDbm);

            // Three of four channels in use do not lift it.
            survey = new BandSurvey(Channels);
            for (int index = 0; index < Channels.Length; index++)
            {
                survey.Set(index, index % 4 == 0 ? -8900 : -6000, BandSurvey.Off, 0);
            }

            survey.Evaluate(Own, -6000, 0);
            Assert.AreEqual(-8900, survey.NoiseFloorCentiDbm);
        }

        [TestMethod]
        public void NoiseFloor_NeedsFiveChannels()
        {
            BandSurvey survey = new BandSurvey(Channels);
            for (int index = 0; index < 4; index++)
            {
                survey.Set(index, -8800, -5000, 0);
            }

            survey.Evaluate(Own, -5000, 0);
            Assert.AreEqual(BandSurvey.Unknown, survey.NoiseFloorCentiDbm);
            survey.Set(7, -8800, -5000, 0);
            survey.Evaluate(Own, -5000, 0);
            Assert.AreEqual(BandSurvey.Unknown, survey.NoiseFloorCentiDbm, "5770 is too near");
            survey.Set(7, -8800, BandSurvey.Off, 0);
            survey.Evaluate(Own, -5000, 0);
            Assert.AreEqual(-8800, survey.NoiseFloorCentiDbm, "with nobody on 5800 it counts");
            survey.Set(7, -8800, -5000, 0);
            survey.Set(4, -8800, -5000, 0);
            survey.Evaluate(Own, -5000, 0);
            Assert.AreEqual(-8800, survey.NoiseFloorCentiDbm);
        }

        [TestMethod]
        public void ForeignCarrier_IsFoundWhereItIs()
        {
            BandSurvey survey = Heard(-6000, 5780, -5000);
            survey.Evaluate(Own, -6000, 0);

            Assert.AreEqual(5780, survey.ForeignMhz);
            Assert.AreEqual(-5000, survey.ForeignCentiDbm);
            Assert.AreEqual(80, survey.Interference, "5 dB below the own one behind the filter");
        }

        [TestMethod]
        public void ForeignCarrierFarOff_DoesNotHarm_ThoughItsSkirtComesNear()
        {
            BandSurvey survey = Heard(-8000, 5860, -4000);
            survey.Evaluate(Own, -8000, 0);

            Assert.AreEqual(0, survey.Interference);
            Assert.AreEqual(0, survey.ForeignMhz);
            Assert.IsTrue(survey.OccupancyPercent > 20, "channels beside it are in use");
        }

        [TestMethod]
        public void Interference_GrowsWithPower_AndNearness()
        {
            int last = -1;
            for (int power = -8000; power <= -3000; power += 250)
            {
                BandSurvey survey = Heard(-6000, 5780, power);
                survey.Evaluate(Own, -6000, 0);
                Assert.IsTrue(survey.Interference >= last, "falls at " + power);
                last = survey.Interference;
            }

            Assert.AreEqual(100, last);
            int[] nearer = { 5840, 5770, 5820, 5780 };
            int[] expected = { 0, 40, 80, 80 };
            for (int index = 0; index < nearer.Length; index++)
            {
                BandSurvey survey = Heard(-6000, nearer[index], -5000);
                survey.Evaluate(Own, -6000, 0);
                Assert.AreEqual(expected[index], survey.Interference, "at " + nearer[index]);
            }
        }

        [TestMethod]
        public void WeakerOwnSignal_IsHarmedMore()
        {
            BandSurvey survey = Heard(-6000, 5780, -5500);
            survey.Evaluate(Own, -6000, 0);
            int before = survey.Interference;
            survey.Evaluate(Own, -7000, 0);
            Assert.AreEqual(before + 40, survey.Interference);
        }

        [TestMethod]
        public void OwnSkirtOfThen_IsNotForeignNow()
        {
            // Heard beside a strong own carrier; the drone is far off now.
            BandSurvey survey = Heard(-4000, 0, 0);
            survey.Evaluate(Own, -8000, 0);
            Assert.AreEqual(0, survey.Interference);
        }

        [TestMethod]
        public void OwnThatTheScanDoesNotHear_IsTheMonitors()
        {
            // The list leaves the own channel out; 5820 has the skirt of an own carrier of -40 dBm, and so has 5780.
            int[] list = { 5645, 5665, 5685, 5705, 5725, 5780, 5820, 5925, 5945 };
            BandSurvey survey = new BandSurvey(list);
            for (int index = 0; index < list.Length; index++)
            {
                survey.Set(index, index == 5 || index == 6 ? -5500 : Floor, -4000, 0);
            }

            survey.Evaluate(Own, -4000, 0);
            Assert.AreEqual(0, survey.Interference);
            Assert.AreEqual(0, survey.OccupancyPercent);
            survey.Set(5, -5500, -6000, 0);
            survey.Evaluate(Own, -4000, 0);
            Assert.AreEqual(5780, survey.ForeignMhz, "more than an own carrier of -60 dBm explains");
            survey.Set(5, -5500, BandSurvey.Unknown, 0);
            survey.Evaluate(Own, -4000, 0);
            Assert.AreEqual(0, survey.ForeignMhz, "whose it is cannot be told");
        }

        [TestMethod]
        public void CoChannelCarrier_CountsInFull_WhenTheOwnIsOff()
        {
            BandSurvey survey = Heard(BandSurvey.Off, 5800, -7000);
            survey.Evaluate(Own, -8500, 0);
            Assert.AreEqual(100, survey.Interference);
            Assert.AreEqual(5800, survey.ForeignMhz);

            survey = Heard(BandSurvey.Off, 0, 0);
            survey.Evaluate(Own, -8500, 0);
            Assert.AreEqual(0, survey.Interference);
            Assert.AreEqual(0, survey.OccupancyPercent);
        }

        [TestMethod]
        public void UnknownOwn_IsTakenFromTheScan()
        {
            BandSurvey survey = new BandSurvey(Channels);
            FakeReceiver band = new FakeReceiver();
            band.Carrier(Own, -5000);
            for (int index = 0; index < Channels.Length; index++)
            {
                band.FrequencyMhz = Channels[index];
                band.TrySample();
                survey.Set(index, band.CentiDbm, BandSurvey.Unknown, 0);
            }

            survey.Evaluate(Own, -5000, 0);
            Assert.AreEqual(0, survey.Interference);
            Assert.AreEqual(0, survey.OccupancyPercent);
            survey.Evaluate(Own, BandSurvey.Unknown, 0);
            Assert.AreEqual(BandSurvey.Unknown, survey.Interference);
        }

        [TestMethod]
        public void OldReadings_AreLeftOut()
        {
            BandSurvey survey = Heard(-6000, 5780, -5000);
            survey.Evaluate(Own, -6000, BandSurvey.MaxAgeMs);
            Assert.AreEqual(80, survey.Interference);
            survey.Evaluate(Own, -6000, BandSurvey.MaxAgeMs + 1);
            Assert.AreEqual(BandSurvey.Unknown, survey.Interference);
            Assert.AreEqual(BandSurvey.Unknown, survey.OccupancyPercent);
            Assert.AreEqual(Floor, survey.NoiseFloorCentiDbm);
            survey.Evaluate(Own, -6000, BandSurvey.MaxFloorAgeMs + 1);
            Assert.AreEqual(BandSurvey.Unknown, survey.NoiseFloorCentiDbm);
        }

        [TestMethod]
        public void UnknownFrequency_LeavesTheFloorAlone()
        {
            BandSurvey survey = Heard(-6000, 5780, -5000);
            survey.Evaluate(0, -6000, 0);
            Assert.AreEqual(Floor, survey.NoiseFloorCentiDbm);
            Assert.AreEqual(BandSurvey.Unknown, survey.Interference);
            survey.Clear();
            survey.Evaluate(Own, -6000, 0);
            Assert.AreEqual(BandSurvey.Unknown, survey.NoiseFloorCentiDbm);
        }

        [TestMethod]
        public void Mask_IsSymmetric_AndEnds()
        {
            Assert.AreEqual(0, SelectivityMask.LossCentiDb(5800, 5800));
            Assert.AreEqual(1500, SelectivityMask.LossCentiDb(5800, 5820));
            Assert.AreEqual(3000, SelectivityMask.LossCentiDb(5835, 5800));
            Assert.AreEqual(5000, SelectivityMask.LossCentiDb(5333, 5945));
        }

        [TestMethod]
        public void ChannelsThatCannotBe_AreRefused()
        {
            int[] many = new int[65];
            int[] most = new int[64];
            for (int index = 0; index < 65; index++)
            {
                many[index] = 5700;
                most[index < 64 ? index : 0] = 5700;
            }

            Assert.ThrowsException(typeof(ArgumentException), () => new BandSurvey(null));
            Assert.ThrowsException(typeof(ArgumentException), () => new BandSurvey(new int[0]));
            Assert.ThrowsException(typeof(ArgumentException), () => new BandSurvey(many));
            Assert.ThrowsException(typeof(ArgumentException), () => new BandSurvey(new int[] { 5299 }));
            Assert.ThrowsException(typeof(ArgumentException), () => new BandSurvey(new int[] { 5300, 6001 }));
            Assert.AreEqual(64, new BandSurvey(most).Count);
            Assert.AreEqual(2, new BandSurvey(new int[] { 5300, 6000 }).Count);
        }

        // The band as it is heard with an own carrier of a power, or none, and a foreign one, or none.
        private static BandSurvey Heard(int own, int foreignMhz, int foreign)
        {
            FakeReceiver band = new FakeReceiver();
            band.Carrier(Own, own == BandSurvey.Off ? -20000 : own);
            if (foreignMhz != 0)
            {
                band.Carrier(foreignMhz, foreign);
            }

            BandSurvey survey = new BandSurvey(Channels);
            for (int index = 0; index < Channels.Length; index++)
            {
                band.FrequencyMhz = Channels[index];
                band.TrySample();
                survey.Set(index, band.CentiDbm, own, 0);
            }

            return survey;
        }
    }
}

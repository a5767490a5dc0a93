using System.Collections;
using DroneLink.Firmware.Configuration;
using DroneLink.Firmware.Safety;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Configuration
{
    [TestClass]
    public class PartsReaderTests
    {
        private const string Start = "{\"deviceId\":\"a\",\"key\":\"00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF\",\"mqtt\":{\"host\":\"b\"},";

        [TestMethod]
        public void Nothing_IsConnected_UnlessItIsSaid()
        {
            DeviceConfiguration configuration = Read("\"role\":\"drone\"");
            Assert.IsNull(configuration.Transmitter);
            Assert.IsNull(configuration.Receiver);
            Assert.IsNull(configuration.Rx5808);
            Assert.IsNull(configuration.Scanner);
            Assert.IsNull(configuration.Gps);
            Assert.IsNull(configuration.Environment);
            Assert.IsNull(configuration.Place);
        }

        [TestMethod]
        public void Transmitter_IsReadWhole()
        {
            DeviceConfiguration configuration = Read("\"autopilot\":{},\"transmitter\":{\"control\":\"smartAudio\",\"rxPin\":32,\"txPin\":33,"
                + "\"switchPin\":27,\"switchActiveLow\":true,\"readBackPin\":35,\"powerMw\":200,\"lowPowerMw\":10,\"antennaCentiDbi\":500,\"frequencyMHz\":5865,"
                + "\"ground\":\"pit\",\"cutInFlight\":true,\"deadManMs\":0,\"onMinMa\":90,\"offMaxMa\":20,\"recordMs\":1000,\"warnCelsius\":60,\"throttleCelsius\":65,"
                + "\"cutCelsius\":70,\"resumeCelsius\":55,\"confirmations\":2,\"holdMs\":5000,"
                + "\"temperature\":{\"sensor\":\"ntc\",\"adcChannel\":3,\"seriesOhm\":4700,\"r25Ohm\":47000,\"beta\":3435,\"toSupply\":true},"
                + "\"supply\":{\"sensor\":\"ina219\",\"address\":65,\"shuntMicroOhm\":50000,\"maxMa\":2000}}");
            TransmitterConnection transmitter = configuration.Transmitter;
            Assert.AreEqual("smartAudio", transmitter.Control);
            Assert.AreEqual("COM3", transmitter.Serial.Port);
            Assert.AreEqual(4800, transmitter.Serial.Baud);
            Assert.AreEqual(32, transmitter.Serial.RxPin);
            Assert.AreEqual(33, transmitter.Serial.TxPin);
            Assert.AreEqual(27, transmitter.SwitchPin);
            Assert.IsTrue(transmitter.IsSwitchActiveLow);
            Assert.AreEqual(35, transmitter.ReadBackPin);
            TransmitterOptions options = transmitter.Options;
            Assert.AreEqual(200, options.PowerMw);
            Assert.AreEqual(10, options.LowPowerMw);
            Assert.AreEqual(500, options.AntennaCentiDbi);
            Assert.AreEqual(5865, options.FrequencyMhz);
            Assert.AreEqual((int)GroundPower.Pit, (int)options.Ground);
            Assert.IsTrue(options.CutInFlight);
            Assert.IsTrue(options.HasAutopilot);
            Assert.AreEqual(0, options.DeadManMs);
            Assert.AreEqual(90, options.OnMinMa);
            Assert.AreEqual(20, options.OffMaxMa);
            Assert.AreEqual(6000, options.Thermal.WarnCentiCelsius);
            Assert.AreEqual(5500, options.Thermal.ResumeCentiCelsius);
            Assert.AreEqual(2, options.Thermal.Confirmations);
            Assert.AreEqual("ntc", transmitter.Temperature.Sensor);
            Assert.AreEqual(3, transmitter.Temperature.AdcChannel);
            Assert.AreEqual(4700, transmitter.Temperature.NtcOptions.SeriesOhm);
            Assert.IsTrue(transmitter.Temperature.NtcOptions.IsToSupply);
            Assert.AreEqual(50000, transmitter.Supply.ShuntMicroOhm);
        }

        [TestMethod]
        public void Tramp_TellsItsOwnTemperature_UnlessAnotherSensorIsThere()
        {
            Assert.AreEqual("own", Read("\"transmitter\":{\"control\":\"tramp\"}").Transmitter.Temperature.Sensor);
            Assert.AreEqual("ntc", Read("\"transmitter\":{\"control\":\"tramp\",\"temperature\":{\"sensor\":\"ntc\"}}").Transmitter.Temperature.Sensor);
            Assert.IsNull(Read("\"transmitter\":{\"control\":\"smartAudio\"}").Transmitter.Temperature);
        }

        [TestMethod]
        public void Receiver_WithItsBus_Scanner_AndPlace_AreRead()
        {
            DeviceConfiguration configuration = Read("\"role\":\"groundReceiver\",\"autopilot\":{},"
                + "\"videoLink\":{\"frequencyMHz\":5800,\"dataPin\":18,\"selectPin\":5,\"clockPin\":19,\"settleMs\":50,\"region\":\"none\",\"transmitterMw\":25},"
                + "\"receiver\":{\"idleMs\":60000,\"temperature\":{\"sensor\":\"ds18b20\",\"bits\":10}},"
                + "\"scanner\":{\"dataPin\":13,\"selectPin\":14,\"clockPin\":15},\"place\":{\"latitude\":-22.8219,\"longitude\":-47}");
            Assert.IsTrue(configuration.Rx5808.HasBus);
            Assert.AreEqual(50, configuration.Rx5808.SettleMs);
            Assert.AreEqual("none", configuration.VideoLink.Region);
            Assert.AreEqual(25, configuration.VideoLink.TransmitterMilliwatt);
            Assert.AreEqual(60000, configuration.Receiver.Options.IdleMs);
            Assert.AreEqual(10, configuration.Receiver.Temperature.Ds18b20Options.ResolutionBits);
            Assert.AreEqual(7, configuration.Scanner.AdcChannel);
            Assert.AreEqual(-228219000, configuration.Place.LatitudeE7);
            Assert.AreEqual(-470000000, configuration.Place.LongitudeE7);
            Assert.IsFalse(configuration.Autopilot.IsRecorded, "another device's flight");
        }

        [TestMethod]
        public void MistakesAreNamed()
        {
            Wrong("\"transmitter\":{}", "transmitter.control");
            Wrong("\"transmitter\":{\"switchPin\":3,\"frequencyMHz\":5800}", "transmitter.frequencyMHz");
            Wrong("\"transmitter\":{\"switchPin\":3,\"powerMw\":10,\"lowPowerMw\":25}", "transmitter.lowPowerMw");
            Wrong("\"transmitter\":{\"switchPin\":3,\"cutCelsius\":75}", "transmitter.warnCelsius");
            Wrong("\"transmitter\":{\"switchPin\":3,\"ground\":\"loud\"}", "low, pit, off or full");
            Wrong("\"transmitter\":{\"switchPin\":3,\"offMaxMa\":60}", "transmitter.offMaxMa");
            Wrong("\"transmitter\":{\"switchPin\":3,\"supply\":{\"maxMa\":900}}", "81.92 mV");
            Wrong("\"videoLink\":{\"dataPin\":18}", "videoLink.dataPin");
            Wrong("\"videoLink\":{\"dataPin\":18,\"selectPin\":5,\"clockPin\":19}", "videoLink.frequencyMHz");
            Wrong("\"videoLink\":{\"region\":\"moon\"}", "ism");
            Wrong("\"receiver\":{}", "videoLink");
            Wrong("\"videoLink\":{},\"receiver\":{\"lookMs\":15000}", "receiver.lookPeriodMs");
            Wrong("\"videoLink\":{},\"scanner\":{}", "scanner.dataPin");
            Wrong("\"videoLink\":{\"adcChannel\":7},\"scanner\":{\"dataPin\":13,\"selectPin\":14,\"clockPin\":15}", "scanner.adcChannel");
            Wrong("\"autopilot\":{},\"gps\":{}", "COM2");
            Wrong("\"transmitter\":{\"control\":\"tramp\",\"temperature\":{\"sensor\":\"ds18b20\"}}", "COM3");
            Wrong("\"transmitter\":{\"control\":\"tramp\",\"switchPin\":26}", "transmitter.txPin has that one");
            Wrong("\"autopilot\":{},\"transmitter\":{\"switchPin\":16}", "autopilot.rxPin has that one");
            Wrong("\"transmitter\":{\"switchPin\":34}", "not 34 to 39");
            Wrong("\"transmitter\":{\"switchPin\":27,\"readBackPin\":27}", "transmitter.switchPin has that one");
            Wrong("\"transmitter\":{\"control\":\"tramp\",\"readBackPin\":27}", "transmitter.readBackPin");
            Wrong("\"videoLink\":{\"frequencyMHz\":5800,\"dataPin\":12,\"selectPin\":12,\"clockPin\":13}", "videoLink.dataPin has that one");
            Wrong("\"environment\":{\"sensor\":\"bmp280\"},\"transmitter\":{\"switchPin\":21}", "transmitter.switchPin has that one");
            Wrong("\"videoLink\":{\"calibrateButtonPin\":35}", "not 34 to 39");
            Wrong("\"videoLink\":{\"adcChannel\":0},\"receiver\":{\"temperature\":{\"sensor\":\"ntc\"}}", "receiver.temperature.adcChannel");
            Wrong("\"videoLink\":{\"adcChannel\":8}", "0 to 7");
            Wrong("\"videoLink\":{},\"receiver\":{\"temperature\":{\"sensor\":\"ds18b20\"}},\"transmitter\":{\"switchPin\":27,\"temperature\":{\"sensor\":\"ds18b20\"}}", "COM3");
            Wrong("\"videoLink\":{},\"receiver\":{\"supply\":{}},\"transmitter\":{\"switchPin\":27,\"supply\":{}}", "receiver.supply.address");
            Wrong("\"videoLink\":{\"minCentiDbm\":-8000}", "videoLink.thresholdCentiDbm");
            Wrong("\"videoLink\":{\"thresholdCentiDbm\":-3100}", "videoLink.thresholdCentiDbm");
            Wrong("\"videoLink\":{\"calibrateLowCentiDbm\":-8400}", "videoLink.calibrateLowCentiDbm");
            Wrong("\"place\":{\"latitude\":91,\"longitude\":0}", "place.latitude");
            Wrong("\"place\":{\"longitude\":0}", "place.latitude");
            Wrong("\"environment\":{\"sensor\":\"ntc\"}", "environment");
            Wrong("\"role\":\"chef\"", "role");
        }

        private static DeviceConfiguration Read(string more)
        {
            ArrayList errors = new ArrayList();
            DeviceConfiguration configuration = ConfigurationReader.Read(Start + more + "}", errors);
            Assert.IsNotNull(configuration, errors.Count == 0 ? "nothing is wrong" : "refused");
            return configuration;
        }

        private static void Wrong(string more, string part)
        {
            ArrayList errors = new ArrayList();
            Assert.IsNull(ConfigurationReader.Read(Start + more + "}", errors), "taken");
            string all = "";
            for (int i = 0; i < errors.Count; i++)
            {
                all += (string)errors[i];
            }

            Assert.Contains(part, all);
        }
    }
}

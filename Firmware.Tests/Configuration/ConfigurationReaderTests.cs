using System.Collections;
using DroneLink.Firmware.Configuration;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Configuration
{
    [TestClass]
    public class ConfigurationReaderTests
    {
        private const string Key = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
        private const string Identity = "\"deviceId\":\"drone-1\",\"key\":\"" + Key + "\"";
        private const string Broker = ",\"mqtt\":{\"host\":\"broker.local\"}";

        [TestMethod]
        public void ReadsTheLeastThatIsNeededAndFillsInDefaults()
        {
            ApplicationConfiguration configuration = Read("{" + Identity + Broker + "}");
            Assert.AreEqual("drone-1", configuration.Uplink.DeviceId);
            Assert.AreEqual("default", configuration.Uplink.FleetId);
            Assert.AreEqual(32, configuration.Uplink.Key.Length);
            Assert.AreEqual((byte)0xFF, configuration.Uplink.Key[31]);
            Assert.AreEqual("drone", configuration.Role);
            Assert.IsTrue(configuration.Uplink.UseMqtt);
            Assert.IsTrue(configuration.Uplink.MqttTls);
            Assert.AreEqual(8883, configuration.MqttPort);
            Assert.IsFalse(configuration.Uplink.UseHttps);
            Assert.IsNull(configuration.AutopilotConnection);
            Assert.IsNull(configuration.Rx5808);
            Assert.AreEqual(ConfigurationReader.DefaultRingSegments, configuration.RingSegments);
            Assert.AreEqual(10000, configuration.Recorder.CommitWindowMs);
        }

        [TestMethod]
        public void ReadsEverySection()
        {
            ApplicationConfiguration configuration = Read("{" + Identity + ",\"fleetId\":\"north\",\"role\":\"groundReceiver\",\"linkId\":\"link-1\","
                + "\"wifi\":{\"ssid\":\"field\",\"password\":\"secret12\"},\"mqtt\":{\"host\":\"10.0.0.2\",\"port\":1884,\"tls\":false,\"password\":\"pw\"},"
                + "\"https\":{\"url\":\"https://example.net/v1/frames\"},\"timeServer\":\"time.local\","
                + "\"autopilot\":{\"port\":\"COM3\",\"rxPin\":4,\"txPin\":5,\"baud\":115200,\"setsClock\":false,\"systemId\":7,\"positionMs\":200,\"attitudeMs\":100,\"powerMs\":1000},"
                + "\"videoLink\":{\"adcChannel\":3,\"frequencyMHz\":5865,\"sampleMs\":20,\"windowMs\":2000,\"minMv\":400,\"maxMv\":1200,\"minCentiDbm\":-9500,\"maxCentiDbm\":-2500,\"calibrated\":true,\"thresholdCentiDbm\":-8000},"
                + "\"recorder\":{\"frameMs\":500,\"frameBytes\":600,\"commitMs\":3000,\"segments\":12,\"systemMs\":5000},"
                + "\"uplink\":{\"signFrames\":true,\"firstTryMs\":0,\"backoffBaseMs\":200,\"backoffCapMs\":2000,\"postMs\":1000,\"window\":8}}");
            Assert.AreEqual("north", configuration.Uplink.FleetId);
            Assert.AreEqual("groundReceiver", configuration.Role);
            Assert.AreEqual("link-1", configuration.LinkId);
            Assert.AreEqual("field", configuration.WifiSsid);
            Assert.AreEqual("secret12", configuration.WifiPassword);
            Assert.AreEqual("10.0.0.2", configuration.MqttHost);
            Assert.AreEqual(1884, configuration.MqttPort);
            Assert.AreEqual("pw", configuration.MqttPassword);
            Assert.AreEqual("https://example.net/v1/frames", configuration.HttpsUrl);
            Assert.AreEqual("time.local", configuration.TimeServer);
            Assert.AreEqual("COM3", configuration.AutopilotConnection.Port);
            Assert.AreEqual(4, configuration.AutopilotConnection.RxPin);
            Assert.AreEqual(5, configuration.AutopilotConnection.TxPin);
            Assert.AreEqual(115200, configuration.AutopilotConnection.Baud);
            Assert.IsFalse(configuration.UseAutopilotTime);
            Assert.AreEqual(7, configuration.Autopilot.SystemId);
            Assert.AreEqual(200, configuration.Autopilot.PositionPeriodMs);
            Assert.AreEqual(100, configuration.Autopilot.AttitudePeriodMs);
            Assert.AreEqual(1000, configuration.Autopilot.PowerPeriodMs);
            Assert.AreEqual(3, configuration.Rx5808.AdcChannel);
            Assert.AreEqual(5865, configuration.VideoLink.FrequencyMhz);
            Assert.AreEqual(20, configuration.VideoLink.SampleMs);
            Assert.AreEqual(2000, configuration.VideoLink.WindowMs);
            Assert.AreEqual(-8000, configuration.VideoLink.ThresholdCentiDbm);
            Assert.AreEqual(400, configuration.Rssi.MinMv);
            Assert.AreEqual(1200, configuration.Rssi.MaxMv);
            Assert.AreEqual(-9500, configuration.Rssi.MinCentiDbm);
            Assert.AreEqual(-2500, configuration.Rssi.MaxCentiDbm);
            Assert.IsTrue(configuration.Rssi.Calibrated);
            Assert.AreEqual(500, configuration.Recorder.FrameMaxAgeMs);
            Assert.AreEqual(600, configuration.Recorder.FrameMaxBytes);
            Assert.AreEqual(3000, configuration.Recorder.CommitWindowMs);
            Assert.AreEqual(12, configuration.RingSegments);
            Assert.AreEqual(5000, configuration.SystemPeriodMs);
            Assert.IsTrue(configuration.Uplink.SignFrames);
            Assert.AreEqual(0, configuration.Uplink.FirstTryMs);
            Assert.AreEqual(200, configuration.Uplink.BackoffBaseMs);
            Assert.AreEqual(2000, configuration.Uplink.BackoffCapMs);
            Assert.AreEqual(1000, configuration.Uplink.PostPeriodMs);
            Assert.AreEqual(8, configuration.Uplink.Window);
        }

        [TestMethod]
        public void NamesEveryWrongValueAndWhatIsExpected()
        {
            AssertError("{" + Identity + Broker + ",\"fleetId\":\"a b\"}", "config: 'fleetId' is \"a b\"; expected 1 to 32 characters");
            AssertError("{" + Identity + Broker + ",\"role\":\"pilot\"}", "config: 'role' is \"pilot\"; expected drone, groundReceiver or bench");
            AssertError("{\"deviceId\":\"d\"" + Broker + "}", "config: 'key' is missing or malformed; expected 64 hexadecimal digits");
            AssertError("{\"key\":\"" + Key + "\"" + Broker + "}", "config: 'deviceId' is missing; expected 1 to 32 characters");
            AssertError("{" + Identity + "}", "config: 'mqtt' is missing; expected an object 'mqtt' or an object 'https'");
            AssertError("{" + Identity + ",\"mqtt\":{}}", "config: 'mqtt.host' is missing; expected a text of 1 to 255 characters");
            AssertError("{" + Identity + ",\"mqtt\":{\"host\":\"b\",\"port\":65536}}", "config: 'mqtt.port' is 65536; expected a whole number");
            AssertError("{" + Identity + ",\"mqtt\":{\"host\":\"b\",\"port\":0}}", "config: 'mqtt.port' is 0; expected a whole number");
            AssertError("{" + Identity + ",\"mqtt\":{\"host\":\"b\",\"tls\":1}}", "config: 'mqtt.tls' is 1; expected true or false");
            AssertError("{" + Identity + ",\"mqtt\":5}", "config: 'mqtt' is 5; expected an object");
            AssertError("{" + Identity + ",\"https\":{\"url\":\"ftp://x\"}}", "config: 'https.url' is \"ftp://x\"; expected an address");
            AssertError("{" + Identity + Broker + ",\"autopilot\":{\"port\":\"COM1\"}}", "config: 'autopilot.port' is \"COM1\"; expected COM2 or COM3");
            AssertError("{" + Identity + Broker + ",\"autopilot\":{\"baud\":\"57600\"}}", "config: 'autopilot.baud' is \"57600\"; expected a whole number");
            AssertError("{" + Identity + Broker + ",\"videoLink\":{\"minMv\":900,\"maxMv\":900}}", "config: 'videoLink.maxMv' is 900; expected more than minMv");
            AssertError("{" + Identity + Broker + ",\"recorder\":{\"segments\":1}}", "config: 'recorder.segments' is 1; expected a whole number");
            AssertError("{" + Identity + Broker + ",\"uplink\":{\"backoffCapMs\":1000,\"backoffBaseMs\":2000}}", "config: 'uplink.backoffCapMs' is 1000; expected backoffBaseMs");
            AssertError("{" + Identity + Broker + ",\"fleetID\":\"x\"}", "config: 'fleetID' is not a setting; expected one of deviceId fleetId");
            AssertError("{" + Identity + ",\"mqtt\":{\"host\":\"b\",\"prot\":1}}", "config: 'mqtt.prot' is not a setting; expected one of host tls port password");
        }

        [TestMethod]
        public void ReportsAllWrongValuesAtOnce()
        {
            ArrayList errors = new ArrayList();
            Assert.IsNull(ApplicationConfigurationReader.Read("{\"deviceId\":\"\",\"key\":\"zz\",\"mqtt\":{\"host\":\"b\",\"port\":0}}", errors));
            Assert.AreEqual(3, errors.Count);
        }

        [TestMethod]
        public void RefusesWhatIsNotAnObject()
        {
            AssertError("", "is not JSON");
            AssertError("[]", "is not JSON");
            AssertError("{\"deviceId\":", "is not JSON");
            AssertError("hello", "is not JSON");
        }

        [TestMethod]
        public void NeverShowsTheKey()
        {
            ArrayList errors = new ArrayList();
            ApplicationConfigurationReader.Read("{\"deviceId\":\"d\",\"key\":\"5ec2e7\"" + Broker + "}", errors);
            Assert.AreEqual(1, errors.Count);
            Assert.IsTrue(((string)errors[0]).IndexOf("5ec2e7") < 0);
        }

        private static ApplicationConfiguration Read(string json)
        {
            ArrayList errors = new ArrayList();
            ApplicationConfiguration configuration = ApplicationConfigurationReader.Read(json, errors);
            Assert.IsNotNull(configuration, errors.Count > 0 ? (string)errors[0] : "");
            return configuration;
        }

        private static void AssertError(string json, string expected)
        {
            ArrayList errors = new ArrayList();
            Assert.IsNull(ApplicationConfigurationReader.Read(json, errors));
            string all = "";
            for (int i = 0; i < errors.Count; i++)
            {
                all += (string)errors[i] + " | ";
            }

            Assert.Contains(expected, all);
        }
    }
}

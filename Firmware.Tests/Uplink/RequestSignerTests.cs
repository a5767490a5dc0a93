using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Uplink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Uplink
{
    [TestClass]
    public class RequestSignerTests
    {
        [TestMethod]
        public void Sign_IsTheHmacOfTheWholeText()
        {
            byte[] key = Hex.TryDecode("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
            RequestSigner signer = new RequestSigner("drone-1", new HmacSha256(key));
            byte[] body = { 1, 2, 3, 250, 99 };

            // Over "POST\n/v1/frames\ndrone-1\n1735689600\n" and the bytes 1 2 3 250, by Python's hmac.
            string expected = "bf26103db3fd97ecfdad858c1c2dd305db22fdc62197d4aca88652c533ae6c37";
            Assert.AreEqual(expected, signer.SignPost("1735689600", body, 4));
            Assert.AreEqual(expected, signer.SignPost("1735689600", body, 4), "second signature of the same");
            Assert.AreNotEqual(expected, signer.SignPost("1735689601", body, 4));
            Assert.AreNotEqual(expected, signer.SignPost("1735689600", body, 5));
            Assert.AreNotEqual(expected, new RequestSigner("drone-2", new HmacSha256(key)).SignPost("1735689600", body, 4));
        }

        [TestMethod]
        public void Topics_AreThoseOfTheWireFormat()
        {
            MqttTopics topics = new MqttTopics("fleet", "drone-1");
            Assert.AreEqual("dl/v1/fleet/drone-1/frames", topics.Frames);
            Assert.AreEqual("dl/v1/fleet/drone-1/status", topics.Status);
        }
    }
}

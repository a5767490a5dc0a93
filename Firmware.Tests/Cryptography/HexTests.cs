using DroneLink.Firmware.Cryptography;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Cryptography
{
    [TestClass]
    public class HexTests
    {
        [TestMethod]
        public void Decode_TakesEitherCase_EncodeGivesLower()
        {
            Assert.AreEqual("00ff1aa1", Hex.Encode(Hex.TryDecode("00Ff1aA1")));
            Assert.AreEqual("", Hex.Encode(Hex.TryDecode("")));
        }

        [TestMethod]
        public void Decode_OfWhatIsNoHex_IsNull()
        {
            Assert.IsNull(Hex.TryDecode(null));
            Assert.IsNull(Hex.TryDecode("0"));
            Assert.IsNull(Hex.TryDecode("0g"));
            Assert.IsNull(Hex.TryDecode("/0"));
            Assert.IsNull(Hex.TryDecode(":0"));
            Assert.IsNull(Hex.TryDecode("@0"));
            Assert.IsNull(Hex.TryDecode("`0"));
        }
    }
}

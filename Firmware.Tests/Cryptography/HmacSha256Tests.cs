using System;
using System.Text;
using DroneLink.Firmware.Cryptography;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Cryptography
{
    /// <summary>RFC 4231, section 4.</summary>
    [TestClass]
    public class HmacSha256Tests
    {
        [TestMethod]
        public void Case1_ShortKey()
        {
            Check("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", Filled(20, 0x0b), Encoding.UTF8.GetBytes("Hi There"));
        }

        [TestMethod]
        public void Case2_KeyShorterThanTheHash()
        {
            Check(
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                Encoding.UTF8.GetBytes("Jefe"),
                Encoding.UTF8.GetBytes("what do ya want for nothing?"));
        }

        [TestMethod]
        public void Case3_KeyAndDataOverABlock()
        {
            Check("773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe", Filled(20, 0xaa), Filled(50, 0xdd));
        }

        [TestMethod]
        public void Case4_CountingKey()
        {
            Check(
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
                Hex.TryDecode("0102030405060708090a0b0c0d0e0f10111213141516171819"),
                Filled(50, 0xcd));
        }

        [TestMethod]
        public void Case5_Truncated()
        {
            Check("a3b6167473100ee06e0c796c2955552b", Filled(20, 0x0c), Encoding.UTF8.GetBytes("Test With Truncation"));
        }

        [TestMethod]
        public void Case6_KeyLongerThanABlock()
        {
            Check(
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
                Filled(131, 0xaa),
                Encoding.UTF8.GetBytes("Test Using Larger Than Block-Size Key - Hash Key First"));
        }

        [TestMethod]
        public void Case7_KeyAndDataLongerThanABlock()
        {
            Check(
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
                Filled(131, 0xaa),
                Encoding.UTF8.GetBytes(
                    "This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm."));
        }

        [TestMethod]
        public void Constructor_WithoutAKey_Throws()
        {
            Assert.ThrowsException(typeof(ArgumentNullException), () => new HmacSha256(null));
        }

        private static byte[] Filled(int count, byte value)
        {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++)
            {
                bytes[i] = value;
            }

            return bytes;
        }

        private static void Check(string expected, byte[] key, byte[] data)
        {
            HmacSha256 hmac = new HmacSha256(key);
            byte[] code = new byte[Sha256.HashBytes];
            for (int round = 0; round < 2; round++)
            {
                hmac.Start();
                hmac.Update(data, 0, 3);
                hmac.Update(data, 3, data.Length - 3);
                hmac.Finish(code, 0);
                Assert.AreEqual(expected, Hex.Encode(code).Substring(0, expected.Length));
            }
        }
    }
}

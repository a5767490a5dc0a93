using System.Text;
using DroneLink.Firmware.Cryptography;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Cryptography
{
    [TestClass]
    public class Sha256Tests
    {
        private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        private const string TwoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        private const string TwoBlocksHash = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";

        // RFC 6234, section 8.5, SHA-256 tests 1, 2, 4, 6, 8 and 10; the million of test 3 is in tools/Host.Tests.
        [TestMethod]
        public void Rfc6234Vectors()
        {
            Assert.AreEqual("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Hash(new byte[0]), "empty");
            Assert.AreEqual(Abc, Hash(Encoding.UTF8.GetBytes("abc")), "abc");
            Assert.AreEqual(TwoBlocksHash, Hash(Encoding.UTF8.GetBytes(TwoBlocks)), "two blocks");
            Assert.AreEqual("68aa2e2ee5dff96e3355e6c7ee373e3d6a4e17f75f9518d843709c0c9bc3e3d4", Hash(Hex.TryDecode("19")), "one byte");
            Assert.AreEqual(
                "175ee69b02ba9b58e2b0a5fd13819cea573f3940a94f825128cf4209beabb4e8",
                Hash(Hex.TryDecode("e3d72570dcdd787ce3887ab2cd684652")),
                "sixteen bytes");
            Assert.AreEqual(
                "97dbca7df46d62c8a422c941dd7e835b8ad3361763f7e9b2d95f4f0da6e1ccbc",
                Hash(Hex.TryDecode(
                    "8326754e2277372f4fc12b20527afef04d8a056971b11ad57123a7c137760000"
                    + "d7bef6f3c1f7a9083aa39d810db310777dab8b1e7f02b84a26c773325f8b2374"
                    + "de7a4b5a58cb5c5cf35bcee6fb946e5bd694fa593a8beb3f9d6592ecedaa66ca"
                    + "82a29d0c51bcf9336230e5d784e4c0a43f8d79a30a165cbabe452b774b9c7109"
                    + "a97d138f129228966f6c0adc106aad5a9fdd30825769b2c671af6759df28eb39"
                    + "3d54d6")),
                "163 bytes");
        }

        [TestMethod]
        public void Update_SplitAnywhere_GivesTheSameHash()
        {
            byte[] message = Encoding.UTF8.GetBytes(TwoBlocks);
            Sha256 hash = new Sha256();
            byte[] result = new byte[Sha256.HashBytes + 2];
            for (int split = 0; split <= message.Length; split++)
            {
                hash.Start();
                hash.Update(message, 0, split);
                hash.Update(message, split, message.Length - split);
                hash.Finish(result, 1);
                Assert.AreEqual("00" + TwoBlocksHash + "00", Hex.Encode(result));
            }
        }

        private static string Hash(byte[] message)
        {
            Sha256 hash = new Sha256();
            byte[] result = new byte[Sha256.HashBytes];
            hash.Update(message, 0, message.Length);
            hash.Finish(result, 0);
            return Hex.Encode(result);
        }
    }
}

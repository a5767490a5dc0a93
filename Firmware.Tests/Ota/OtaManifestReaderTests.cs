using DroneLink.Firmware.Ota;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Ota
{
    [TestClass]
    public class OtaManifestReaderTests
    {
        private static OtaManifest _manifest;

        [TestMethod]
        public void Read_TakesWhatIsSigned()
        {
            Assert.AreEqual(OtaRefusal.None, Read(new OtaOffer()));
            Assert.AreEqual("kite", _manifest.Device);
            Assert.AreEqual("drone", _manifest.Role);
            Assert.AreEqual("nano1", _manifest.Runtime);
            Assert.AreEqual(1795521630u, _manifest.Serial);
            Assert.AreEqual(0x000200, _manifest.Version);
            Assert.AreEqual(7, _manifest.Build);
            Assert.AreEqual(5000, _manifest.Size);
            Assert.AreEqual((byte)0xFF, _manifest.Sha256[15]);
            Assert.AreEqual(0x000100, _manifest.MinVersion);
            Assert.AreEqual(2, _manifest.Libraries.Count);
            Assert.AreEqual("1.17", (string)_manifest.Libraries["mscorlib"]);
            Assert.AreEqual(1795600000u, _manifest.Expires);
        }

        [TestMethod]
        public void Read_TakesTheLimits()
        {
            OtaOffer offer = new OtaOffer();
            offer.Serial = "4294967295";
            offer.Expires = "4294967295";
            offer.Build = "2147483647";
            offer.Size = "2147483647";
            offer.MinVersion = null;
            offer.Libraries = null;
            Assert.AreEqual(OtaRefusal.None, Read(offer));
            Assert.AreEqual(4294967295u, _manifest.Serial);
            Assert.AreEqual(2147483647, _manifest.Build);
            Assert.AreEqual(0, _manifest.MinVersion);
            Assert.IsNull(_manifest.Libraries);
        }

        [TestMethod]
        public void Read_LeavesOutMembersThatItDoesNotKnow()
        {
            OtaOffer offer = new OtaOffer();
            offer.Extra = ",\"notes\":\"a [b] {c} \\\"d\\\" : e\",\"urgent\":true,\"none\":null";
            Assert.AreEqual(OtaRefusal.None, Read(offer));
        }

        [TestMethod]
        public void Read_OfAnotherKey_IsSignature()
        {
            byte[] key = OtaBench.MakeOptions().Key;
            key[31] ^= 1;
            Assert.AreEqual(OtaRefusal.Signature, Read(new OtaOffer().Sign(key)));
        }

        [TestMethod]
        public void Read_OfAChangedByte_IsSignature()
        {
            byte[] manifest = new OtaOffer().Sign(OtaBench.MakeOptions().Key);
            for (int i = 0; i < manifest.Length; i += 31)
            {
                manifest[i] ^= 0x10;
                Assert.AreEqual(OtaRefusal.Signature, Read(manifest));
                manifest[i] ^= 0x10;
            }

            Assert.AreEqual(OtaRefusal.None, Read(manifest));
        }

        [TestMethod]
        public void Read_TakesExactly1024Bytes_AndNoMore()
        {
            OtaOffer offer = new OtaOffer();
            int length = 32 + offer.ToJson().Length;
            offer.Extra = ",\"x\":\"" + new string('a', 1024 - length - 7) + "\"";
            Assert.AreEqual(1024, offer.Sign(new byte[32]).Length);
            Assert.AreEqual(OtaRefusal.None, Read(offer));
            offer.Extra = ",\"x\":\"" + new string('a', 1025 - length - 7) + "\"";
            Assert.AreEqual(OtaRefusal.Malformed, Read(offer));
        }

        [TestMethod]
        public void Read_OfTooLittle_IsMalformed()
        {
            Assert.AreEqual(OtaRefusal.Malformed, Read(new byte[0]));
            Assert.AreEqual(OtaRefusal.Malformed, Read(new byte[32]));
            Assert.AreEqual(OtaRefusal.Signature, Read(new byte[33]));
        }

        [TestMethod]
        public void Read_OfWhatIsNoManifest_IsMalformed()
        {
            string json = new OtaOffer().ToJson();
            string body = json.Substring(1, json.Length - 2);
            string[] wrong =
            {
                "x", "{", "}", "{}", "[]", "null", "7", "\"a\"", "[" + json + "]", json + json, json + "}", "{" + json,
                json.Substring(0, json.Length - 1), "{" + body + ",}", "{" + body + ",\"a\":[]}", "{" + body + ",\"a\":{}}",
                "{" + body + ",\"a\":{\"b\":\"1.2\"}}", "{" + body + ",\"a\":\"\u00E9\"}", "{" + body + ",\"a\":\"\n\"}",
                "{" + body + ",\n\"a\":1}", "{" + body + ",\"a\":\"", "{" + body + ",\"build\":8}", "{" + body + ",\"build\":7}",
                "{" + body + ",\"b\\u0075ild\":8}", "{" + body + ",\"x\":1,\"x\":2}",
            };
            for (int i = 0; i < wrong.Length; i++)
            {
                Assert.AreEqual(OtaRefusal.Malformed, Read(OtaOffer.Sign(wrong[i], OtaBench.MakeOptions().Key)), "text " + i.ToString());
            }
        }

        [TestMethod]
        public void Read_OfAWrongValue_IsMalformed()
        {
            string[] no = { null, "null", "0", "-1", "true", "\"\"", "\"x y z\"", "1.5", "99999999999999999999", "{}" };
            for (int i = 0; i < no.Length; i++)
            {
                OtaOffer[] wrong = new OtaOffer[6];
                for (int k = 0; k < wrong.Length; k++)
                {
                    wrong[k] = new OtaOffer();
                }

                wrong[0].Serial = no[i];
                wrong[1].Version = no[i];
                wrong[2].Build = no[i];
                wrong[3].Size = no[i];
                wrong[4].Sha256 = no[i];
                wrong[5].Expires = no[i];
                for (int k = 0; k < wrong.Length; k++)
                {
                    Assert.AreEqual(OtaRefusal.Malformed, Read(wrong[k]), "member " + k.ToString() + " value " + i.ToString());
                }
            }
        }

        [TestMethod]
        public void Read_OfAWrongText_IsMalformed()
        {
            string[] no = { null, "null", "0", "\"\"", "{}", "\"" + new string('a', 65) + "\"" };
            for (int i = 0; i < no.Length; i++)
            {
                OtaOffer[] wrong = { new OtaOffer(), new OtaOffer(), new OtaOffer(), new OtaOffer() };
                wrong[0].Device = no[i];
                wrong[1].Role = no[i];
                wrong[2].Runtime = no[i];
                wrong[3].V = no[i];
                for (int k = 0; k < wrong.Length; k++)
                {
                    Assert.AreEqual(OtaRefusal.Malformed, Read(wrong[k]), "member " + k.ToString() + " value " + i.ToString());
                }
            }
        }

        [TestMethod]
        public void Read_JustOutOfRange_IsMalformed()
        {
            OtaOffer[] wrong = new OtaOffer[8];
            for (int k = 0; k < wrong.Length; k++)
            {
                wrong[k] = new OtaOffer();
            }

            wrong[0].Serial = "4294967296";
            wrong[1].Expires = "4294967296";
            wrong[2].Build = "2147483648";
            wrong[3].Size = "2147483648";
            wrong[4].V = "2";
            wrong[5].Sha256 = "\"00112233445566778899aabbccddeeff00112233445566778899aabbccddee\"";
            wrong[6].MinVersion = "\"0.1\"";
            wrong[7].MinVersion = "null";
            for (int k = 0; k < wrong.Length; k++)
            {
                Assert.AreEqual(OtaRefusal.Malformed, Read(wrong[k]), "offer " + k.ToString());
            }
        }

        [TestMethod]
        public void Read_OfWrongLibraries_IsMalformed()
        {
            string[] wrong =
            {
                "null", "1", "\"a\"", "{\"a\":1}", "{\"a\":null}", "{\"a\":\"\"}", "{\"a\":{}}", "{\"\":\"1.0\"}",
                "{\"a\":\"1.0\",\"a\":\"1.0\"}", Libraries(25),
            };
            OtaOffer offer = new OtaOffer();
            for (int i = 0; i < wrong.Length; i++)
            {
                offer.Libraries = wrong[i];
                Assert.AreEqual(OtaRefusal.Malformed, Read(offer), "libraries " + i.ToString());
            }

            offer.Libraries = Libraries(24);
            Assert.AreEqual(OtaRefusal.None, Read(offer));
            offer.Libraries = "{}";
            Assert.AreEqual(OtaRefusal.None, Read(offer));
        }

        private static string Libraries(int count)
        {
            string text = "";
            for (int i = 0; i < count; i++)
            {
                text += (i == 0 ? "{" : ",") + "\"L" + i.ToString() + "\":\"1.0\"";
            }

            return text + "}";
        }

        private static int Read(OtaOffer offer)
        {
            return Read(offer.Sign(OtaBench.MakeOptions().Key));
        }

        private static int Read(byte[] manifest)
        {
            byte[] buffer = new byte[manifest.Length + 5];
            System.Array.Copy(manifest, 0, buffer, 3, manifest.Length);
            _manifest = new OtaManifest();
            return new OtaManifestReader(OtaBench.MakeOptions().Key).Read(buffer, 3, manifest.Length, _manifest);
        }
    }
}

using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Storage;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Ota
{
    [TestClass]
    public class OtaManifestTests
    {
        private const long Expires = 1795600000;
        private const uint Serial = 1795521630;

        private static OtaOptions _options;
        private static OtaState _state;
        private static OtaOffer _offer;
        private static int _running;
        private static long _utc;
        private static long _heap;

        [TestMethod]
        public void Judge_TakesWhatIsForThisDevice()
        {
            Prepare();
            Expect(OtaRefusal.None);
            _offer.Role = "\"any\"";
            Expect(OtaRefusal.None);
        }

        [TestMethod]
        public void Judge_OfAnotherDeviceRoleOrRuntime()
        {
            Prepare();
            _offer.Device = "\"kite2\"";
            Expect(OtaRefusal.WrongDevice);
            Prepare();
            _offer.Device = "\"Kite\"";
            Expect(OtaRefusal.WrongDevice);
            Prepare();
            _offer.Role = "\"groundReceiver\"";
            Expect(OtaRefusal.WrongRole);
            Prepare();
            _offer.Runtime = "\"net10\"";
            Expect(OtaRefusal.WrongRuntime);
        }

        [TestMethod]
        public void Judge_OfTime()
        {
            Prepare();
            _utc = Expires - 1;
            Expect(OtaRefusal.None);
            _utc = Expires;
            Expect(OtaRefusal.Expired);
            _utc = 0;
            Expect(OtaRefusal.Later);
        }

        [TestMethod]
        public void Judge_OfAnEndedSerial_IsReplay()
        {
            Prepare();
            _state.OfferSerial = Serial - 1;
            _state.EndOffer();
            Expect(OtaRefusal.None);
            _state.OfferSerial = Serial;
            _state.EndOffer();
            Expect(OtaRefusal.Replay);
        }

        [TestMethod]
        public void Judge_OfAnOfferBeforeTheOneUnderWay_IsReplay()
        {
            Prepare();
            _state.OfferSerial = Serial;
            Expect(OtaRefusal.None);
            _state.OfferSerial = Serial + 1;
            Expect(OtaRefusal.Replay);
        }

        [TestMethod]
        public void Judge_OfABuildThatIsNotHigher_IsDowngrade()
        {
            Prepare();
            _state.HighestBuild = 6;
            Expect(OtaRefusal.None);
            _state.HighestBuild = 7;
            Expect(OtaRefusal.Downgrade);
            Prepare();
            _options.BuiltInBuild = 7;
            Expect(OtaRefusal.Downgrade);
        }

        [TestMethod]
        public void Judge_OfNeeds()
        {
            Prepare();
            _running = 0x0000FF;
            Expect(OtaRefusal.MinVersion);
            Prepare();
            _options.Libraries["mscorlib"] = "1.18";
            Expect(OtaRefusal.Library);
            Prepare();
            _options.Libraries.Remove("mscorlib");
            Expect(OtaRefusal.Library);
            Prepare();
            _offer.Size = (4 * 4092).ToString();
            Expect(OtaRefusal.None);
            _offer.Size = ((4 * 4092) + 1).ToString();
            Expect(OtaRefusal.TooLarge);
            Prepare();
            _heap = 5000 + _options.HeapMarginBytes;
            Expect(OtaRefusal.None);
            _heap--;
            Expect(OtaRefusal.NoMemory);
            _heap = 0;
            Expect(OtaRefusal.NoMemory);
        }

        [TestMethod]
        public void Judge_SaysTheFirstReason()
        {
            Prepare();
            _offer.Device = "\"other\"";
            _offer.Role = "\"bench\"";
            _offer.Runtime = "\"net10\"";
            _offer.Size = "2147483647";
            _utc = Expires;
            _state.OfferSerial = Serial;
            _state.EndOffer();
            _state.HighestBuild = 7;
            _running = 0;
            _options.Libraries.Clear();
            _heap = 0;
            Expect(OtaRefusal.WrongDevice);
            _offer.Device = "\"kite\"";
            Expect(OtaRefusal.WrongRole);
            _offer.Role = "\"drone\"";
            Expect(OtaRefusal.WrongRuntime);
            _offer.Runtime = "\"nano1\"";
            Expect(OtaRefusal.Expired);
            _utc = OtaBench.Utc;
            Expect(OtaRefusal.Replay);
            _offer.Serial = (Serial + 1).ToString();
            Expect(OtaRefusal.Downgrade);
            _offer.Build = "8";
            Expect(OtaRefusal.MinVersion);
            _running = 0x000100;
            Expect(OtaRefusal.Library);
            _offer.Libraries = null;
            Expect(OtaRefusal.TooLarge);
            _offer.Size = "100";
            Expect(OtaRefusal.NoMemory);
            _heap = -1;
            Expect(OtaRefusal.None);
        }

        private static void Prepare()
        {
            _options = OtaBench.MakeOptions();
            _state = new OtaState(new RamStore());
            _state.Load();
            _offer = new OtaOffer();
            _running = 0x000100;
            _utc = OtaBench.Utc;
            _heap = -1;
        }

        private static void Expect(int refusal)
        {
            OtaManifest manifest = new OtaManifest();
            byte[] bytes = _offer.Sign(_options.Key);
            Assert.AreEqual(OtaRefusal.None, new OtaManifestReader(_options.Key).Read(bytes, 0, bytes.Length, manifest));
            Assert.AreEqual(refusal, manifest.Judge(_options, _state, _running, _utc, _heap));
        }
    }
}

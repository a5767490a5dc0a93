using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Tests.Storage;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Ota
{
    [TestClass]
    public class OtaStateTests
    {
        private static RamStore _store;

        [TestMethod]
        public void Load_OfNothing_IsANewDevice()
        {
            _store = new RamStore();
            OtaState state = Load();
            Assert.AreEqual(OtaSlotId.BuiltIn, state.Active);
            Assert.AreEqual(OtaSlotId.BuiltIn, state.Trial);
            Assert.AreEqual(0, state.HighestBuild);
            Assert.AreEqual(0, state.ReportCount);
            Assert.IsFalse(state.IsDirty);
        }

        [TestMethod]
        public void Save_KeepsEverything()
        {
            _store = new RamStore();
            Fill(Load()).TrySave();
            OtaState state = Load();
            Assert.AreEqual(OtaSlotId.A, state.Active);
            Assert.AreEqual(4, state.FailedStarts);
            Assert.IsTrue(state.LoadFailed);
            Assert.AreEqual(9, state.HighestBuild);
            Assert.AreEqual(77u, state.EndedSerial);
            Assert.AreEqual(78u, state.OfferSerial);
            Assert.AreEqual(OtaSlotId.B, state.Download);
            Assert.IsTrue(state.IsErased);
            Assert.AreEqual(1, state.ReportCount);
            Assert.AreEqual(12, state.ReportCode(0));
            Assert.AreEqual(0x020304, state.ReportValue(0));
            Assert.AreEqual(9, state.ReportBuild(0));
            Assert.IsTrue(state.Slot(OtaSlotId.A).IsConfirmed);
            Assert.IsFalse(state.Slot(OtaSlotId.B).IsConfirmed);
            Assert.AreEqual(9, state.Slot(OtaSlotId.A).Build);
            Assert.AreEqual(0x020304, state.Slot(OtaSlotId.A).Version);
            Assert.AreEqual(261888, state.Slot(OtaSlotId.A).Size);
            byte[] hash = new byte[32];
            state.Slot(OtaSlotId.A).CopySha256(hash);
            Assert.AreEqual((byte)31, hash[31]);
        }

        [TestMethod]
        public void Layout_IsAsTheReadmeHasIt()
        {
            _store = new RamStore();
            Fill(Load()).TrySave();
            byte[] file = _store.Get("ota.1");
            Assert.AreEqual(204, file.Length);
            int[] at = { 8, 12, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 104, 108, 112, 116, 151, 156 };
            int[] value = { 1, 1, 4, 1, 9, 77, 78, 2, 1, 1, 12, 4, 9, 1, 9, 4, 0, 31, 10 };
            for (int i = 0; i < at.Length; i++)
            {
                Assert.AreEqual((byte)value[i], file[at[i]], "at " + at[i].ToString());
            }
        }

        [TestMethod]
        public void HighestBuild_NeverFalls_AndNorDoesTheSerial()
        {
            _store = new RamStore();
            OtaState state = Load();
            state.HighestBuild = 9;
            state.HighestBuild = 8;
            Assert.AreEqual(9, state.HighestBuild);
            state.OfferSerial = 50;
            state.EndOffer();
            state.OfferSerial = 40;
            state.EndOffer();
            Assert.AreEqual(50u, state.EndedSerial);
        }

        [TestMethod]
        public void Load_OfWhatCannotBe_KeepsTheCountersAlone()
        {
            int[] index = { 1, 2, 9, 11, 1, 2 };
            uint[] value = { 3, 3, 3, 5, 1, 2 };
            for (int i = 0; i < index.Length; i++)
            {
                _store = new RamStore();
                AlternatingFile file = new AlternatingFile(_store, "ota", 48);
                file.Values[0] = 1;
                file.Values[6] = 12;
                file.Values[7] = 13;
                file.Values[index[i]] = value[i];
                file.TrySave();
                OtaState state = Load();
                Assert.AreEqual(OtaSlotId.BuiltIn, state.Active);
                Assert.AreEqual(OtaSlotId.BuiltIn, state.Trial);
                Assert.AreEqual(OtaSlotId.BuiltIn, state.Download);
                Assert.AreEqual(0, state.ReportCount);
                Assert.AreEqual(12, state.HighestBuild);
                Assert.AreEqual(13u, state.EndedSerial);
            }
        }

        [TestMethod]
        public void Restore_TakesBackWhatChanged()
        {
            _store = new RamStore();
            OtaState state = Fill(Load());
            state.TrySave();
            state.Keep();
            state.Active = OtaSlotId.BuiltIn;
            state.Slot(OtaSlotId.A).Clear();
            _store.Refuses = true;
            Assert.IsFalse(state.TrySave());
            Assert.IsTrue(state.IsDirty);
            state.Restore();
            Assert.IsFalse(state.IsDirty);
            Assert.AreEqual(OtaSlotId.A, state.Active);
            Assert.AreEqual(9, state.Slot(OtaSlotId.A).Build);
        }

        [TestMethod]
        public void Reports_GoOldestFirst_AndNoMoreThanFour()
        {
            _store = new RamStore();
            OtaState state = Load();
            for (int i = 1; i <= 5; i++)
            {
                state.AddReport(10 + i, i, 100 + i);
            }

            Assert.AreEqual(4, state.ReportCount);
            state.RemoveReports(3);
            Assert.AreEqual(1, state.ReportCount);
            Assert.AreEqual(14, state.ReportCode(0));
            Assert.AreEqual(104, state.ReportBuild(0));
            state.RemoveReports(1);
            Assert.AreEqual(0, state.ReportCount);
        }

        private static OtaState Fill(OtaState state)
        {
            byte[] hash = new byte[32];
            for (int i = 0; i < hash.Length; i++)
            {
                hash[i] = (byte)i;
            }

            state.Slot(OtaSlotId.A).Set(9, 0x020304, 261888, hash);
            state.Slot(OtaSlotId.A).IsConfirmed = true;
            state.Slot(OtaSlotId.B).Set(10, 0x020305, 1, hash);
            state.Active = OtaSlotId.A;
            state.FailedStarts = 4;
            state.LoadFailed = true;
            state.HighestBuild = 9;
            state.OfferSerial = 77;
            state.EndOffer();
            state.OfferSerial = 78;
            state.Download = OtaSlotId.B;
            state.IsErased = true;
            state.AddReport(12, 0x020304, 9);
            return state;
        }

        private static OtaState Load()
        {
            OtaState state = new OtaState(_store);
            state.Load();
            return state;
        }
    }
}

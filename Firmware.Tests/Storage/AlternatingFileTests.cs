using DroneLink.Firmware.Storage;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Storage
{
    [TestClass]
    public class AlternatingFileTests
    {
        private static RamStore _store;

        [TestMethod]
        public void Load_OfNothing_LeavesZeroes()
        {
            _store = new RamStore();
            AlternatingFile file = new AlternatingFile(_store, "a", 2);
            Assert.IsFalse(file.Load());
            Assert.AreEqual(0u, file.Values[0]);
        }

        [TestMethod]
        public void Load_TakesTheNewest_AndTheOtherWhenThatIsTorn()
        {
            _store = new RamStore();
            for (uint value = 1; value <= 5; value++)
            {
                Save(value);
                Assert.AreEqual(value, Load());
                string newest = (value & 1) == 0 ? "a.0" : "a.1";
                byte[] whole = _store.Get(newest);
                byte[] torn = new byte[whole.Length - 1];
                _store.Put(newest, torn);
                Assert.AreEqual(value - 1, Load(), "after a cut");
                _store.Put(newest, whole);
            }
        }

        [TestMethod]
        public void Save_ThatIsRefused_LeavesTheLast_AndMayBeTriedAgain()
        {
            _store = new RamStore();
            Save(1);
            AlternatingFile file = new AlternatingFile(_store, "a", 2);
            file.Load();
            file.Values[0] = 2;
            _store.Refuses = true;
            Assert.IsFalse(file.TrySave());
            Assert.AreEqual(1u, Load());
            _store.Refuses = false;
            Assert.IsTrue(file.TrySave());
            Assert.AreEqual(2u, Load());
        }

        [TestMethod]
        public void Save_GoesOverTheOlder_WhicheverNameThatHas()
        {
            _store = new RamStore();
            for (uint value = 1; value <= 4; value++)
            {
                Save(value);
            }

            byte[] newest = _store.Get("a.0");
            _store.Put("a.0", _store.Get("a.1"));
            _store.Put("a.1", newest);
            Assert.AreEqual(4u, Load());
            Save(5);
            Assert.AreEqual(5u, Load());
            _store.Put("a.0", new byte[0]);
            Assert.AreEqual(4u, Load(), "the newest was written over");
        }

        private static void Save(uint value)
        {
            AlternatingFile file = new AlternatingFile(_store, "a", 2);
            file.Load();
            file.Values[0] = value;
            file.Values[1] = uint.MaxValue;
            Assert.IsTrue(file.TrySave());
        }

        private static uint Load()
        {
            AlternatingFile file = new AlternatingFile(_store, "a", 2);
            return file.Load() ? file.Values[0] : 0;
        }
    }
}

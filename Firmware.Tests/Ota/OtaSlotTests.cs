using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Storage;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Ota
{
    [TestClass]
    public class OtaSlotTests
    {
        private static RamStore _store;
        private static OtaSlot _slot;

        [TestMethod]
        public void Sizes()
        {
            Assert.AreEqual(1, OtaSlot.BlocksOf(1));
            Assert.AreEqual(1, OtaSlot.BlocksOf(4092));
            Assert.AreEqual(2, OtaSlot.BlocksOf(4093));
            Assert.AreEqual(64, OtaSlot.BlocksOf(OtaSlot.MaxImageBytes));
            Assert.AreEqual(4092, OtaSlot.BytesOf(0, 4092));
            Assert.AreEqual(1, OtaSlot.BytesOf(1, 4093));
        }

        [TestMethod]
        public void Write_AndReadBack()
        {
            byte[] image = Write(4093);
            Assert.AreEqual(4096, _store.Get("slota.00").Length);
            Assert.AreEqual(5, _store.Get("slota.01").Length);
            Assert.AreEqual(2, _store.Writes);
            Assert.IsTrue(Read(image));
        }

        [TestMethod]
        public void Names_AreDecimal_OfTwoDigits_AndOfTheSlot()
        {
            _store = new RamStore();
            _slot = new OtaSlot(_store, OtaSlotId.B, new byte[OtaSlot.BlockBytes]);
            _slot.TryWriteBlock(9, 1);
            _slot.TryWriteBlock(10, 1);
            _slot.TryWriteBlock(63, 1);
            Assert.IsNotNull(_store.Get("slotb.09"));
            Assert.IsNotNull(_store.Get("slotb.10"));
            Assert.IsNotNull(_store.Get("slotb.63"));
        }

        [TestMethod]
        public void ReadBlock_OfWhatIsNotWhole_IsNone()
        {
            Write(4093);
            byte[] whole = _store.Get("slota.01");
            for (int length = 0; length < whole.Length; length++)
            {
                byte[] part = new byte[length];
                System.Array.Copy(whole, 0, part, 0, length);
                _store.Put("slota.01", part);
                Assert.AreEqual(-1, _slot.ReadBlock(1), "of " + length.ToString());
            }

            _store.Put("slota.01", new byte[4096]);
            Assert.AreEqual(-1, _slot.ReadBlock(1));
            _store.Put("slota.01", whole);
            Assert.AreEqual(1, _slot.ReadBlock(1));
            Assert.IsTrue(_slot.IsWhole(1, 4093));
            Assert.IsFalse(_slot.IsWhole(1, 4094), "a block of another image");
            _store.IsUnreadable = true;
            Assert.AreEqual(-1, _slot.ReadBlock(1));
        }

        [TestMethod]
        public void TryRead_OfAnotherImage_IsRefused()
        {
            byte[] image = Write(4093);
            image[4092] ^= 1;
            Assert.IsFalse(Read(image), "another last byte");
            image[4092] ^= 1;
            Assert.IsTrue(Read(image));
            _store.TryDelete("slota.00");
            Assert.IsFalse(Read(image), "a block is missing");
        }

        [TestMethod]
        public void TryEraseBlock_TakesThatBlock_AndNoOther()
        {
            Write(4093);
            _slot.TryWriteBlock(63, 1);
            _store.Put("slotb.00", new byte[1]);
            Assert.IsTrue(_slot.TryEraseBlock(0));
            Assert.IsTrue(_slot.TryEraseBlock(63));
            Assert.IsTrue(_slot.TryEraseBlock(5), "it is not there");
            Assert.AreEqual(2, _store.Count);
            Assert.IsNotNull(_store.Get("slota.01"));
            Assert.IsNotNull(_store.Get("slotb.00"));
        }

        private static byte[] Write(int size)
        {
            _store = new RamStore();
            _slot = new OtaSlot(_store, OtaSlotId.A, new byte[OtaSlot.BlockBytes]);
            byte[] image = OtaBench.MakeImage(7, size);
            for (int block = 0; block < OtaSlot.BlocksOf(size); block++)
            {
                System.Array.Copy(image, block * OtaSlot.DataBytes, _slot.Page, 0, OtaSlot.BytesOf(block, size));
                Assert.IsTrue(_slot.TryWriteBlock(block, OtaSlot.BytesOf(block, size)));
            }

            return image;
        }

        private static bool Read(byte[] image)
        {
            byte[] hash = new byte[32];
            DroneLink.Firmware.Cryptography.Sha256 sha = new DroneLink.Firmware.Cryptography.Sha256();
            sha.Update(image, 0, image.Length);
            sha.Finish(hash, 0);
            byte[] read = new byte[image.Length];
            if (!_slot.TryRead(read, hash))
            {
                return false;
            }

            for (int i = 0; i < image.Length; i++)
            {
                Assert.AreEqual(image[i], read[i]);
            }

            return true;
        }
    }
}

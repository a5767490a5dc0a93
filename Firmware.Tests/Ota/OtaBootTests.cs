using System;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Tests.Storage;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Ota
{
    [TestClass]
    public class OtaBootTests
    {
        private static RamStore _store;
        private static OtaBench _bench;

        [TestMethod]
        public void NewDevice_RunsWhatIsBuiltIn()
        {
            Prepare();
            Expect(0, 3);
            Assert.AreEqual(0x000100, _bench.Boot.RunningVersion);
            Assert.IsFalse(_bench.Boot.IsTrial);
            Assert.AreEqual(0, _store.Writes, "a start of the built-in payload costs no write");
        }

        [TestMethod]
        public void Trial_IsRun_AndCountedBeforeIt()
        {
            Prepare();
            Arm(7);
            _bench.Start();
            Expect(OtaSlotId.A, 7);
            Assert.IsTrue(_bench.Boot.IsTrial);
            Assert.AreEqual(0x000700, _bench.Boot.RunningVersion);
            OtaState state = new OtaState(_store);
            state.Load();
            Assert.AreEqual(1, state.TrialStarts, "on flash");
        }

        [TestMethod]
        public void Trial_HasThreeStarts()
        {
            Prepare();
            Arm(7);
            for (int start = 1; start <= 3; start++)
            {
                _bench.Start();
                Expect(OtaSlotId.A, 7);
            }

            _bench.Start();
            Expect(0, 3);
            _bench.Step(1);
            Assert.AreEqual(1, _bench.Count("13/2/7"));
            _bench.Start();
            _bench.Step(1);
            Expect(0, 3);
            Assert.AreEqual(1, _bench.Count("13/2/7"), "once");
        }

        [TestMethod]
        public void Trial_ThatCannotBeCounted_IsNotRun()
        {
            Prepare();
            Arm(7);
            _store.Refuses = true;
            _bench.Start();
            Expect(0, 3);
            _bench.Step(1);
            Assert.AreEqual(0, _bench.Count("14/14/7"), "what is not on flash is not told");
            _store.Refuses = false;
            _bench.Step(2000);
            Assert.AreEqual(1, _bench.Count("14/14/7"));
            _bench.Start();
            Expect(0, 3);
        }

        [TestMethod]
        public void Trial_ThatCannotBeLoaded_IsGivenUpAtOnce()
        {
            Prepare();
            Arm(7);
            _bench.Start();
            _bench.Boot.LoadFailed();
            Assert.IsTrue(_bench.Boot.NeedsRestart);
            Expect(0, 3);
            _bench.Start();
            Expect(0, 3);
            _bench.Step(1);
            Assert.AreEqual(1, _bench.Count("13/1/7"));
        }

        [TestMethod]
        public void Trial_ThatIsUnreadable_IsGivenUp()
        {
            Prepare();
            Arm(7);
            _store.Get("slota.01")[3] ^= 4;
            _bench.Start();
            Expect(0, 3);
            _bench.Step(1);
            Assert.AreEqual(1, _bench.Count("13/4/7"));
        }

        [TestMethod]
        public void Confirmed_RunsFromThenOn()
        {
            Prepare();
            Confirm(7);
            for (int i = 0; i < 4; i++)
            {
                _bench.Start();
                Expect(OtaSlotId.A, 7);
                Assert.IsFalse(_bench.Boot.IsTrial);
            }

            Assert.AreEqual(7, _bench.Boot.State.HighestBuild);
        }

        [TestMethod]
        public void Confirmed_GivesWayAfterFiveStartsThatDidNotLast()
        {
            Prepare();
            Confirm(7);
            for (int start = 1; start <= 5; start++)
            {
                _bench.Start();
                Expect(OtaSlotId.A, 7);
                _bench.Step(1);
                _bench.Step(19999);
            }

            _bench.Start();
            Expect(0, 3);
            _bench.Step(1);
            Assert.AreEqual(1, _bench.Count("13/2/7"));
            Assert.AreEqual(7, _bench.Boot.State.HighestBuild, "the counter stays");
        }

        [TestMethod]
        public void Confirmed_StartThatLasts_CountsAnew()
        {
            Prepare();
            Confirm(7);
            for (int round = 0; round < 3; round++)
            {
                for (int start = 1; start <= 4; start++)
                {
                    _bench.Start();
                    Expect(OtaSlotId.A, 7);
                }

                _bench.Start();
                _bench.Step(1);
                _bench.Step(20000);
                Expect(OtaSlotId.A, 7);
            }
        }

        [TestMethod]
        public void Confirmed_IsNotChargedWithTheStartsOfTheOneBefore()
        {
            Prepare();
            Confirm(7);
            for (int start = 1; start <= 4; start++)
            {
                _bench.Start();
            }

            Confirm(8);
            for (int start = 1; start <= 5; start++)
            {
                _bench.Start();
                Expect(OtaSlotId.B, 8);
            }
        }

        [TestMethod]
        public void Confirmed_GivesWayToTheOtherSlot_ThenToWhatIsBuiltIn()
        {
            Prepare();
            Confirm(7);
            Confirm(8);
            _bench.Start();
            Expect(OtaSlotId.B, 8);
            _store.TryDelete("slotb.00");
            _bench.Start();
            Expect(OtaSlotId.A, 7);
            _bench.Step(1);
            Assert.AreEqual(1, _bench.Count("13/4/8"));
            _store.Get("slota.00")[100] ^= 1;
            _bench.Start();
            Expect(0, 3);
            _bench.Step(1);
            Assert.AreEqual(1, _bench.Count("13/4/7"));
            Assert.AreEqual(8, _bench.Boot.State.HighestBuild);
        }

        [TestMethod]
        public void Confirmed_GivesNoWayToWhatIsNotConfirmed()
        {
            Prepare();
            Confirm(7);
            _bench.IsSafe = false;
            _bench.Offer(8, 5000);
            Assert.IsTrue(_bench.RunTo(OtaPhase.Ready));
            _store.TryDelete("slota.00");
            _bench.Start();
            Expect(0, 3);
            _bench.IsSafe = true;
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
            _bench.Start();
            Expect(OtaSlotId.B, 8);
        }

        [TestMethod]
        public void Confirmed_BothUnreadable_FallsThroughInOneStart_AndTellsBoth()
        {
            Prepare();
            Confirm(7);
            Confirm(8);
            _store.TryDelete("slota.01");
            _store.TryDelete("slotb.01");
            _bench.Start();
            Expect(0, 3);
            _bench.Step(1);
            Assert.AreEqual(1, _bench.Count("13/4/8"));
            Assert.AreEqual(1, _bench.Count("13/4/7"));
        }

        [TestMethod]
        public void Confirmed_WholeButAnotherImage_IsNotRun()
        {
            Prepare();
            Confirm(7);
            byte[] other = OtaBench.MakeImage(66, 5000);
            OtaSlot slot = new OtaSlot(_store, OtaSlotId.A, new byte[4096]);
            Array.Copy(other, 0, slot.Page, 0, 4092);
            slot.TryWriteBlock(0, 4092);
            _bench.Start();
            Expect(0, 3);
        }

        [TestMethod]
        public void Confirmed_ThatCannotBeLoaded_HasFiveStarts()
        {
            Prepare();
            Confirm(7);
            for (int start = 1; start <= 5; start++)
            {
                _bench.Start();
                Expect(OtaSlotId.A, 7);
                _bench.Boot.LoadFailed();
                Assert.IsTrue(_bench.Boot.NeedsRestart);
            }

            _bench.Start();
            Expect(0, 3);
            _bench.Step(1);
            Assert.AreEqual(1, _bench.Count("13/1/7"));
        }

        [TestMethod]
        public void Confirmed_ThatCannotBeLoaded_NorCounted_AsksForNoRestart()
        {
            Prepare();
            Confirm(7);
            _store.Refuses = true;
            _bench.Start();
            Expect(OtaSlotId.A, 7);
            _bench.Boot.LoadFailed();
            Assert.IsFalse(_bench.Boot.NeedsRestart, "it would go on for ever");
            Expect(0, 3);
        }

        [TestMethod]
        public void Confirmed_OnAFlashThatRefuses_IsRunAllTheSame()
        {
            Prepare();
            Confirm(7);
            _store.Refuses = true;
            for (int start = 1; start <= 8; start++)
            {
                _bench.Start();
                Expect(OtaSlotId.A, 7);
            }
        }

        [TestMethod]
        public void MemoryTooShort_IsAStartThatFailed()
        {
            Prepare();
            Confirm(7);
            NarrowStore narrow = new NarrowStore(_store);
            for (int start = 1; start <= 5; start++)
            {
                Assert.IsNull(new OtaBoot(narrow, _bench.Options).Start());
            }

            _bench.Start();
            Expect(0, 3);
            _bench.Step(1);
            Assert.AreEqual(1, _bench.Count("13/1/7"));
        }

        [TestMethod]
        public void MemoryTooShort_ForATrial_EndsIt()
        {
            Prepare();
            Arm(7);
            Assert.IsNull(new OtaBoot(new NarrowStore(_store), _bench.Options).Start());
            _bench.Start();
            Expect(0, 3);
            _bench.Step(1);
            Assert.AreEqual(1, _bench.Count("13/1/7"));
        }

        [TestMethod]
        public void BuiltIn_OfAnEqualOrHigherBuild_TakesOver()
        {
            Prepare();
            Confirm(7);
            _bench.Options.BuiltInBuild = 6;
            _bench.Start();
            Expect(OtaSlotId.A, 7);
            _bench.Options.BuiltInBuild = 7;
            _bench.Start();
            Expect(0, 7);
            _bench.Options.BuiltInBuild = 3;
            _bench.Start();
            Expect(0, 3);
            _bench.Step(1);
            Assert.AreEqual(0, _bench.Count("13/4/7"), "nothing failed");
        }

        [TestMethod]
        public void BuiltIn_OfAHigherBuild_EndsATrial()
        {
            Prepare();
            Arm(7);
            _bench.Options.BuiltInBuild = 8;
            _bench.Start();
            Expect(0, 8);
            _bench.Step(1);
            Assert.AreEqual(1, _bench.Count("14/6/7"));
            Assert.AreEqual(OtaSlotId.BuiltIn, _bench.Boot.State.Trial);
        }

        [TestMethod]
        public void Options_OutOfRange_Throw()
        {
            OtaOptions[] wrong = new OtaOptions[11];
            for (int i = 0; i < wrong.Length; i++)
            {
                wrong[i] = OtaBench.MakeOptions();
            }

            wrong[0].DeviceId = null;
            wrong[1].Key = new byte[31];
            wrong[2].Role = "";
            wrong[3].Runtime = "nano2";
            wrong[4].Libraries = null;
            wrong[5].BuiltInBuild = -1;
            wrong[6].SlotBlocks = 0;
            wrong[7].SlotBlocks = 65;
            wrong[8].CheckMs = 59999;
            wrong[9].TrialMs = 86400001;
            wrong[10].HeapMarginBytes = -1;
            for (int i = 0; i < wrong.Length; i++)
            {
                OtaOptions options = wrong[i];
                Assert.ThrowsException(typeof(ArgumentException), () => new OtaBoot(new RamStore(), options), "options " + i.ToString());
            }
        }

        private static void Prepare()
        {
            _store = new RamStore();
            _bench = new OtaBench(_store);
            _bench.Start();
        }

        private static void Arm(int build)
        {
            _bench.Offer(build, 5000);
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
        }

        private static void Confirm(int build)
        {
            Arm(build);
            _bench.Start();
            _bench.Prove();
            Assert.AreEqual(1, _bench.Count("12/" + (build << 8).ToString() + "/" + build.ToString()));
        }

        private static void Expect(int slot, int build)
        {
            Assert.AreEqual(slot, _bench.Boot.Running);
            Assert.AreEqual(build, _bench.Boot.RunningBuild);
            if (slot != OtaSlotId.BuiltIn)
            {
                byte[] image = OtaBench.MakeImage(build, 5000);
                Assert.AreEqual(image.Length, _bench.Image.Length);
                for (int i = 0; i < image.Length; i++)
                {
                    Assert.AreEqual(image[i], _bench.Image[i]);
                }
            }
        }

        /// <summary>Flash whose blocks find no room in the heap.</summary>
        private sealed class NarrowStore : ISegmentStore
        {
            private readonly ISegmentStore _inner;

            public NarrowStore(ISegmentStore inner)
            {
                _inner = inner;
            }

            public bool TryWrite(string name, byte[] buffer, int offset, int count)
            {
                return _inner.TryWrite(name, buffer, offset, count);
            }

            public int Read(string name, byte[] buffer)
            {
                if (name.StartsWith("slot"))
                {
                    throw new OutOfMemoryException();
                }

                return _inner.Read(name, buffer);
            }

            public bool TryDelete(string name)
            {
                return _inner.TryDelete(name);
            }

            public string[] List()
            {
                return _inner.List();
            }
        }
    }
}

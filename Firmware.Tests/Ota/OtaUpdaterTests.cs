using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Storage;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Ota
{
    [TestClass]
    public class OtaUpdaterTests
    {
        private static RamStore _store;
        private static OtaBench _bench;

        [TestMethod]
        public void Update_IsLoaded_Tried_AndConfirmed()
        {
            Prepare();
            Offer(7, 5000);
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
            Assert.AreEqual(1, _bench.Count("11/1792/7"));
            Assert.AreEqual(3, _bench.BlockRequests, "2046 + 2046 + 908");
            Assert.IsTrue(_bench.Updater.WantsRestart);
            _bench.Start();
            Assert.AreEqual(7, _bench.Boot.RunningBuild);
            _bench.Step(1);
            _bench.Updater.NoteReachedCloud();
            _bench.Step(29999);
            Assert.IsTrue(_bench.Boot.IsTrial);
            _bench.Step(1);
            Assert.IsFalse(_bench.Boot.IsTrial);
            Assert.AreEqual(1, _bench.Count("12/1792/7"));
            Assert.AreEqual(2, _bench.Events.Count);
            Assert.IsFalse(_bench.Updater.WantsRestart);
        }

        [TestMethod]
        public void Check_ComesSoonAfterOnline_ThenOncePerPeriod()
        {
            Prepare();
            Run(5500);
            Assert.AreEqual(1, _bench.ManifestRequests);
            Run(_bench.Options.CheckMs * 7 / 8 - 6000);
            Assert.AreEqual(1, _bench.ManifestRequests);
            Run((_bench.Options.CheckMs / 4) + 6000);
            Assert.AreEqual(2, _bench.ManifestRequests);
        }

        [TestMethod]
        public void Check_NeedsClockAndConnection()
        {
            Prepare();
            _bench.IsClockKnown = false;
            Run(20000);
            Assert.AreEqual(0, _bench.ManifestRequests);
            _bench.IsClockKnown = true;
            _bench.IsOnline = false;
            Run(20000);
            Assert.AreEqual(0, _bench.ManifestRequests);
            _bench.IsOnline = true;
            Run(5500);
            Assert.AreEqual(1, _bench.ManifestRequests);
        }

        [TestMethod]
        public void Check_WithoutAnswer_IsMadeAgainWithBackOff()
        {
            Prepare();
            _bench.IsAnswered = false;
            Run(3600000);
            int asked = _bench.ManifestRequests;
            Assert.IsTrue(asked >= 10 && asked <= 60, asked.ToString());
        }

        [TestMethod]
        public void Nudge_AsksSoon_ButNotAsOftenAsItComes()
        {
            Prepare();
            Run(20000);
            int asked = _bench.ManifestRequests;
            for (int i = 0; i < 60; i++)
            {
                _bench.Updater.TakeNudge();
                _bench.Step(1000);
            }

            asked = _bench.ManifestRequests - asked;
            Assert.IsTrue(asked >= 3 && asked <= 6, asked.ToString());
        }

        [TestMethod]
        public void Offer_WhileTheClockIsUnknown_IsForLater()
        {
            Prepare();
            _bench.IsClockKnown = false;
            _bench.Step(1);
            Offer(7, 5000);
            byte[] manifest = _bench.MakeManifest();
            _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
            Run(1000);
            Assert.AreEqual(OtaPhase.Idle, _bench.Updater.Phase);
            Assert.AreEqual(0, _bench.Events.Count);
            Assert.AreEqual(0, _bench.Updater.Refusals);
            _bench.IsClockKnown = true;
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
        }

        [TestMethod]
        public void Offer_NotAskedFor_IsJudgedAllTheSame()
        {
            Prepare();
            Offer(7, 5000);
            _bench.IsAnswered = false;
            _bench.Step(1);
            byte[] manifest = _bench.MakeManifest();
            _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
            Assert.AreEqual(OtaPhase.Erasing, _bench.Updater.Phase);
        }

        [TestMethod]
        public void Offer_Refused_IsAnEventOncePerHour_AndEndsNothing()
        {
            Prepare();
            _bench.FreeHeap = 100;
            Offer(7, 5000);
            for (int i = 0; i < 50; i++)
            {
                _bench.Updater.TakeNudge();
                Run(30000);
            }

            Assert.AreEqual(1, _bench.Count("14/12/7"));
            Assert.IsTrue(_bench.Updater.Refusals > 10, "few asked");
            Assert.AreEqual(OtaRefusal.NoMemory, _bench.Updater.LastRefusal);
            Run(3600000);
            _bench.Updater.TakeNudge();
            Run(20000);
            Assert.AreEqual(2, _bench.Count("14/12/7"));
            _bench.FreeHeap = 1000000;
            _bench.Updater.TakeNudge();
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed), "the same offer later");
            Assert.AreEqual(0u, _bench.Boot.State.EndedSerial);
        }

        [TestMethod]
        public void Nonsense_IsOneEventPerHour_AndNobodysAnswer()
        {
            Prepare();
            _bench.IsAnswered = false;
            Run(5500);
            Assert.AreEqual(1, _bench.ManifestRequests);
            for (int i = 0; i < 300; i++)
            {
                _bench.Updater.TakeManifest(new byte[100], 0, 100);
                _bench.Updater.TakeManifest(new byte[2000], 0, 2000);
                _bench.Step(100);
            }

            Assert.AreEqual(300, _bench.Updater.WrongSignatures);
            Assert.AreEqual(1, _bench.Count("14/2/0"));
            Assert.AreEqual(1, _bench.Count("14/1/0"));
            Assert.AreEqual(2, _bench.Events.Count);
            Assert.AreEqual(2, _bench.ManifestRequests, "it went on waiting for its answer and asked again");
        }

        [TestMethod]
        public void OldOffers_PlayedAgain_AreFewEvents()
        {
            Prepare();
            _bench.Step(1);
            _bench.Options.BuiltInBuild = 100;
            for (int round = 0; round < 20; round++)
            {
                for (int build = 10; build < 20; build++)
                {
                    byte[] manifest = OtaOffer.Of(build, 1795521000, new byte[10]).Sign(_bench.Options.Key);
                    _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
                    _bench.Step(100);
                }
            }

            Assert.AreEqual(200, _bench.Updater.Refusals);
            Assert.AreEqual(6, _bench.Events.Count);
        }

        [TestMethod]
        public void Image_ThatIsNotAsAnnounced_IsRefused_AndItsSerialEnded()
        {
            Prepare();
            byte[] image = Offer(7, 5000);
            _bench.Step(1);
            byte[] manifest = _bench.MakeManifest();
            _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
            image[4999] ^= 1;
            _bench.OfferedBuild = 0;
            Run(100000);
            Assert.AreEqual(1, _bench.Count("14/13/7"));
            Assert.AreEqual(OtaPhase.Idle, _bench.Updater.Phase);
            Assert.IsNull(_store.Get("slota.00"), "its flash is given back");
            Assert.IsFalse(_bench.Updater.WantsRestart);
            image[4999] ^= 1;
            _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
            Assert.AreEqual(OtaRefusal.Replay, _bench.Updater.LastRefusal);
            _bench.Start();
            Assert.AreEqual(3, _bench.Boot.RunningBuild);
        }

        [TestMethod]
        public void Image_OfAnotherKind_IsMalformed()
        {
            Prepare();
            byte[] image = OtaBench.MakeImage(7, 5000);
            image[5] = (byte)'2';
            _bench.Offer(7, image);
            Run(20000);
            Assert.AreEqual(1, _bench.Count("14/15/7"));
            Prepare();
            _bench.Options.Runtime = OtaOptions.HostRuntime;
            _bench.Start();
            _bench.Offer(7, OtaBench.MakeImage(7, 5000));
            Run(20000);
            Assert.AreEqual(OtaRefusal.WrongRuntime, _bench.Updater.LastRefusal);
        }

        [TestMethod]
        public void Image_OfOneByte_IsMalformed_NotAFault()
        {
            Prepare();
            Offer(7, 1);
            Run(20000);
            Assert.AreEqual(1, _bench.Count("14/15/7"));
        }

        [TestMethod]
        public void Image_OfTheWholeSlot_IsTaken()
        {
            Prepare();
            Offer(7, 4 * 4092);
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
        }

        [TestMethod]
        public void Download_GoesOnAfterTheConnectionIsLost()
        {
            Prepare();
            Offer(7, 12000);
            LoadAtLeast(5000);
            _bench.IsOnline = false;
            Run(60000);
            int manifests = _bench.ManifestRequests;
            int bytes = _bench.Updater.LoadedBytes;
            Assert.IsTrue(bytes >= 5000, "what is in RAM was lost");
            _bench.IsOnline = true;
            _bench.ChunkBytes = 4092;
            _bench.Step(1);
            Assert.AreEqual(bytes, _bench.LastOffset, "over another transport from the same byte on");
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
            Assert.AreEqual(manifests, _bench.ManifestRequests, "the offer was asked for again");
        }

        [TestMethod]
        public void Download_GoesOnAfterARestart_WithWholeBlocks()
        {
            Prepare();
            Offer(7, 12000);
            LoadAtLeast(8184 + 2046);
            _bench.Start();
            int writes = _store.Writes;
            Assert.IsTrue(_bench.RunTo(OtaPhase.Loading));
            _bench.Step(1);
            Assert.AreEqual(8184, _bench.LastOffset);
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
            Assert.AreEqual(writes + 3, _store.Writes, "newer serial, last block, armed");
            Assert.AreEqual(1, _bench.Count("11/1792/7"), "started once");
        }

        [TestMethod]
        public void Download_OfAnotherOffer_StartsAnew()
        {
            Prepare();
            Offer(7, 12000);
            LoadAtLeast(8184);
            _bench.Offer(8, OtaBench.MakeImage(8, 12000));
            byte[] manifest = _bench.MakeManifest();
            _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
            Assert.AreEqual(OtaPhase.Erasing, _bench.Updater.Phase);
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
            _bench.Start();
            Assert.AreEqual(8, _bench.Boot.RunningBuild);
        }

        [TestMethod]
        public void Download_IsNotDisturbedByAnOlderOffer()
        {
            Prepare();
            _bench.Step(1);
            Offer(7, 12000);
            byte[] old = _bench.MakeManifest();
            Offer(8, 12000);
            LoadAtLeast(5000);
            _bench.Updater.TakeManifest(old, 0, old.Length);
            Assert.AreEqual(OtaPhase.Loading, _bench.Updater.Phase);
            Assert.AreEqual(OtaRefusal.Replay, _bench.Updater.LastRefusal);
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
            _bench.Start();
            Assert.AreEqual(8, _bench.Boot.RunningBuild);
        }

        [TestMethod]
        public void Block_OfAnotherBuildOrPlaceOrLength_IsLeftOut()
        {
            Prepare();
            byte[] image = Offer(7, 5000);
            _bench.RunTo(OtaPhase.Loading);
            _bench.IsAnswered = false;
            Assert.IsFalse(_bench.Updater.TakeBlock(8, 0, image, 0, 10), "build");
            Assert.IsFalse(_bench.Updater.TakeBlock(7, 1, image, 1, 10), "offset");
            Assert.IsFalse(_bench.Updater.TakeBlock(7, 0xFFFFFFFF, image, 1, 10), "offset far");
            Assert.IsFalse(_bench.Updater.TakeBlock(7, 0, image, 0, 0), "nothing");
            Assert.IsFalse(_bench.Updater.TakeBlock(7, 0, image, 0, -1), "less");
            Assert.IsFalse(_bench.Updater.TakeBlock(7, 0, image, 0, 4093), "beyond the block");
            Assert.IsTrue(_bench.Updater.TakeBlock(7, 0, image, 0, 4000));
            Assert.IsFalse(_bench.Updater.TakeBlock(7, 0, image, 0, 4000), "twice");
            Assert.IsFalse(_bench.Updater.TakeBlock(7, 4000, image, 4000, 93), "beyond the rest");
            Assert.IsTrue(_bench.Updater.TakeBlock(7, 4000, image, 4000, 92));
            Assert.IsFalse(_bench.Updater.TakeBlock(7, 4092, image, 4092, 1), "before the block is on flash");
            _bench.IsAnswered = true;
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
        }

        [TestMethod]
        public void Error_TryLater_WaitsAndAsksAgain()
        {
            Prepare();
            byte[] image = Offer(7, 5000);
            _bench.RunTo(OtaPhase.Loading);
            _bench.IsAnswered = false;
            for (int i = 0; i < 5; i++)
            {
                Run(300000);
                _bench.Updater.TakeError(3);
                Assert.AreEqual(OtaPhase.Loading, _bench.Updater.Phase);
            }

            Assert.IsTrue(_bench.Updater.TakeBlock(7, 0, image, 0, 2046), "late and welcome");
            _bench.IsAnswered = true;
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
        }

        [TestMethod]
        public void Error_UnknownBuild_StopsUntilItIsOfferedAgain_AndKeepsWhatIsThere()
        {
            Prepare();
            Offer(7, 12000);
            LoadAtLeast(5000);
            _bench.IsAnswered = false;
            _bench.Step(1);
            _bench.Updater.TakeError(1);
            _bench.Step(1);
            Assert.AreEqual(OtaPhase.Idle, _bench.Updater.Phase);
            _bench.IsAnswered = true;
            int manifests = _bench.ManifestRequests;
            Assert.IsTrue(_bench.RunTo(OtaPhase.Loading));
            Assert.AreEqual(manifests + 1, _bench.ManifestRequests);
            _bench.Step(1);
            Assert.IsTrue(_bench.LastOffset >= 4092);
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
        }

        [TestMethod]
        public void Error_ToTheManifest_WaitsAndAsksAgain()
        {
            Prepare();
            _bench.IsAnswered = false;
            Run(5500);
            _bench.Updater.TakeError(3);
            Run(15500);
            Assert.AreEqual(2, _bench.ManifestRequests);
        }

        [TestMethod]
        public void Swap_WaitsUntilTheDroneIsKnownNotToBeArmed()
        {
            Prepare();
            _bench.IsSafe = false;
            Offer(7, 5000);
            Assert.IsTrue(_bench.RunTo(OtaPhase.Ready));
            Run(600000);
            Assert.AreEqual(OtaPhase.Ready, _bench.Updater.Phase);
            _bench.Start();
            Assert.AreEqual(3, _bench.Boot.RunningBuild, "a restart in the air");
            Assert.IsTrue(_bench.RunTo(OtaPhase.Ready));
            _bench.IsSafe = true;
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
            Assert.IsTrue(_bench.Updater.WantsRestart);
        }

        [TestMethod]
        public void Swap_IsTakenBackWhenTheDroneIsArmedBeforeTheRestart()
        {
            Prepare();
            Offer(7, 5000);
            _bench.RunTo(OtaPhase.Armed);
            _bench.IsSafe = false;
            _store.Refuses = true;
            _bench.Step(1);
            Assert.IsFalse(_bench.Updater.WantsRestart);
            _store.Refuses = false;
            _bench.Step(3000);
            Assert.AreEqual(OtaPhase.Ready, _bench.Updater.Phase);
            _bench.Start();
            Assert.AreEqual(3, _bench.Boot.RunningBuild);
            _bench.IsSafe = true;
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
            _bench.Start();
            Assert.AreEqual(7, _bench.Boot.RunningBuild);
        }

        [TestMethod]
        public void Trial_NotConfirmedInTime_IsRolledBack()
        {
            Prepare();
            Offer(7, 5000);
            _bench.RunToTrial();
            Assert.AreEqual(7, _bench.Boot.RunningBuild);
            _bench.Step(1);
            _bench.Step(_bench.Options.TrialMs - 1);
            Assert.IsFalse(_bench.Updater.WantsRestart);
            _bench.Step(1);
            Assert.IsTrue(_bench.Updater.WantsRestart);
            Assert.AreEqual(1, _bench.Count("13/3/7"));
            _bench.Start();
            Assert.AreEqual(3, _bench.Boot.RunningBuild);
            Assert.AreEqual(0, _bench.Boot.State.HighestBuild);
            Assert.AreEqual(_bench.Serial, _bench.Boot.State.EndedSerial, "its offer is over");
        }

        [TestMethod]
        public void Trial_InTheAir_GoesOnAfterItsTime_AndMayStillProveItself()
        {
            Prepare();
            Offer(7, 5000);
            _bench.RunToTrial();
            _bench.IsSafe = false;
            _bench.Step(1);
            _bench.Step(_bench.Options.TrialMs * 2);
            Assert.IsTrue(_bench.Boot.IsTrial);
            _bench.Updater.NoteReachedCloud();
            _bench.Step(1);
            Assert.AreEqual(1, _bench.Count("12/1792/7"));
        }

        [TestMethod]
        public void Trial_NeedsThirtySecondsWithoutFailure()
        {
            Prepare();
            Offer(7, 5000);
            _bench.RunToTrial();
            _bench.Updater.NoteReachedCloud();
            _bench.Step(1);
            _bench.Step(29000);
            _bench.Updater.NoteFailure();
            _bench.Step(29000);
            Assert.IsTrue(_bench.Boot.IsTrial);
            _bench.Step(1000);
            Assert.IsFalse(_bench.Boot.IsTrial);
        }

        [TestMethod]
        public void Trial_AsksForNothing_AndTakesNothing()
        {
            Prepare();
            Offer(7, 5000);
            _bench.RunToTrial();
            int manifests = _bench.ManifestRequests;
            Run(100000);
            Assert.AreEqual(manifests, _bench.ManifestRequests);
            _bench.Offer(8, OtaBench.MakeImage(8, 5000));
            byte[] manifest = _bench.MakeManifest();
            _bench.Updater.TakeManifest(manifest, 0, manifest.Length);
            Assert.AreEqual(OtaPhase.Idle, _bench.Updater.Phase);
        }

        [TestMethod]
        public void Report_IsMadeAgainAtEachStart_UntilItIsDurable()
        {
            Prepare();
            _bench.IsDurable = false;
            Offer(7, 5000);
            _bench.RunTo(OtaPhase.Armed);
            Assert.IsTrue(_bench.Updater.AwaitsDurability);
            _bench.Start();
            _bench.Step(1);
            Assert.AreEqual(2, _bench.Count("11/1792/7"));
            _bench.Prove();
            Assert.AreEqual(1, _bench.Count("12/1792/7"));
            _bench.Start();
            _bench.Step(1);
            _bench.Step(1);
            Assert.AreEqual(3, _bench.Count("11/1792/7"));
            Assert.AreEqual(2, _bench.Count("12/1792/7"));
            _bench.Updater.NoteReported();
            Assert.IsFalse(_bench.Updater.AwaitsDurability);
            _bench.Start();
            _bench.Step(1);
            Assert.AreEqual(2, _bench.Count("12/1792/7"));
        }

        [TestMethod]
        public void Download_DoesNotBegin_WhileAnOutcomeIsNotReported()
        {
            Prepare();
            Offer(7, 5000);
            _bench.RunToTrial();
            _bench.IsDurable = false;
            _bench.Prove();
            _bench.Offer(8, OtaBench.MakeImage(8, 5000));
            Run(200000);
            Assert.AreEqual(OtaPhase.Idle, _bench.Updater.Phase);
            _bench.IsDurable = true;
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
        }

        [TestMethod]
        public void FlashThatRefuses_FromTheStart_RefusesTheOffer_AndKeepsWhatRuns()
        {
            Prepare();
            _store.Refuses = true;
            Offer(7, 5000);
            Run(20000);
            Assert.AreEqual(1, _bench.Count("14/14/7"));
            Assert.AreEqual(OtaPhase.Idle, _bench.Updater.Phase);
            Assert.AreEqual(0, _store.Count);
        }

        [TestMethod]
        public void FlashThatRefuses_WhileItLoads_RefusesTheOffer_WhenThatCanBeNoted()
        {
            Prepare();
            Offer(7, 12000);
            LoadAtLeast(4092);
            _store.Refuses = true;
            Run(60000);
            Assert.AreEqual(OtaRefusal.Storage, _bench.Updater.LastRefusal);
            Assert.AreEqual(0, _bench.Count("14/14/7"));
            _bench.OfferedBuild = 0;
            _store.Refuses = false;
            Run(60000);
            Assert.AreEqual(1, _bench.Count("14/14/7"));
            Assert.IsNull(_store.Get("slota.00"), "its flash is given back");
        }

        [TestMethod]
        public void FlashThatRefuses_ForAWhile_IsWaitedFor()
        {
            Prepare();
            Offer(7, 12000);
            LoadAtLeast(4092);
            _store.Refuses = true;
            Run(6000);
            _store.Refuses = false;
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
        }

        [TestMethod]
        public void FlashThatRefuses_TheConfirmation_IsAskedAgain_AndTellsNothingBefore()
        {
            Prepare();
            Offer(7, 5000);
            _bench.RunToTrial();
            _store.Refuses = true;
            _bench.Prove();
            Run(60000);
            Assert.AreEqual(0, _bench.Count("12/1792/7"));
            _store.Refuses = false;
            Run(3000);
            Assert.AreEqual(1, _bench.Count("12/1792/7"));
            _bench.Start();
            Assert.IsFalse(_bench.Boot.IsTrial);
            Assert.AreEqual(7, _bench.Boot.RunningBuild);
        }

        [TestMethod]
        public void Block_ThatIsLostAgainBeforeItIsVerified_IsLoadedAgain()
        {
            Prepare();
            Offer(7, 12000);
            _bench.RunTo(OtaPhase.Verifying);
            _store.Get("slota.01")[9] ^= 1;
            int requests = _bench.BlockRequests;
            Assert.IsTrue(_bench.RunTo(OtaPhase.Armed));
            Assert.IsTrue(_bench.BlockRequests > requests);
            Assert.AreEqual(0, _bench.Updater.Refusals);
        }

        [TestMethod]
        public void FlashThatKeepsNothing_RefusesTheOffer()
        {
            Prepare();
            Offer(7, 5000);
            for (int i = 0; i < 3000 && _bench.Updater.Refusals == 0; i++)
            {
                if (_bench.Updater.Phase == OtaPhase.Verifying)
                {
                    _store.TryDelete("slota.00");
                }

                _bench.Step(500);
            }

            _bench.Step(500);
            Assert.AreEqual(1, _bench.Count("14/14/7"));
        }

        private static void Prepare()
        {
            _store = new RamStore();
            _bench = new OtaBench(_store);
            _bench.Start();
        }

        private static byte[] Offer(int build, int size)
        {
            byte[] image = OtaBench.MakeImage(build, size);
            _bench.Offer(build, image);
            return image;
        }

        private static void Run(int ms)
        {
            for (int at = 0; at < ms; at += 250)
            {
                _bench.Step(250);
            }
        }

        private static void LoadAtLeast(int bytes)
        {
            for (int i = 0; i < 1000 && _bench.Updater.LoadedBytes < bytes; i++)
            {
                _bench.Step(250);
            }

            Assert.IsTrue(_bench.Updater.LoadedBytes >= bytes);
        }
    }
}

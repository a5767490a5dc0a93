using System.Text;
using DroneLink.Firmware.Ota;
using DroneLink.Firmware.Tests.Storage;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Ota
{
    [TestClass]
    public class OtaMessagesTests
    {
        private static OtaBench _bench;
        private static OtaMessages _messages;

        [TestMethod]
        public void ManifestRequest_IsAsTheCloudReadsIt()
        {
            _messages = new OtaMessages(OtaBench.MakeOptions());
            int count = _messages.WriteManifestRequest(5, 0x000100);
            Assert.AreEqual(
                "{\"want\":\"manifest\",\"build\":5,\"version\":\"0.1.0\",\"role\":\"drone\",\"runtime\":\"nano1\",\"core\":\"0.1.0\"}",
                Encoding.UTF8.GetString(_messages.Request, 0, count));
        }

        [TestMethod]
        public void BlockRequest_AsksForNoMoreThanAnAnswerHolds()
        {
            _messages = new OtaMessages(OtaBench.MakeOptions());
            int count = _messages.WriteBlockRequest(7, 4092, 2046);
            Assert.AreEqual("{\"want\":\"block\",\"build\":7,\"offset\":4092,\"count\":2046}", Encoding.UTF8.GetString(_messages.Request, 0, count));
            count = _messages.WriteBlockRequest(2147483647, 0, 4092);
            Assert.AreEqual(
                "{\"want\":\"block\",\"build\":2147483647,\"offset\":0,\"count\":2046}",
                Encoding.UTF8.GetString(_messages.Request, 0, count));
        }

        [TestMethod]
        public void Https_PathsAndTexts()
        {
            _messages = new OtaMessages(OtaBench.MakeOptions());
            Assert.AreEqual("/v1/devices/kite/ota/manifest?build=5&version=0.1.0&runtime=nano1&role=drone", _messages.ManifestPath(5, 0x000100));
            Assert.AreEqual("/v1/devices/kite/ota/7/image", _messages.ImagePath(7));
        }

        [TestMethod]
        public void Take_HandsEachAnswerOn()
        {
            Prepare();
            byte[] image = OtaBench.MakeImage(7, 5000);
            _bench.IsAnswered = false;
            _bench.Offer(7, image);
            for (int i = 0; i < 12; i++)
            {
                _bench.Step(500);
            }

            Assert.AreEqual(1, _bench.ManifestRequests);
            Assert.IsTrue(Take(Answer('N', new byte[0])));
            Assert.IsTrue(Take(Answer('C', new byte[0])));
            for (int i = 0; i < 40; i++)
            {
                _bench.Step(500);
            }

            Assert.AreEqual(2, _bench.ManifestRequests, "nudged");
            Assert.IsTrue(Take(Answer('M', _bench.MakeManifest())));
            Assert.AreEqual(OtaPhase.Erasing, _bench.Updater.Phase);
            Assert.IsTrue(_bench.RunTo(OtaPhase.Loading));
            _bench.Step(1);
            Assert.IsTrue(Take(Block(7, 0, image, 2046)));
            Assert.AreEqual(2046, _bench.Updater.LoadedBytes);
            Assert.IsFalse(Take(Block(7, 0, image, 2046)), "twice");
            _bench.Step(1);
            Assert.IsTrue(Take(Answer('E', new byte[] { 1 })));
            _bench.Step(1);
            Assert.AreEqual(OtaPhase.Idle, _bench.Updater.Phase);
        }

        [TestMethod]
        public void Take_LeavesOutWhatIsNoAnswer()
        {
            Prepare();
            _bench.Offer(7, 5000);
            _bench.RunTo(OtaPhase.Loading);
            Assert.IsFalse(OtaMessages.Take(new byte[0], 0, 0, _bench.Updater));
            Assert.IsFalse(Take(Answer('X', new byte[10])));
            Assert.IsFalse(Take(Answer('N', new byte[1])));
            Assert.IsFalse(Take(Answer('C', new byte[1])));
            Assert.IsFalse(Take(Answer('E', new byte[0])));
            Assert.IsFalse(Take(Answer('E', new byte[2])));
            for (int i = 0; i <= 8; i++)
            {
                Assert.IsFalse(Take(Answer('B', new byte[i])), "block of " + i.ToString());
            }

            Assert.AreEqual(0, _bench.Updater.Refusals);
            Assert.IsTrue(Take(Answer('M', new byte[0])), "an answer though a bad one");
            Assert.AreEqual(OtaRefusal.Malformed, _bench.Updater.LastRefusal);
        }

        private static void Prepare()
        {
            _bench = new OtaBench(new RamStore());
            _bench.Start();
            _bench.Step(1);
        }

        private static byte[] Block(int build, int offset, byte[] image, int count)
        {
            byte[] rest = new byte[8 + count];
            rest[0] = (byte)build;
            rest[4] = (byte)offset;
            System.Array.Copy(image, offset, rest, 8, count);
            return Answer('B', rest);
        }

        private static byte[] Answer(char type, byte[] rest)
        {
            byte[] answer = new byte[1 + rest.Length];
            answer[0] = (byte)type;
            System.Array.Copy(rest, 0, answer, 1, rest.Length);
            return answer;
        }

        private static bool Take(byte[] answer)
        {
            byte[] buffer = new byte[answer.Length + 7];
            System.Array.Copy(answer, 0, buffer, 4, answer.Length);
            return OtaMessages.Take(buffer, 4, answer.Length, _bench.Updater);
        }
    }
}

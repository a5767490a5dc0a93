using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Uplink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Uplink
{
    /// <summary>What is fetched over HTTPS beside the posts.</summary>
    [TestClass]
    public class HttpsFetchTests
    {
        private static UplinkBench _bench;
        private static HttpsFetch _fetch;

        [TestMethod]
        public void Fetch_IsSigned_AndItsAnswerCanBeTakenOnce()
        {
            Start();
            _fetch.Want("/v1/x?y=1", 10, 4);
            _bench.Run(1100);
            Assert.AreEqual(1, _bench.Board.Gets);
            Assert.AreEqual("/v1/x?y=1", _bench.Board.GetPath);
            Assert.AreEqual(10, _bench.Board.GetFrom);
            Assert.AreEqual(4, _bench.Board.GetCount);
            Assert.AreEqual(
                new RequestSigner("d1", new HmacSha256(new byte[32])).SignGet("/v1/x?y=1", _bench.Board.Timestamp), _bench.Board.Signature);
            Assert.IsFalse(_fetch.TryTake(), "taken before it came");
            _bench.Board.GetBody[0] = 77;
            _bench.Post(LinkEventKind.HttpDone, 206, 4);
            Assert.IsTrue(_fetch.TryTake(), "not taken");
            Assert.AreEqual(206, _fetch.Status);
            Assert.AreEqual(4, _fetch.Received);
            Assert.AreEqual((byte)77, _fetch.Body[0]);
            Assert.IsFalse(_fetch.TryTake(), "taken twice");
            _bench.Run(2000);
            Assert.AreEqual(1, _bench.Board.Gets, "fetched again");
        }

        [TestMethod]
        public void PostsAndFetches_TakeTurns()
        {
            Start();
            _bench.Record(3);
            _fetch.Want("/a", 0, 0);
            _bench.Run(1100);
            Assert.AreEqual(1, _bench.Board.Gets + _bench.Board.Posts);
            int gets = _bench.Board.Gets;
            _bench.Post(LinkEventKind.HttpDone, gets == 1 ? 200 : 202, 0);
            _fetch.Want("/b", 0, 0);
            _bench.Run(1100);
            Assert.AreEqual(1, _bench.Board.Posts);
            Assert.AreEqual(1, _bench.Board.Gets);
        }

        [TestMethod]
        public void Fetch_ThatFails_IsSaidSo_AndTheNextWaits()
        {
            Start();
            _fetch.Want("/a", 0, 0);
            _bench.Run(1100);
            _bench.Post(LinkEventKind.HttpDone, 0, 0);
            Assert.IsTrue(_fetch.TryTake(), "nothing was said");
            Assert.AreEqual(0, _fetch.Status);
            _fetch.Want("/a", 0, 0);
            _bench.Run(1100);
            Assert.AreEqual(2, _bench.Board.Gets);
            _bench.RunLong(CloudUplink.OperationTimeoutMs + 2000);
            Assert.IsTrue(_fetch.TryTake(), "a time-out was not said");
            Assert.AreEqual(0, _fetch.Status);
        }

        [TestMethod]
        public void Refusal_IsHandedOn_AndUnauthorizedAsksTheTime()
        {
            Start();
            _fetch.Want("/a", 0, 0);
            _bench.Run(1100);
            _bench.Post(LinkEventKind.HttpDone, 404, 3);
            Assert.IsTrue(_fetch.TryTake(), "not handed on");
            Assert.AreEqual(404, _fetch.Status);
            int before = _bench.Board.TimeSyncs;
            _fetch.Want("/a", 0, 0);
            _bench.Run(1100);
            _bench.Post(LinkEventKind.HttpDone, 401, 0);
            _bench.Run(1100);
            Assert.IsTrue(_fetch.TryTake() && _fetch.Status == 401, "the status is lost");
            Assert.AreEqual(before + 1, _bench.Board.TimeSyncs);
        }

        [TestMethod]
        public void AnswerOfARequestThatWasReplaced_IsNotTheNewOnes()
        {
            Start();
            _fetch.Want("/a", 0, 0);
            _bench.Run(1100);
            _fetch.Want("/b", 0, 0);
            _bench.Post(LinkEventKind.HttpDone, 200, 2);
            Assert.IsFalse(_fetch.TryTake(), "it was taken for the other");
            _bench.Run(1100);
            Assert.AreEqual("/b", _bench.Board.GetPath);
        }

        private static void Start()
        {
            _bench = new UplinkBench(false, true);
            _fetch = new HttpsFetch(16);
            _bench.Uplink.Fetch = _fetch;
            _bench.JoinNetwork();
            _bench.SetClock();
            Assert.IsTrue(_bench.Uplink.UsesHttps, "HTTPS is not the way");
        }
    }
}

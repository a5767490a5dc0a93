using DroneLink.Firmware.Peers;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Peers
{
    /// <summary>Vectors from straight lines through WGS84's Cartesian coordinates, sampled every ms: nothing in common with the code.</summary>
    [TestClass]
    public class EncounterTests
    {
        private static Encounter _encounter;

        [TestMethod]
        public void HeadOn()
        {
            Check(State(-228219000, -470647000, 0, 1000, 0, 0), State(-228200000, -470647000, 0, -1000, 0, 0), 21041, 1, 10520);
        }

        [TestMethod]
        public void Crossing()
        {
            Check(State(-228219000, -470647000, 0, 300, 1200, 0), State(-228210000, -470630000, 0, -500, -800, 0), 20097, 2773, 9241);
        }

        [TestMethod]
        public void Diverging_OrStandingStill_IsNearestNow()
        {
            Check(State(480000000, 110000000, 0, -1000, 0, 0), State(480010000, 110000000, 0, 1000, 0, 0), 11119, 11119, 0);
            Check(State(480000000, 110000000, 0, 0, 0, 0), State(480010000, 110010000, 0, 0, 0, 0), 13391, 13391, 0);
        }

        [TestMethod]
        public void Climbing()
        {
            Check(State(1000, 360000000, 0, 0, 0, 300), State(1000, 360000000, 5000, 0, 0, -200), 5000, 0, 10000);
        }

        [TestMethod]
        public void AcrossTheDateLine()
        {
            Check(State(-170000000, 1799999000, 0, 0, 1000, 0), State(-170000000, -1799995000, 0, 0, -1000, 0), 6389, 1, 3195);
        }

        [TestMethod]
        public void AcrossThePoles()
        {
            Check(State(899999000, 0, 0, 500, 0, 0), State(899999000, 1800000000, 0, 500, 0, 0), 2234, 0, 2234);
            Check(State(899995000, 100000000, 0, 400, 300, 0), State(899993000, 1000000000, 0, 200, 600, 0), 9608, 8089, 9629);
            Check(State(-899999000, -300000000, 0, -500, 0, 0), State(-899999000, 1500000000, 0, -500, 200, 0), 2234, 438, 2148);
        }

        [TestMethod]
        public void BeyondTheHorizon_CountsAtTheHorizon()
        {
            Check(State(600000000, 250000000, 0, 0, 1000, 0), State(600000000, 250200000, 0, 0, -1000, 0), 111600, 51600, 30000);
        }

        [TestMethod]
        public void SomeKilometresAway()
        {
            Check(State(520000000, 130000000, 0, 0, 0, 0), State(520300000, 130400000, 0, 0, 0, 0), 432251, 432251, 0);
        }

        [TestMethod]
        public void OnTheOtherSideOfTheGlobe_IsFar()
        {
            _encounter = new Encounter();
            _encounter.Compute(State(480000000, 110000000, 0, 0, 0, 0), State(-480000000, -1690000000, 0, 9000, 0, 0), 0, 30000);
            Assert.IsTrue(_encounter.DistanceCm > 1990000000, _encounter.DistanceCm.ToString());
            Assert.AreEqual(_encounter.DistanceCm, _encounter.ClosestCm);
            Assert.AreEqual(0, _encounter.TimeToClosestMs);
        }

        [TestMethod]
        public void UnknownHeight_CountsAsTheSame()
        {
            PeerState own = State(480000000, 110000000, 90000, 0, 0, 0);
            PeerState peer = new PeerState();
            peer.Start(480010000, 110000000, 0);
            Check(own, peer, 11119, 11119, 0);
        }

        [TestMethod]
        public void UnknownHeight_StaysTheSame_HoweverTheyClimb()
        {
            PeerState own = State(480000000, 110000000, 90000, 0, 0, 500);
            PeerState peer = new PeerState();
            peer.Start(480010000, 110000000, 0);
            peer.SetVelocity(-1000, 0);
            peer.SetClimb(-200);
            Check(own, peer, 11119, 0, 11119);
        }

        [TestMethod]
        public void PositionsAreThoughtOnToNow()
        {
            // Both were measured some time ago, the peer 2 s and the own 1 s: they are 30 m nearer than they were.
            _encounter = new Encounter();
            PeerState own = State(480000000, 110000000, 0, 1000, 0, 0);
            own.CopyFrom(own, 1000);
            PeerState peer = State(480010000, 110000000, 0, -1000, 0, 0);
            _encounter.Compute(own, peer, 2000, 30000);
            AssertNear(11119 - 3000, _encounter.DistanceCm, "distance");
            AssertNear(4060, _encounter.TimeToClosestMs, "time");
        }

        private static PeerState State(int latitudeE7, int longitudeE7, int altitudeCm, int northCms, int eastCms, int upCms)
        {
            PeerState state = new PeerState();
            state.Start(latitudeE7, longitudeE7, 0);
            state.SetAltitude(altitudeCm);
            state.SetVelocity(northCms, eastCms);
            state.SetClimb(upCms);
            return state;
        }

        private static void Check(PeerState own, PeerState peer, int distanceCm, int closestCm, int timeMs)
        {
            _encounter = new Encounter();
            _encounter.Compute(own, peer, 0, 30000);
            AssertNear(distanceCm, _encounter.DistanceCm, "distance");
            AssertNear(closestCm, _encounter.ClosestCm, "closest");
            AssertNear(timeMs, _encounter.TimeToClosestMs, "time");
            _encounter.Compute(peer, own, 0, 30000);
            AssertNear(distanceCm, _encounter.DistanceCm, "distance seen from there");
            AssertNear(closestCm, _encounter.ClosestCm, "closest seen from there");
        }

        private static void AssertNear(int expected, int actual, string what)
        {
            int off = expected > actual ? expected - actual : actual - expected;
            Assert.IsTrue(off <= 3 + (expected / 1000), what + ": expected " + expected.ToString() + " got " + actual.ToString());
        }
    }
}

using DroneLink.Firmware.VideoLink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.VideoLink
{
    [TestClass]
    public class LinkGeometryTests
    {
        [TestMethod]
        public void NothingSet_IsUnknown()
        {
            LinkGeometry geometry = new LinkGeometry();
            Assert.AreEqual(LinkGeometry.Unknown, geometry.DistanceMm(0));
            geometry.SetDrone(473977000, 85456000, 0, 0);
            Assert.AreEqual(LinkGeometry.Unknown, geometry.DistanceMm(0));
        }

        [TestMethod]
        public void Height_IsPartOfTheDistance()
        {
            LinkGeometry geometry = At(473977000, 85456000);
            geometry.SetDrone(473977000, 85456000, 5000, 0);
            Assert.AreEqual(50000, geometry.DistanceMm(0));
            geometry.SetDrone(473977000, 85456000, -300, 0);
            Assert.AreEqual(3000, geometry.DistanceMm(0));
        }

        [TestMethod]
        public void KnownPlaces_HaveTheirDistance()
        {
            // A minute of latitude at 45 degrees is 1852.2 m; a degree of longitude at the equator 111319.5 m.
            LinkGeometry geometry = At(450000000, 100000000);
            geometry.SetDrone(450166667, 100000000, 0, 0);
            Near(1852240, geometry.DistanceMm(0), 500);
            geometry = At(0, 100000000);
            geometry.SetDrone(0, 103000000, 0, 0);
            Near(33395850, geometry.DistanceMm(0), 1000);
        }

        [TestMethod]
        public void DateLine_IsNoDistance()
        {
            LinkGeometry geometry = At(-170000000, 1799999000);
            geometry.SetDrone(-170000000, -1799999000, 0, 0);
            int east = geometry.DistanceMm(0);
            Near(21295, east, 100);
            geometry = At(-170000000, -1799999000);
            geometry.SetDrone(-170000000, 1799999000, 0, 0);
            Assert.AreEqual(east, geometry.DistanceMm(0));
        }

        [TestMethod]
        public void OldPosition_IsUnknown()
        {
            LinkGeometry geometry = new LinkGeometry();
            geometry.SetReceiver(473977000, 85456000, 3000);
            geometry.SetDrone(473978000, 85456000, 0, 1000);
            Assert.IsTrue(geometry.DistanceMm(6000) > 0);
            Assert.AreEqual(LinkGeometry.Unknown, geometry.DistanceMm(6001));
            geometry.SetDrone(473978000, 85456000, 0, 6001);
            Assert.IsTrue(geometry.DistanceMm(8000) > 0);
            Assert.AreEqual(LinkGeometry.Unknown, geometry.DistanceMm(8001));
            geometry.FixReceiver(473977000, 85456000);
            Assert.IsTrue(geometry.DistanceMm(11001) > 0);
        }

        [TestMethod]
        public void NoPlace_IsNotTaken()
        {
            LinkGeometry geometry = At(473977000, 85456000);
            Assert.IsFalse(geometry.SetDrone(0, 0, 0, 0));
            Assert.IsFalse(geometry.SetDrone(900000001, 0, 0, 0));
            Assert.IsFalse(geometry.SetDrone(0, -1800000001, 0, 0));
            Assert.IsFalse(geometry.SetReceiver(int.MinValue, 0, 0));
            Assert.AreEqual(LinkGeometry.Unknown, geometry.DistanceMm(0));
        }

        [TestMethod]
        public void OtherSideOfTheGlobe_DoesNotOverflow()
        {
            LinkGeometry geometry = At(-890000000, -1700000000);
            geometry.SetDrone(890000000, 0, int.MaxValue, 0);
            Assert.AreEqual(int.MaxValue, geometry.DistanceMm(0));
        }

        private static LinkGeometry At(int latitude, int longitude)
        {
            LinkGeometry geometry = new LinkGeometry();
            Assert.IsTrue(geometry.FixReceiver(latitude, longitude));
            return geometry;
        }

        private static void Near(int expected, int actual, int within)
        {
            Assert.IsTrue(actual >= expected - within && actual <= expected + within, "expected " + expected + " got " + actual);
        }
    }
}

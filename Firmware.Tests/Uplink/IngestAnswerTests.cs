using DroneLink.Firmware.Uplink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Uplink
{
    [TestClass]
    public class IngestAnswerTests
    {
        [TestMethod]
        public void CountsWhatWasRejected()
        {
            Assert.AreEqual(0, IngestAnswer.CountRejected("{\"accepted\":3,\"duplicates\":0,\"rejected\":[]}", 3));
            Assert.AreEqual(
                2,
                IngestAnswer.CountRejected(
                    "{\"accepted\":1,\"duplicates\":1,\"rejected\":[{\"index\":0,\"code\":\"crc\",\"message\":\"m\"},{\"index\":3,\"code\":\"id\",\"message\":\"m\"}]}", 4));
        }

        [TestMethod]
        public void RefusesAnAnswerThatDoesNotAccountForEveryFrame()
        {
            Assert.AreEqual(-1, IngestAnswer.CountRejected("{\"accepted\":2,\"duplicates\":0,\"rejected\":[]}", 3));
            Assert.AreEqual(-1, IngestAnswer.CountRejected("{\"accepted\":4,\"duplicates\":0,\"rejected\":[]}", 3));
        }

        [TestMethod]
        public void RefusesWhatIsNoAnswer()
        {
            Assert.AreEqual(-1, IngestAnswer.CountRejected("", 0));
            Assert.AreEqual(-1, IngestAnswer.CountRejected("<html>captive portal</html>", 0));
            Assert.AreEqual(-1, IngestAnswer.CountRejected("{}", 0));
            Assert.AreEqual(-1, IngestAnswer.CountRejected("[]", 0));
            Assert.AreEqual(-1, IngestAnswer.CountRejected("{\"accepted\":\"1\",\"duplicates\":0}", 1));
        }
    }
}

using DroneLink.Firmware.Autopilot;
using DroneLink.Firmware.Tests.Mavlink;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Autopilot
{
    [TestClass]
    public class Utf8Tests
    {
        [TestMethod]
        public void ValidText_StaysAsItIs()
        {
            AreReplaced("41c3a4e282acf09f9a81", "41c3a4e282acf09f9a81");
            AreReplaced("ed9fbfee8080f48fbfbf", "ed9fbfee8080f48fbfbf");
        }

        [TestMethod]
        public void WhatIsNoCharacter_IsReplaced()
        {
            AreReplaced("80", "3f");
            AreReplaced("c080", "3f3f");
            AreReplaced("c1bf", "3f3f");
            AreReplaced("e08080", "3f3f3f");
            AreReplaced("eda080", "3f3f3f");
            AreReplaced("f0808080", "3f3f3f3f");
            AreReplaced("f4908080", "3f3f3f3f");
            AreReplaced("f5808080", "3f3f3f3f");
            AreReplaced("ff", "3f");
        }

        [TestMethod]
        public void CharacterThatIsCutOff_IsReplaced()
        {
            AreReplaced("41c3", "413f");
            AreReplaced("e28241", "3f3f41");
            AreReplaced("f09f9a", "3f3f3f");
        }

        private static void AreReplaced(string given, string expected)
        {
            byte[] bytes = MavlinkFrames.FromHex(given);
            Utf8.ReplaceInvalid(bytes, bytes.Length);

            CollectionAssert.AreEqual(MavlinkFrames.FromHex(expected), bytes, given);
        }
    }
}

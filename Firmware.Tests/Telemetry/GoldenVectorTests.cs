using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Telemetry;
using nanoFramework.TestFramework;

namespace DroneLink.Firmware.Tests.Telemetry
{
    [TestClass]
    public class GoldenVectorTests
    {
        private const byte HighestNumericKind = 10;

        // A frame of this uptime that is rewritten when UTC becomes known must not differ from one that was sealed with UTC.
        private const long RewrittenUptimeMs = 5000;

        private static readonly TelemetryRecord Record = new TelemetryRecord();
        private static readonly OutgoingFrame Outgoing = new OutgoingFrame();
        private static readonly HmacSha256 Signer = new HmacSha256(Hex.TryDecode(GoldenVectors.Key));

        [TestMethod]
        public void SealedFrames_AreTheVectors()
        {
            int compared = 0;
            foreach (string[] vector in GoldenVectors.All)
            {
                string[] parts = vector[GoldenVectors.Meaning].Split(';');
                string[] head = parts[0].Split(' ');
                if (vector[GoldenVectors.Code] == "ok" && head[5] == "unsigned")
                {
                    bool synced = head[4] == "synced";
                    FrameBuilder builder = Build(parts, head, synced, long.Parse(head[3]));
                    AreSame(vector, builder.Buffer, builder.SealedOffset, builder.SealedLength);
                    compared++;
                }
            }

            Assert.IsTrue(compared >= 20, "vectors compared: " + compared.ToString());
        }

        [TestMethod]
        public void SignedFrames_AreTheVectors()
        {
            int compared = 0;
            foreach (string[] vector in GoldenVectors.All)
            {
                string[] parts = vector[GoldenVectors.Meaning].Split(';');
                string[] head = parts[0].Split(' ');
                if (vector[GoldenVectors.Code] == "ok" && head[5] == "signed")
                {
                    FrameBuilder builder = Build(parts, head, head[4] == "synced", long.Parse(head[3]));
                    Prepare(vector, builder, uint.Parse(head[1]), new DeviceClock(), Signer);
                    compared++;
                }
            }

            Assert.IsTrue(compared >= 2, "vectors compared: " + compared.ToString());
        }

        [TestMethod]
        public void FramesFromBeforeTheClock_AreTheVectorsOnceItIsKnown()
        {
            int compared = 0;
            foreach (string[] vector in GoldenVectors.All)
            {
                string[] parts = vector[GoldenVectors.Meaning].Split(';');
                string[] head = parts[0].Split(' ');
                DeviceClock clock = new DeviceClock();
                if (vector[GoldenVectors.Code] == "ok" && head[4] == "synced" && clock.TrySet(long.Parse(head[3]), RewrittenUptimeMs))
                {
                    FrameBuilder builder = Build(parts, head, false, RewrittenUptimeMs);
                    Prepare(vector, builder, uint.Parse(head[1]), clock, head[5] == "signed" ? Signer : null);
                    compared++;
                }
            }

            Assert.IsTrue(compared >= 10, "vectors compared: " + compared.ToString());
        }

        private static FrameBuilder Build(string[] parts, string[] head, bool synced, long baseTime)
        {
            FrameBuilder builder = new FrameBuilder(System.Text.Encoding.UTF8.GetBytes(head[0]), uint.Parse(head[1]));
            builder.Start(uint.Parse(head[2]));
            long time = 0;
            for (int i = 1; i < parts.Length; i++)
            {
                string[] words = parts[i].Split(' ');
                time += long.Parse(words[1]);
                Assert.IsTrue(TryAdd(builder, words, time), "no room for record " + i.ToString());
            }

            builder.Seal(synced, baseTime);
            return builder;
        }

        private static bool TryAdd(FrameBuilder builder, string[] words, long time)
        {
            byte kind = byte.Parse(words[0]);
            if (kind == RecordKind.Text)
            {
                byte[] text = words.Length > 3 ? Hex.TryDecode(words[3]) : new byte[0];
                return builder.TryAddText(byte.Parse(words[2]), text, 0, text.Length, time);
            }

            Assert.IsTrue(kind <= HighestNumericKind, "the device has no kind " + words[0]);
            Record.Start(kind);
            for (int i = 2; i < words.Length; i++)
            {
                int equals = words[i].IndexOf('=');
                Record.Set(int.Parse(words[i].Substring(0, equals)), long.Parse(words[i].Substring(equals + 1)));
            }

            return builder.TryAdd(Record, time);
        }

        private static void Prepare(string[] vector, FrameBuilder builder, uint bootId, DeviceClock clock, HmacSha256 signer)
        {
            bool prepared = Outgoing.TryPrepare(builder.Buffer, builder.SealedOffset, builder.SealedLength, bootId, clock, signer);
            Assert.IsTrue(prepared, vector[GoldenVectors.Name]);
            AreSame(vector, Outgoing.Buffer, 0, Outgoing.Length);
        }

        private static void AreSame(string[] vector, byte[] buffer, int offset, int count)
        {
            byte[] frame = new byte[count];
            System.Array.Copy(buffer, offset, frame, 0, count);
            Assert.AreEqual(vector[GoldenVectors.Bytes], Hex.Encode(frame), vector[GoldenVectors.Name]);
        }
    }
}

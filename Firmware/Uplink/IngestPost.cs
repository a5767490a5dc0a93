using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Uplink
{
    /// <summary>The body of a post to the ingest address: the ring's oldest frames. Allocates nothing after construction.</summary>
    public sealed class IngestPost
    {
        /// <summary>Bytes of a body at the most.</summary>
        public const int BodyBytes = 4096;

        private const int MaxFrames = 32;

        private readonly FlashRing _ring;
        private readonly FrameSource _source;

        /// <summary>Creates an empty body.</summary>
        /// <param name="ring">Holds the frames. Borrowed, opened.</param>
        /// <param name="source">Makes them ready. Borrowed.</param>
        public IngestPost(FlashRing ring, FrameSource source)
        {
            _ring = ring;
            _source = source;
        }

        /// <summary>The body, from offset 0.</summary>
        public byte[] Body { get; } = new byte[BodyBytes];

        /// <summary>Its bytes.</summary>
        public int Count { get; private set; }

        /// <summary>Frames in it.</summary>
        public int Frames { get; private set; }

        /// <summary>Number behind its last frame.</summary>
        public uint End { get; private set; }

        /// <summary>Fills the body. Frames that can never be sent are skipped, and when there are no others, acknowledged.</summary>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>False when there is nothing to send.</returns>
        public bool TryBuild(long nowMs)
        {
            Count = 0;
            Frames = 0;
            uint number = _ring.Seek(_ring.Head);
            while (number != _ring.Next && Frames < MaxFrames)
            {
                FrameReadiness readiness = _source.Prepare(number, nowMs);
                int length = _source.Outgoing.Length;
                if (readiness == FrameReadiness.Later || (readiness == FrameReadiness.Ready && Count + 2 + length > BodyBytes))
                {
                    break;
                }

                if (readiness == FrameReadiness.Ready)
                {
                    LittleEndian.WriteUInt16(Body, Count, length);
                    System.Array.Copy(_source.Outgoing.Buffer, 0, Body, Count + 2, length);
                    Count += 2 + length;
                    Frames++;
                }

                number = _ring.Seek(number + 1);
            }

            End = number;
            if (Frames == 0)
            {
                _ring.AcknowledgeBelow(number);
            }

            return Frames > 0;
        }
    }
}

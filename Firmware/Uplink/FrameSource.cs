using DroneLink.Firmware.Cryptography;
using DroneLink.Firmware.Storage;
using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.Uplink
{
    /// <summary>Makes the ring's frames ready to be sent. Allocates nothing after construction.</summary>
    public sealed class FrameSource
    {
        /// <summary>A frame that could not be read for this long, ms, never will be; nor will those in its segment that cannot be read then.</summary>
        public const int UnreadableMs = 60000;

        private readonly FlashRing _ring;
        private readonly DeviceClock _clock;
        private readonly uint _bootId;
        private readonly HmacSha256 _hmac;
        private readonly byte[] _stored = new byte[FrameFormat.MaxFrameBytes];
        private long _unreadableSinceMs = -1;
        private uint _givenUpFrom;
        private uint _givenUpEnd;

        /// <summary>Creates a source.</summary>
        /// <param name="ring">Holds the frames. Borrowed, opened.</param>
        /// <param name="clock">Dates those of this boot. Borrowed.</param>
        /// <param name="bootId">This boot.</param>
        /// <param name="hmac">Signs them; null for frames without a signature of their own. Borrowed.</param>
        public FrameSource(FlashRing ring, DeviceClock clock, uint bootId, HmacSha256 hmac)
        {
            _ring = ring;
            _clock = clock;
            _bootId = bootId;
            _hmac = hmac;
        }

        /// <summary>The frame made ready last.</summary>
        public OutgoingFrame Outgoing { get; } = new OutgoingFrame();

        /// <summary>Makes a frame ready in <see cref="Outgoing"/>.</summary>
        /// <param name="number">Its number in the ring.</param>
        /// <param name="nowMs">ms since boot.</param>
        public FrameReadiness Prepare(uint number, long nowMs)
        {
            int count = _ring.Read(number, _stored);
            if (count <= 0 && (number < _givenUpFrom || number >= _givenUpEnd))
            {
                if (_unreadableSinceMs < 0)
                {
                    _unreadableSinceMs = nowMs;
                }

                if (nowMs - _unreadableSinceMs < UnreadableMs)
                {
                    return FrameReadiness.Later;
                }

                // They would all hold up what is behind them for as long, and a segment may have 128.
                _givenUpFrom = number;
                _givenUpEnd = _ring.EndOfSegment(number);
            }

            _unreadableSinceMs = -1;
            return count > 0 && Outgoing.TryPrepare(_stored, 0, count, _bootId, _clock, _hmac) ? FrameReadiness.Ready : FrameReadiness.Never;
        }
    }
}

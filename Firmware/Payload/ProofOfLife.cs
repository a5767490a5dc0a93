using DroneLink.Firmware.Storage;

namespace DroneLink.Firmware.Payload
{
    /// <summary>
    /// Tells when the cloud has acknowledged something that the payload recorded itself. What the bootstrap records proves nothing of the payload, and a frame
    /// that the ring overwrote was not acknowledged.
    /// </summary>
    public sealed class ProofOfLife
    {
        private readonly FlashRing _ring;
        private bool _isUnderWay;
        private uint _frame;
        private uint _overwritten;

        /// <summary>Creates it.</summary>
        /// <param name="ring">Holds the frames. Borrowed.</param>
        public ProofOfLife(FlashRing ring)
        {
            _ring = ring;
        }

        /// <summary>Whether the cloud has heard of the payload.</summary>
        public bool HasReachedCloud { get; private set; }

        /// <summary>Takes a look. Call it after each step of the payload and of the uplink.</summary>
        /// <param name="hasRecorded">Whether that step added a record.</param>
        public void Step(bool hasRecorded)
        {
            if (HasReachedCloud)
            {
                return;
            }

            if (_isUnderWay && _ring.OverwrittenRecords != _overwritten)
            {
                _isUnderWay = false;
            }

            if (!_isUnderWay && hasRecorded)
            {
                // The record is in this frame, which is yet to be sealed, or in one before it.
                _isUnderWay = true;
                _frame = _ring.Next;
                _overwritten = _ring.OverwrittenRecords;
            }

            HasReachedCloud = _isUnderWay && (int)(_ring.Head - _frame) > 0;
        }
    }
}

namespace DroneLink.Firmware.Uplink
{
    /// <summary>
    /// A request for bytes from the host of the ingest address, one at a time: whoever wants some says so, the uplink asks for them between two posts, and what
    /// came waits here to be taken. Allocates nothing after construction.
    /// </summary>
    public sealed class HttpsFetch
    {
        private bool _isUnderWay;
        private bool _isDone;

        /// <summary>Creates one.</summary>
        /// <param name="bytes">Bytes of an answer at the most.</param>
        public HttpsFetch(int bytes)
        {
            Body = new byte[bytes];
        }

        /// <summary>What came, from offset 0.</summary>
        public byte[] Body { get; }

        /// <summary>Path and query.</summary>
        public string Path { get; private set; }

        /// <summary>First byte that is wanted.</summary>
        public int From { get; private set; }

        /// <summary>Bytes that are wanted; 0 for all there are.</summary>
        public int Count { get; private set; }

        /// <summary>Whether it waits for the uplink to begin.</summary>
        public bool IsWanted { get; private set; }

        /// <summary>HTTP status of what came; 0 when there was no answer.</summary>
        public int Status { get; private set; }

        /// <summary>Bytes of what came.</summary>
        public int Received { get; private set; }

        /// <summary>
        /// Says what is wanted. It replaces a request that was not begun, and another that is under way is nobody's any more; the same one goes on, and
        /// its answer is the one to this.
        /// </summary>
        /// <param name="path">Path and query, from the slash on.</param>
        /// <param name="from">First byte; 0 with a count of 0 for all there are.</param>
        /// <param name="count">Bytes, up to the length of <see cref="Body"/>.</param>
        public void Want(string path, int from, int count)
        {
            // Whoever loses patience, as between two slow handshakes, and asks again would otherwise throw away each answer that is just coming.
            if (_isUnderWay && !IsWanted && path == Path && from == From && count == Count)
            {
                return;
            }

            Path = path;
            From = from;
            Count = count;
            IsWanted = true;
            _isDone = false;
        }

        /// <summary>Takes out what came, once; it is then in the properties.</summary>
        public bool TryTake()
        {
            bool isDone = _isDone;
            _isDone = false;
            return isDone;
        }

        /// <summary>Notes that the uplink has begun it.</summary>
        internal void Begun()
        {
            IsWanted = false;
            _isUnderWay = true;
        }

        /// <summary>Notes what came of it.</summary>
        internal void Done(int status, int received)
        {
            _isUnderWay = false;
            if (IsWanted)
            {
                // Another was wanted meanwhile: this is not its answer.
                return;
            }

            Status = status;
            Received = received;
            _isDone = true;
        }
    }
}

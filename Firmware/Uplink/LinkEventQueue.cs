namespace DroneLink.Firmware.Uplink
{
    /// <summary>
    /// Carries what happened on the board's threads to the one that steps the core. Bounded and without allocation; thread safe.
    /// When it is full, what comes is dropped and <see cref="TakeOverflow"/> says so: the uplink then starts its session over,
    /// which is always safe, since what was not seen to be acknowledged is sent again.
    /// </summary>
    public sealed class LinkEventQueue
    {
        /// <summary>Events that wait at the most.</summary>
        public const int Capacity = 32;

        private readonly object _lock = new object();
        private readonly LinkEventKind[] _kinds = new LinkEventKind[Capacity];
        private readonly int[] _sessions = new int[Capacity];
        private readonly long[] _values = new long[Capacity];
        private readonly long[] _values2 = new long[Capacity];
        private int _first;
        private int _count;
        private bool _overflow;

        /// <summary>Session of the event taken last.</summary>
        public int Session { get; private set; }

        /// <summary>First value of the event taken last.</summary>
        public long Value { get; private set; }

        /// <summary>Second value of the event taken last.</summary>
        public long Value2 { get; private set; }

        /// <summary>Puts an event in. From any thread.</summary>
        /// <param name="kind">What happened.</param>
        /// <param name="session">The number that the operation was begun with; 0 for events of no session.</param>
        /// <param name="value">Meaning by kind.</param>
        /// <param name="value2">Meaning by kind.</param>
        public void Post(LinkEventKind kind, int session, long value = 0, long value2 = 0)
        {
            lock (_lock)
            {
                if (_count == Capacity)
                {
                    _overflow = true;
                    return;
                }

                int at = (_first + _count) % Capacity;
                _kinds[at] = kind;
                _sessions[at] = session;
                _values[at] = value;
                _values2[at] = value2;
                _count++;
            }
        }

        /// <summary>Takes the oldest event; its values are then in the properties. Only from the thread that steps the core.</summary>
        /// <returns><see cref="LinkEventKind.None"/> when there is none.</returns>
        public LinkEventKind Take()
        {
            lock (_lock)
            {
                if (_count == 0)
                {
                    return LinkEventKind.None;
                }

                int at = _first;
                _first = (_first + 1) % Capacity;
                _count--;
                Session = _sessions[at];
                Value = _values[at];
                Value2 = _values2[at];
                return _kinds[at];
            }
        }

        /// <summary>Returns whether events were dropped since the last call.</summary>
        public bool TakeOverflow()
        {
            lock (_lock)
            {
                bool overflow = _overflow;
                _overflow = false;
                return overflow;
            }
        }
    }
}

namespace DroneLink.Firmware.Uplink
{
    /// <summary>
    /// Carries what came in over MQTT to the thread that steps the core. Bounded and without allocation; thread safe. Beacons have places of their own, and
    /// one too many is dropped: the next comes in a second. Any other message that finds no place is not lost:
    /// <see cref="TakeOverflow"/> says so, the uplink starts its session over, and the cloud sends again what was not answered.
    /// </summary>
    public sealed class IncomingMessages
    {
        /// <summary>Messages that wait at the most, beacons left aside: all commands that the cloud sends at once, and a few answers.</summary>
        public const int Capacity = 20;

        /// <summary>Beacons that wait at the most.</summary>
        public const int BeaconCapacity = 32;

        private readonly object _lock = new object();
        private readonly MqttTopics _topics;
        private readonly Line _messages = new Line(Capacity);
        private readonly Line _beacons = new Line(BeaconCapacity);
        private uint _droppedBeacons;
        private bool _overflow;

        /// <summary>Makes it.</summary>
        /// <param name="topics">The device's topics.</param>
        public IncomingMessages(MqttTopics topics)
        {
            _topics = topics;
        }

        /// <summary>The message taken last.</summary>
        public byte[] Payload { get; private set; }

        /// <summary>Its topic.</summary>
        public string Topic { get; private set; }

        /// <summary>Beacons that found no place, in this boot.</summary>
        public uint DroppedBeacons
        {
            get
            {
                lock (_lock)
                {
                    return _droppedBeacons;
                }
            }
        }

        /// <summary>Puts a message in. From any thread.</summary>
        /// <param name="topic">Its topic.</param>
        /// <param name="payload">Its bytes, which are kept: the caller lets go of them.</param>
        public void Post(string topic, byte[] payload)
        {
            IncomingKind kind = _topics.KindOf(topic);
            if (kind == IncomingKind.None || payload == null)
            {
                return;
            }

            lock (_lock)
            {
                if (kind == IncomingKind.Beacon)
                {
                    _droppedBeacons += _beacons.TryPut(kind, topic, payload) ? 0u : 1u;
                }
                else
                {
                    _overflow |= !_messages.TryPut(kind, topic, payload);
                }
            }
        }

        /// <summary>Takes the oldest message, beacons last; its bytes are then in <see cref="Payload"/>. Only from the thread that steps the core.</summary>
        /// <returns><see cref="IncomingKind.None"/> when there is none.</returns>
        public IncomingKind Take()
        {
            lock (_lock)
            {
                IncomingKind kind = _messages.TryTake(out string topic, out byte[] payload);
                if (kind == IncomingKind.None)
                {
                    kind = _beacons.TryTake(out topic, out payload);
                }

                Topic = topic;
                Payload = payload;
                return kind;
            }
        }

        /// <summary>Returns whether a message other than a beacon found no place since the last call.</summary>
        public bool TakeOverflow()
        {
            lock (_lock)
            {
                bool overflow = _overflow;
                _overflow = false;
                return overflow;
            }
        }

        private sealed class Line
        {
            private readonly byte[][] _payloads;
            private readonly string[] _topics;
            private readonly IncomingKind[] _kinds;
            private int _first;
            private int _count;

            public Line(int capacity)
            {
                _payloads = new byte[capacity][];
                _topics = new string[capacity];
                _kinds = new IncomingKind[capacity];
            }

            public bool TryPut(IncomingKind kind, string topic, byte[] payload)
            {
                if (_count == _payloads.Length)
                {
                    return false;
                }

                int at = (_first + _count) % _payloads.Length;
                _payloads[at] = payload;
                _topics[at] = topic;
                _kinds[at] = kind;
                _count++;
                return true;
            }

            public IncomingKind TryTake(out string topic, out byte[] payload)
            {
                topic = null;
                payload = null;
                if (_count == 0)
                {
                    return IncomingKind.None;
                }

                topic = _topics[_first];
                payload = _payloads[_first];
                _topics[_first] = null;
                _payloads[_first] = null;
                IncomingKind kind = _kinds[_first];
                _first = (_first + 1) % _payloads.Length;
                _count--;
                return kind;
            }
        }
    }
}

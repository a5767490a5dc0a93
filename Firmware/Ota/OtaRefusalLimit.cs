namespace DroneLink.Firmware.Ota
{
    /// <summary>
    /// Which refused manifests become an event. Anyone who reaches the topic can send nonsense, or again what the cloud once sent, and must not
    /// fill the ring: nonsense is one event an hour, the same refusal of the same build too, and there are never more than six an hour.
    /// </summary>
    internal sealed class OtaRefusalLimit
    {
        /// <summary>Events an hour at the most.</summary>
        public const int MaxEvents = 6;

        private const int HourMs = 3600000;

        private readonly long[] _due = new long[OtaRefusal.MalformedImage + 1];
        private readonly int[] _builds = new int[OtaRefusal.MalformedImage + 1];
        private long _hourMs;
        private int _events;

        /// <summary>Returns whether a refusal becomes an event.</summary>
        /// <param name="refusal">See <see cref="OtaRefusal"/>.</param>
        /// <param name="build">The build; 0 when it is not known.</param>
        /// <param name="nowMs">ms since boot.</param>
        public bool IsDue(int refusal, int build, long nowMs)
        {
            if (nowMs - _hourMs >= HourMs)
            {
                _hourMs = nowMs;
                _events = 0;
            }

            if (_events == MaxEvents || (nowMs < _due[refusal] && build == _builds[refusal]))
            {
                return false;
            }

            _events++;
            _due[refusal] = nowMs + HourMs;
            _builds[refusal] = build;
            return true;
        }
    }
}

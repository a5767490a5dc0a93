namespace DroneLink.Firmware.Telemetry
{
    /// <summary>
    /// What this boot knows of UTC. Uptime is the only clock that records are taken by; UTC is uptime plus an offset. The first
    /// offset is the boot's anchor and is kept for ever, so that a frame from before the clock was known gets the same time
    /// however often it is sent.
    /// </summary>
    public sealed class DeviceClock
    {
        /// <summary>A later reading that differs by no more than this, ms, is network delay and crystal drift, and is ignored.</summary>
        public const int ToleranceMs = 2000;

        /// <summary>2000-01-01 UTC in ms: a time before it is a clock that was never set, which starts at 1970.</summary>
        public const long EarliestUtcMs = 946684800000;

        /// <summary>2100-01-01 UTC in ms: a time after it is a broken source.</summary>
        public const long LatestUtcMs = 4102444800000;

        /// <summary>Whether UTC is known.</summary>
        public bool IsSynced { get; private set; }

        /// <summary>UTC ms minus uptime ms, by the latest source that was believed.</summary>
        public long OffsetMs { get; private set; }

        /// <summary>UTC ms minus uptime ms, by the first source of this boot.</summary>
        public long AnchorMs { get; private set; }

        /// <summary>Returns UTC in ms for an uptime in ms; means nothing before <see cref="IsSynced"/>.</summary>
        public long ToUtc(long uptimeMs)
        {
            return uptimeMs + OffsetMs;
        }

        /// <summary>Takes a reading of a time source.</summary>
        /// <param name="utcMs">ms since 1970-01-01 UTC.</param>
        /// <param name="uptimeMs">The uptime that it belongs to.</param>
        /// <returns>True when it set or moved the clock.</returns>
        public bool TrySet(long utcMs, long uptimeMs)
        {
            if (utcMs < EarliestUtcMs || utcMs > LatestUtcMs)
            {
                return false;
            }

            long offset = utcMs - uptimeMs;
            if (!IsSynced)
            {
                IsSynced = true;
                AnchorMs = offset;
                OffsetMs = offset;
                return true;
            }

            long difference = offset - OffsetMs;
            if (difference >= -ToleranceMs && difference <= ToleranceMs)
            {
                return false;
            }

            OffsetMs = offset;
            return true;
        }
    }
}

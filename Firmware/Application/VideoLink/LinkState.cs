using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// Turns power and health into events that do not flap. Every condition is left by a stricter rule than it is entered by, and
    /// only after that rule has held for a time. An event names the condition that is entered; a link that comes up the first time
    /// is no event, one that never was up is not lost. What cannot be seen changes nothing. Pure; allocates nothing after
    /// construction.
    /// </summary>
    public sealed class LinkState
    {
        private readonly int _degradedBelow;
        private readonly int _goodFrom;
        private readonly Hold _fade;
        private readonly Hold _up;
        private readonly Hold _poor;
        private readonly Hold _fine;
        private long _notGoodMs;

        /// <summary>Creates a link that has not been up.</summary>
        /// <param name="options">Health and times of the conditions; times that are judged by health are at least two windows.</param>
        public LinkState(VideoLinkOptions options)
        {
            int gapMs = options.MaxGapMs;
            int windowsMs = 2 * options.WindowMs;
            int restoredMs = options.RestoredAfterMs > windowsMs ? options.RestoredAfterMs : windowsMs;
            int degradedMs = options.DegradedAfterMs > windowsMs ? options.DegradedAfterMs : windowsMs;
            _degradedBelow = options.DegradedBelowHealth;
            _goodFrom = options.GoodFromHealth;
            _fade = new Hold(options.LostAfterMs, gapMs);
            _up = new Hold(restoredMs, gapMs);
            _poor = new Hold(degradedMs, gapMs);
            _fine = new Hold(restoredMs, gapMs);
        }

        /// <summary>How the link is.</summary>
        public LinkCondition Condition { get; private set; }

        /// <summary>ms that the fade has been going on that is; 0 when there is none.</summary>
        public long FadeMs => _fade.HeldMs;

        /// <summary>ms that the link was not good, once <see cref="EventCode.LinkRestored"/> is told.</summary>
        public long OutageMs { get; private set; }

        /// <summary>Takes a sample.</summary>
        /// <param name="isInFade">Whether it is in a fade, see <see cref="FadeMeter.IsInFade"/>.</param>
        /// <param name="health">Health of the last window, or <see cref="LinkHealth.Unknown"/>.</param>
        /// <param name="isSaturated">Whether the receiver is overdriven: then there is no health, and a link all the same.</param>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>The <see cref="EventCode"/> to record, or 0.</returns>
        public int Step(bool isInFade, int health, bool isSaturated, long nowMs)
        {
            bool isPoor = health != LinkHealth.Unknown && health < _degradedBelow;
            bool lost = _fade.Step(isInFade, nowMs);
            bool up = _up.Step(!isInFade, nowMs);
            bool poor = _poor.Step(isPoor, nowMs);
            bool fine = _fine.Step(health >= _goodFrom, nowMs);
            switch (Condition)
            {
                case LinkCondition.Unknown:
                    if (up && !isPoor)
                    {
                        Condition = LinkCondition.Good;
                        return 0;
                    }

                    return up && poor ? Leave(LinkCondition.Degraded, nowMs) : 0;
                case LinkCondition.Good:
                    return lost ? Leave(LinkCondition.Lost, nowMs) : poor ? Leave(LinkCondition.Degraded, nowMs) : 0;
                case LinkCondition.Degraded:
                    return lost ? Leave(LinkCondition.Lost, nowMs) : fine && up ? Restore(nowMs) : 0;
                default:
                    // An overdriven receiver has no health, and a link all the same; one that has none for another reason is waited for.
                    if (!up || (health == LinkHealth.Unknown && !isSaturated))
                    {
                        return 0;
                    }

                    return isSaturated || health >= _goodFrom ? Restore(nowMs) : Leave(LinkCondition.Degraded, nowMs);
            }
        }

        /// <summary>Nothing can be seen: what had held so far has to hold anew. The condition stays.</summary>
        public void Pause()
        {
            _fade.Restart();
            _up.Restart();
            _poor.Restart();
            _fine.Restart();
        }

        private int Restore(long nowMs)
        {
            Condition = LinkCondition.Good;
            OutageMs = nowMs - _notGoodMs;
            return EventCode.LinkRestored;
        }

        private int Leave(LinkCondition condition, long nowMs)
        {
            if (Condition == LinkCondition.Good || Condition == LinkCondition.Unknown)
            {
                _notGoodMs = nowMs;
            }

            Condition = condition;
            return condition == LinkCondition.Lost ? EventCode.LinkLost : EventCode.LinkDegraded;
        }
    }
}

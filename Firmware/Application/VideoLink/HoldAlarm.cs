using DroneLink.Firmware.Telemetry;

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>
    /// An alarm that is raised once, when its cause has held, and once more only after the absence of the cause has held too.
    /// </summary>
    public sealed class HoldAlarm
    {
        private readonly Hold _on;
        private readonly Hold _off;

        /// <summary>Creates an alarm that is not raised.</summary>
        /// <param name="onMs">ms that the cause has to hold.</param>
        /// <param name="offMs">ms that its absence has to hold.</param>
        /// <param name="maxGapMs">ms that one step stands for at the most.</param>
        public HoldAlarm(int onMs, int offMs, int maxGapMs)
        {
            _on = new Hold(onMs, maxGapMs);
            _off = new Hold(offMs, maxGapMs);
        }

        /// <summary>Whether it is raised.</summary>
        public bool IsRaised { get; private set; }

        /// <summary>Takes what is now. Between cause and absence there may be a band that is neither.</summary>
        /// <param name="isCause">Whether there is the cause.</param>
        /// <param name="isAbsent">Whether it is clearly absent.</param>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>True when this step raised it, or ended it: see <see cref="IsRaised"/>.</returns>
        public bool Step(bool isCause, bool isAbsent, long nowMs)
        {
            bool on = _on.Step(isCause, nowMs);
            bool off = _off.Step(isAbsent, nowMs);
            bool hasChanged = IsRaised ? off : on;
            IsRaised ^= hasChanged;
            return hasChanged;
        }

        /// <summary>Nothing was seen: what had held so far has to hold anew. What is raised stays so.</summary>
        public void Pause()
        {
            _on.Restart();
            _off.Restart();
        }
    }
}

namespace DroneLink.Firmware.VideoLink
{
    /// <summary>How a video link is, as <see cref="LinkState"/> has it.</summary>
    public enum LinkCondition
    {
        /// <summary>It has not been up since boot.</summary>
        Unknown,

        /// <summary>There is a picture.</summary>
        Good,

        /// <summary>There is a poor picture.</summary>
        Degraded,

        /// <summary>There was a picture, and there is none.</summary>
        Lost,
    }
}

namespace DroneLink.Firmware.Commands
{
    /// <summary>How far somebody who carries out a command has come.</summary>
    public enum CommandOutcome
    {
        /// <summary>It takes time: ask again.</summary>
        UnderWay,

        /// <summary>It is done.</summary>
        Done,

        /// <summary>It failed; the message says why.</summary>
        Failed,

        /// <summary>It was not begun; the message says why.</summary>
        Refused,

        /// <summary>It is begun, and a restart is its end: it counts as done after that.</summary>
        EndsInRestart,

        /// <summary>It is done, and takes effect by a restart once that was told.</summary>
        DoneThenRestart,
    }
}

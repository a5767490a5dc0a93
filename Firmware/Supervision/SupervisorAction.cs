namespace DroneLink.Firmware.Supervision
{
    /// <summary>What the supervisor wants done.</summary>
    public enum SupervisorAction
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>Restart the worker that <see cref="Supervisor.Worker"/> names.</summary>
        RestartWorker,

        /// <summary>Restart the device: restarting that worker did not help.</summary>
        RestartDevice,
    }
}

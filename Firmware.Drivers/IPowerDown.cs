namespace DroneLink.Drivers
{
    /// <summary>A part that can be powered down over its bus. Not thread safe.</summary>
    public interface IPowerDown
    {
        /// <summary>Whether the part itself says that it is as ordered.</summary>
        bool IsPowerConfirmed { get; }

        /// <summary>Orders it up.</summary>
        void PowerUp();

        /// <summary>Orders it down.</summary>
        void PowerDown();
    }
}

using System;

namespace DroneLink.Drivers
{
    /// <summary>Switches the supply of a part. Off until told otherwise. Not thread safe.</summary>
    public interface ISupplySwitch : IDisposable
    {
        /// <summary>Whether it was last told to be on.</summary>
        bool IsOn { get; }

        /// <summary>Whether it can tell what its output is.</summary>
        bool HasReadBack { get; }

        /// <summary>Whether its output is as it was told; true where it cannot tell.</summary>
        bool IsConfirmed { get; }

        /// <summary>Switches.</summary>
        /// <param name="on">Whether the part shall be supplied.</param>
        void Set(bool on);
    }
}

using DroneLink.Drivers;

namespace DroneLink.Firmware.Tests.Safety
{
    /// <summary>A supply switch that can be welded.</summary>
    public sealed class FakeSwitch : ISupplySwitch
    {
        public bool IsOn { get; private set; }

        public bool HasReadBack { get; set; }

        public bool IsWelded { get; set; }

        public bool IsConfirmed => !HasReadBack || IsOn || !IsWelded;

        /// <summary>Whether there is supply behind it.</summary>
        public bool Output => IsOn || IsWelded;

        public void Set(bool on)
        {
            IsOn = on;
        }

        public void Dispose()
        {
        }
    }
}

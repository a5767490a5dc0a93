using DroneLink.Drivers;

namespace DroneLink.Firmware.Tests.Safety
{
    /// <summary>A receiver that counts its orders.</summary>
    public sealed class FakeReceiver : IPowerDown
    {
        public bool IsPowerConfirmed { get; set; } = true;

        public bool IsUp { get; private set; }

        public int Changes { get; private set; }

        public void PowerUp()
        {
            IsUp = true;
            Changes++;
        }

        public void PowerDown()
        {
            IsUp = false;
            Changes++;
        }
    }
}

using DroneLink.Drivers;

namespace DroneLink.Firmware.Application.Commands
{
    /// <summary>Blinks a light or sounds a buzzer, so that a device is found in high grass. Stepped; borrows the output.</summary>
    public sealed class Locator
    {
        // Twice a second, on as long as off.
        private const int HalfPeriodMs = 250;

        private readonly ISupplySwitch _output;
        private long _untilMs = -1;
        private long _toggleMs;

        /// <summary>Creates one that is silent.</summary>
        /// <param name="output">The light or buzzer. Borrowed.</param>
        public Locator(ISupplySwitch output)
        {
            _output = output;
        }

        /// <summary>Begins, or goes on for so long from now.</summary>
        /// <param name="ms">How long.</param>
        /// <param name="nowMs">ms since boot.</param>
        public void Start(int ms, long nowMs)
        {
            _untilMs = nowMs + ms;
            _toggleMs = nowMs;
        }

        /// <summary>Does what is due.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            if (_untilMs < 0 || nowMs < _toggleMs)
            {
                return;
            }

            bool isOver = nowMs >= _untilMs;
            _untilMs = isOver ? -1 : _untilMs;
            _toggleMs = nowMs + HalfPeriodMs;
            _output.Set(!isOver && !_output.IsOn);
        }
    }
}

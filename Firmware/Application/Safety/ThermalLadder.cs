namespace DroneLink.Firmware.Safety
{
    /// <summary>
    /// Turns temperatures into rungs: up as soon as enough readings in a row say so, by several rungs if need be; down only after a hold time,
    /// below a lower mark, so that nothing flaps. Decides nothing about what a rung means. Allocates nothing.
    /// </summary>
    public sealed class ThermalLadder
    {
        /// <summary>A warning ends this far below its mark, 0.01 °C.</summary>
        public const int WarnHysteresis = 300;

        private readonly ThermalOptions _options;
        private int _aboveWarn;
        private int _aboveThrottle;
        private int _aboveCut;
        private int _cool;
        private int _calm;
        private long _changedMs;

        /// <summary>Creates a ladder on its lowest rung.</summary>
        /// <param name="options">Its rungs.</param>
        /// <exception cref="System.ArgumentException">They are out of order.</exception>
        public ThermalLadder(ThermalOptions options)
        {
            options.Check();
            _options = options;
        }

        /// <summary>The rung.</summary>
        public ThermalLevel Level { get; private set; }

        /// <summary>Takes a reading.</summary>
        /// <param name="centiCelsius">0.01 °C.</param>
        /// <param name="nowMs">ms since boot.</param>
        /// <returns>True when the rung changed.</returns>
        public bool Take(int centiCelsius, long nowMs)
        {
            _aboveWarn = Count(_aboveWarn, centiCelsius >= _options.WarnCentiCelsius);
            _aboveThrottle = Count(_aboveThrottle, centiCelsius >= _options.ThrottleCentiCelsius);
            _aboveCut = Count(_aboveCut, centiCelsius >= _options.CutCentiCelsius);
            _cool = Count(_cool, centiCelsius <= _options.ResumeCentiCelsius);
            _calm = Count(_calm, centiCelsius <= _options.WarnCentiCelsius - WarnHysteresis);

            ThermalLevel reached = _aboveCut >= _options.Confirmations ? ThermalLevel.Cut
                : _aboveThrottle >= _options.Confirmations ? ThermalLevel.Throttle
                : _aboveWarn >= _options.Confirmations ? ThermalLevel.Warn
                : ThermalLevel.Normal;
            if (reached > Level)
            {
                return Enter(reached, nowMs);
            }

            if (Level == ThermalLevel.Normal || nowMs - _changedMs < _options.HoldMs)
            {
                return false;
            }

            if (_calm >= _options.Confirmations && (Level == ThermalLevel.Warn || _cool >= _options.Confirmations))
            {
                return Enter(ThermalLevel.Normal, nowMs);
            }

            return Level > ThermalLevel.Warn && _cool >= _options.Confirmations && Enter(ThermalLevel.Warn, nowMs);
        }

        private int Count(int count, bool isMet)
        {
            return !isMet ? 0 : count < _options.Confirmations ? count + 1 : count;
        }

        private bool Enter(ThermalLevel level, long nowMs)
        {
            Level = level;
            _changedMs = nowMs;
            return true;
        }
    }
}

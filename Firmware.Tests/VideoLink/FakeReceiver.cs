using DroneLink.Firmware.VideoLink;

namespace DroneLink.Firmware.Tests.VideoLink
{
    /// <summary>A receiver in a band of given powers. It settles after a time, unless it is told not to.</summary>
    public sealed class FakeReceiver : IVideoReceiver
    {
        public const int SettleMs = 65;
        public const int Floor = -9000;

        private readonly int[] _mhz = new int[16];
        private readonly int[] _centiDbm = new int[16];
        private int _carriers;
        private long _nowMs;
        private long _settledMs;

        public bool CanTune { get; set; } = true;

        public int FrequencyMhz { get; set; }

        public bool IsSettled => !IsStuck && _nowMs >= _settledMs;

        public bool IsStuck { get; set; }

        public bool IsSilent { get; set; }

        public int FaultFlags { get; set; }

        public bool IsCalibrated { get; set; }

        public int VoltageMv { get; set; } = 700;

        /// <summary>What it hears on its frequency when no carriers were set.</summary>
        public int Power { get; set; } = Floor;

        public int CentiDbm { get; private set; }

        public bool IsSaturated { get; set; }

        public int Tunes { get; private set; }

        public int Samples { get; private set; }

        /// <summary>Sets a carrier that is heard through the selectivity mask.</summary>
        public void Carrier(int mhz, int centiDbm)
        {
            _mhz[_carriers] = mhz;
            _centiDbm[_carriers++] = centiDbm;
        }

        public void Tune(int frequencyMhz)
        {
            Tunes++;
            if (frequencyMhz != FrequencyMhz)
            {
                FrequencyMhz = frequencyMhz;
                _settledMs = _nowMs + SettleMs;
            }
        }

        public void Step(long nowMs)
        {
            _nowMs = nowMs;
        }

        public bool TrySample()
        {
            if (IsSilent)
            {
                return false;
            }

            Samples++;
            CentiDbm = Heard();
            return true;
        }

        private int Heard()
        {
            if (_carriers == 0)
            {
                return Power;
            }

            int most = Floor;
            for (int index = 0; index < _carriers; index++)
            {
                int heard = _centiDbm[index] - SelectivityMask.LossCentiDb(_mhz[index], FrequencyMhz);
                most = heard > most ? heard : most;
            }

            return most;
        }
    }
}

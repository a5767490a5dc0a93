namespace DroneLink.Firmware.Supervision
{
    /// <summary>
    /// Watches that every worker makes progress; nanoFramework offers no hardware watchdog. It decides and does nothing itself. A
    /// name look-up or a TLS handshake stops every managed thread, this one too: a gap between two of its own looks is therefore
    /// held against nobody.
    /// </summary>
    public sealed class Supervisor
    {
        /// <summary>The loop that steps the device.</summary>
        public const int DeviceLoop = 0;

        /// <summary>The uplink, and the board's network thread behind it.</summary>
        public const int Uplink = 1;

        /// <summary>ms between two looks.</summary>
        public const int PeriodMs = 1000;

        /// <summary>The device loop turns many times a second; after this, ms, it hangs.</summary>
        public const int DeviceLoopTimeoutMs = 30000;

        /// <summary>Restarts of a worker that brought no progress, before the device is restarted.</summary>
        public const int RestartsBeforeReset = 3;

        private const int Workers = 2;

        private readonly int[] _timeoutMs;
        private readonly long[] _progressMs = new long[Workers];
        private readonly long[] _silenceMs = new long[Workers];
        private readonly int[] _restarts = new int[Workers];
        private long _lastMs = -1;

        /// <summary>Creates a supervisor.</summary>
        /// <param name="uplinkTimeoutMs">The longest honest silence of the uplink, ms: a wait at its back-off's cap, and an operation that fails.</param>
        public Supervisor(int uplinkTimeoutMs)
        {
            _timeoutMs = new int[] { DeviceLoopTimeoutMs, uplinkTimeoutMs };
        }

        /// <summary>The worker that the last action is about.</summary>
        public int Worker { get; private set; }

        /// <summary>Takes a look. Call it every <see cref="PeriodMs"/>.</summary>
        /// <param name="deviceLoopMs">When the device loop last turned, ms since boot.</param>
        /// <param name="uplinkMs">When the uplink last went forward, ms since boot.</param>
        /// <param name="nowMs">ms since boot.</param>
        public SupervisorAction Step(long deviceLoopMs, long uplinkMs, long nowMs)
        {
            long passed = _lastMs < 0 ? 0 : nowMs - _lastMs;
            _lastMs = nowMs;
            if (passed > 2 * PeriodMs)
            {
                passed = PeriodMs;
            }

            SupervisorAction action = Look(DeviceLoop, deviceLoopMs, passed);
            return action != SupervisorAction.None ? action : Look(Uplink, uplinkMs, passed);
        }

        private SupervisorAction Look(int worker, long progressMs, long passed)
        {
            if (progressMs != _progressMs[worker])
            {
                _progressMs[worker] = progressMs;
                _silenceMs[worker] = 0;
                _restarts[worker] = 0;
                return SupervisorAction.None;
            }

            _silenceMs[worker] += passed;
            if (_silenceMs[worker] < _timeoutMs[worker])
            {
                return SupervisorAction.None;
            }

            Worker = worker;
            _silenceMs[worker] = 0;
            _restarts[worker]++;
            return _restarts[worker] > RestartsBeforeReset ? SupervisorAction.RestartDevice : SupervisorAction.RestartWorker;
        }
    }
}

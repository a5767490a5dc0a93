using System;

namespace DroneLink.Drivers.Rx5808
{
    /// <summary>
    /// Tunes an RX5808 and switches its blocks on and off. Stepped: an order is kept, carried out by <see cref="Step"/>, read back, and
    /// replaced by the next of its kind. Owns the bus and the RSSI pin and disposes them. Not thread safe. Allocates nothing after
    /// construction.
    /// <para>
    /// A module that is not there, is not in SPI mode or does not obey is tried again for ever, so one that is plugged in later comes up.
    /// One that is set up is read back every <see cref="Rx5808Options.CheckMs"/>, and set up anew when it has forgotten.
    /// </para>
    /// </summary>
    public sealed class Rx5808Receiver : IPowerDown, IDisposable
    {
        private readonly Rx5808Bus _bus;
        private readonly int _settleMs;
        private readonly int _busIntervalMs;
        private readonly int _checkMs;
        private readonly int _maxTries;
        private readonly int _retryMs;
        private readonly int _faultRetryMs;
        private readonly Rx5808Power _upPower;
        private Rx5808Phase _phase = Rx5808Phase.Idle;
        private long _dueMs = long.MinValue;
        private long _busFreeMs = long.MinValue;
        private long _settledMs;
        private int _tries;
        private bool _isAwake;
        private bool _isTuned;
        private bool _isDoubted;
        private bool _wasHeard;

        /// <summary>Creates a driver that leaves the module alone until its first order.</summary>
        /// <param name="bus">Its bus. Owned.</param>
        /// <param name="rssi">Its RSSI pin; null for none. Owned.</param>
        /// <param name="options">How it is driven.</param>
        /// <exception cref="ArgumentException">The options are out of range; the message has the one.</exception>
        public Rx5808Receiver(Rx5808Bus bus, RssiPin rssi, Rx5808Options options)
        {
            _bus = bus ?? throw new ArgumentNullException(nameof(bus));
            if (options == null)
            {
                throw new ArgumentNullException(nameof(options));
            }

            _settleMs = OptionRange.Check(options.SettleMs, 25, 150, nameof(options.SettleMs));
            _busIntervalMs = OptionRange.Check(options.BusIntervalMs, 1, 1000, nameof(options.BusIntervalMs));
            _checkMs = OptionRange.Check(options.CheckMs, 100, 60000, nameof(options.CheckMs));
            _maxTries = OptionRange.Check(options.MaxTries, 1, 20, nameof(options.MaxTries));
            _retryMs = OptionRange.Check(options.RetryMs, 1, 10000, nameof(options.RetryMs));
            _faultRetryMs = OptionRange.Check(options.FaultRetryMs, 100, 600000, nameof(options.FaultRetryMs));
            _upPower = options.UpPower;
            Rssi = rssi;
        }

        /// <summary>The RSSI pin; null if there is none.</summary>
        public RssiPin Rssi { get; }

        /// <summary>The frequency asked for, MHz; 0 before the first.</summary>
        public int FrequencyMhz { get; private set; }

        /// <summary>
        /// Whether RSSI is of <see cref="FrequencyMhz"/>: the module is tuned and read back, its settle time is over, and its power is one
        /// at which it receives. A module that forgets is noticed only by the next check.
        /// </summary>
        public bool IsSettled { get; private set; }

        /// <summary>The power asked for; <see cref="Rx5808Power.On"/> before the first.</summary>
        public Rx5808Power Power { get; private set; }

        /// <summary>
        /// Whether the module says that its power is as asked for. One that answered, was switched off and is silent since is taken at its word.
        /// </summary>
        public bool IsPowerConfirmed { get; private set; }

        /// <summary>Why it is not as ordered; stays until it is.</summary>
        public Rx5808Fault Fault { get; private set; }

        /// <summary>Times that a module that was set up had forgotten it: a brown-out, or it was plugged in anew.</summary>
        public uint Recoveries { get; private set; }

        private bool IsReceiving => Power != Rx5808Power.Off && Power != Rx5808Power.Deaf;

        /// <summary>Orders a frequency. While the module is off it is kept until it is switched on.</summary>
        /// <param name="mhz">MHz, 5300 to 6000; the module is specified from 5705 to 5945. An even one is tuned 1 MHz low.</param>
        /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
        public void Tune(int mhz)
        {
            if (mhz < Rx5808Register.MinMhz || mhz > Rx5808Register.MaxMhz)
            {
                throw new ArgumentOutOfRangeException(nameof(mhz));
            }

            if (mhz == FrequencyMhz)
            {
                return;
            }

            FrequencyMhz = mhz;
            _isTuned = false;
            IsSettled = false;
            if (_phase == Rx5808Phase.Idle)
            {
                Start(Rx5808Phase.Wake);
            }
            else if (_phase == Rx5808Phase.ReadFrequency || (_phase >= Rx5808Phase.CheckPower && !_isDoubted && IsReceiving))
            {
                Start(Rx5808Phase.WriteFrequency);
            }
            else if (Fault != Rx5808Fault.None)
            {
                Start(_phase); // at once, not at the slow pace
            }
        }

        /// <summary>Orders what is on. There is no video at <see cref="Rx5808Power.RssiOnly"/>, nor at what follows it.</summary>
        /// <param name="power">What is to be on.</param>
        public void SetPower(Rx5808Power power)
        {
            if (power == Power && _phase != Rx5808Phase.Idle)
            {
                return;
            }

            // A module that is in doubt, or was to be woken, may have forgotten its frequency too.
            _isAwake = _isAwake && !_isDoubted && _phase != Rx5808Phase.Wake;
            Power = power;
            IsPowerConfirmed = false;
            IsSettled = false;
            _isDoubted = false;
            Start(_isAwake || power == Rx5808Power.Off ? Rx5808Phase.WritePower : Rx5808Phase.Wake);
        }

        /// <summary>Orders <see cref="Rx5808Options.UpPower"/>.</summary>
        public void PowerUp()
        {
            SetPower(_upPower);
        }

        /// <summary>Orders <see cref="Rx5808Power.Off"/>.</summary>
        public void PowerDown()
        {
            SetPower(Rx5808Power.Off);
        }

        /// <summary>Makes the transfer that is due, one at the most, of some 80 pin calls. Never waits.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            if (_phase != Rx5808Phase.Idle && nowMs >= _dueMs)
            {
                _busFreeMs = nowMs + _busIntervalMs;
                _dueMs = _busFreeMs;
                Transfer(nowMs);
            }

            IsSettled = _isTuned && IsPowerConfirmed && _phase >= Rx5808Phase.CheckPower && !_isDoubted && nowMs >= _settledMs
                && IsReceiving;
        }

        /// <summary>Disposes bus and pin. The module stays as it is.</summary>
        public void Dispose()
        {
            _bus.Dispose();
            Rssi?.Dispose();
        }

        private void Start(Rx5808Phase phase)
        {
            _phase = phase;
            _dueMs = _busFreeMs;
            _tries = 0;
        }

        private void Transfer(long nowMs)
        {
            switch (_phase)
            {
                case Rx5808Phase.Wake:
                    _bus.Write(Rx5808Register.StateAddress, 0);
                    _isAwake = true;
                    _isTuned = false;
                    _phase = Rx5808Phase.WritePower;
                    break;
                case Rx5808Phase.WritePower:
                    WritePower(nowMs);
                    break;
                case Rx5808Phase.ReadPower:
                    VerifyPower(nowMs);
                    break;
                case Rx5808Phase.ReadWhileOff:
                    ConfirmOff(nowMs, !Rx5808Register.IsSilence(_bus.Read(Rx5808Register.SynthesizerBAddress)));
                    break;
                case Rx5808Phase.WriteFrequency:
                    _bus.Write(Rx5808Register.SynthesizerBAddress, Rx5808Register.SynthesizerB(FrequencyMhz));
                    _settledMs = nowMs + _settleMs;
                    _phase = Rx5808Phase.ReadFrequency;
                    break;
                case Rx5808Phase.ReadFrequency:
                    VerifyFrequency(nowMs);
                    break;
                case Rx5808Phase.CheckPower:
                    CheckPower(nowMs);
                    break;
                case Rx5808Phase.CheckFrequency:
                    CheckFrequency(nowMs);
                    break;
            }
        }

        private void WritePower(long nowMs)
        {
            _bus.Write(Rx5808Register.PowerDownAddress, Rx5808Register.PowerDown(Power));
            _isAwake = Power != Rx5808Power.Off;
            _isTuned = _isTuned && IsReceiving;
            _settledMs = nowMs + _settleMs;
            _phase = Rx5808Phase.ReadPower;
        }

        private void VerifyPower(long nowMs)
        {
            int value = _bus.Read(Rx5808Register.PowerDownAddress);
            if (Power == Rx5808Power.Off && value == Rx5808Register.MaxData)
            {
                _phase = Rx5808Phase.ReadWhileOff;
            }
            else if (Power == Rx5808Power.Off && value == 0)
            {
                ConfirmOff(nowMs, false);
            }
            else if (value != Rx5808Register.PowerDown(Power))
            {
                Retry(nowMs, Rx5808Register.IsSilence(value) ? Rx5808Fault.NotInSpiMode : Rx5808Fault.PowerFailed);
            }
            else
            {
                IsPowerConfirmed = true;
                _wasHeard = true;
                GoOn(nowMs);
            }
        }

        // A chip that is off need not answer. If it did before, its silence is what was ordered; if it never did, nobody knows.
        private void ConfirmOff(long nowMs, bool isHeard)
        {
            _wasHeard |= isHeard;
            IsPowerConfirmed = _wasHeard;
            Finish(nowMs, _wasHeard ? Rx5808Fault.None : Fault);
        }

        private void VerifyFrequency(long nowMs)
        {
            int value = _bus.Read(Rx5808Register.SynthesizerBAddress);
            if (value != Rx5808Register.SynthesizerB(FrequencyMhz))
            {
                Retry(nowMs, Rx5808Register.IsSilence(value) ? Rx5808Fault.NotInSpiMode : Rx5808Fault.TuneFailed);
            }
            else
            {
                _isTuned = true;
                Finish(nowMs, Rx5808Fault.None);
            }
        }

        // A module that is off is checked by setting it again: what it may answer then is told apart there.
        private void CheckPower(long nowMs)
        {
            if (Power == Rx5808Power.Off)
            {
                WritePower(nowMs);
            }
            else if (Passes(_bus.Read(Rx5808Register.PowerDownAddress), Rx5808Register.PowerDown(Power)))
            {
                _phase = Rx5808Phase.CheckFrequency;
                if (!_isTuned)
                {
                    GoOn(nowMs);
                }
            }
        }

        private void CheckFrequency(long nowMs)
        {
            if (!_isTuned)
            {
                _isDoubted = false; // another frequency was ordered meanwhile: it is written whatever is there
                GoOn(nowMs);
            }
            else if (Passes(_bus.Read(Rx5808Register.SynthesizerBAddress), Rx5808Register.SynthesizerB(FrequencyMhz)))
            {
                Finish(nowMs, Rx5808Fault.None);
            }
        }

        // One read that does not fit may be the bus; the second in a row is the module.
        private bool Passes(int value, int expected)
        {
            if (value == expected)
            {
                _isDoubted = false;
                return true;
            }

            if (_isDoubted)
            {
                _isDoubted = false;
                Recoveries++;
                IsPowerConfirmed = false;
                _tries = 0;
                _phase = Rx5808Phase.Wake;
            }
            else
            {
                _isDoubted = true;
            }

            return false;
        }

        // What is set up is confirmed so far; a frequency may be left to tune to.
        private void GoOn(long nowMs)
        {
            if (FrequencyMhz != 0 && !_isTuned && IsReceiving)
            {
                _phase = Rx5808Phase.WriteFrequency;
            }
            else
            {
                Finish(nowMs, Rx5808Fault.None);
            }
        }

        private void Finish(long nowMs, Rx5808Fault fault)
        {
            Fault = fault;
            _tries = 0;
            _phase = Rx5808Phase.CheckPower;
            _dueMs = nowMs + _checkMs;
        }

        private void Retry(long nowMs, Rx5808Fault fault)
        {
            IsPowerConfirmed = false;
            _wasHeard = fault != Rx5808Fault.NotInSpiMode;
            _tries++;
            if (_tries >= _maxTries)
            {
                _tries = _maxTries;
                Fault = fault;
            }

            _dueMs = nowMs + (_tries >= _maxTries ? _faultRetryMs : _retryMs);
            _phase = Power == Rx5808Power.Off ? Rx5808Phase.WritePower : Rx5808Phase.Wake;
        }
    }
}

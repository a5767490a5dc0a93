using System;

namespace DroneLink.Drivers.Rx5808
{
    /// <summary>
    /// Finds out whether a receiver works, and if not why. It retunes and switches the receiver off, so the picture is gone for some 2 s:
    /// run it only while nobody needs it. Frequency and power are restored at its end. Stepped, beside the receiver, which the caller
    /// goes on stepping; borrows it. Allocates nothing after construction.
    /// <para>
    /// On a quiet band RSSI is the same at every frequency, and that is no fault. So the receiver itself is moved: with all of it off,
    /// RSSI must fall; and where it was at its top everywhere, it must fall with only the synthesizer off, for then no signal gets
    /// through. It does not if the AGC is at fault; it does if a transmitter is too near.
    /// </para>
    /// </summary>
    public sealed class Rx5808SelfTest
    {
        /// <summary>mV that RSSI must fall when the receiver is switched off.</summary>
        public const int MinFallMv = 50;

        /// <summary>mV that RSSI must fall from its top when the signal is cut.</summary>
        public const int MinCutMv = 100;

        private const int Samples = 16;
        private const int SampleMs = 2;
        private const int PowerSettleMs = 200;
        private const int TimeoutMs = 3000;

        private static readonly int[] Frequencies = { 5705, 5765, 5825, 5885, 5945 };

        private readonly Rx5808Receiver _receiver;
        private Rx5808SelfTestStage _stage = Rx5808SelfTestStage.Idle;
        private int _index;
        private long _stageMs;
        private long _confirmedMs;
        private long _nextSampleMs;
        private bool _isEntered;
        private bool _hadFault;
        private int _tries;
        private int _count;
        private int _sum;
        private int _saturated;
        private int _saturatedFrequencies;
        private int _savedMhz;
        private Rx5808Power _savedPower;
        private Rx5808Power _orderedPower;
        private int _orderedMhz;

        /// <summary>Creates a test.</summary>
        /// <param name="receiver">The receiver. Borrowed.</param>
        public Rx5808SelfTest(Rx5808Receiver receiver)
        {
            _receiver = receiver ?? throw new ArgumentNullException(nameof(receiver));
        }

        /// <summary>Whether it is running.</summary>
        public bool IsRunning => _stage != Rx5808SelfTestStage.Idle;

        /// <summary>What the last one found.</summary>
        public Rx5808SelfTestResult Result { get; private set; }

        /// <summary>Lowest RSSI of the frequencies, mV.</summary>
        public int LowestMv { get; private set; }

        /// <summary>Highest RSSI of the frequencies, mV.</summary>
        public int HighestMv { get; private set; }

        /// <summary>RSSI with the signal cut, mV.</summary>
        public int CutMv { get; private set; }

        /// <summary>RSSI with the receiver off, mV.</summary>
        public int OffMv { get; private set; }

        /// <summary>Returns a result in words, for whoever has to mend it.</summary>
        public static string TextOf(Rx5808SelfTestResult result)
        {
            switch (result)
            {
                case Rx5808SelfTestResult.Ok:
                    return "The receiver tunes and its RSSI moves.";
                case Rx5808SelfTestResult.NotInSpiMode:
                    return "The receiver does not answer: it is not in SPI mode (see the SPI mod), has no power, or DATA, SEL or CLK is open.";
                case Rx5808SelfTestResult.DoesNotTune:
                    return "The receiver answers but does not keep what is written: check the wires' length and the supply.";
                case Rx5808SelfTestResult.RssiStuck:
                    return "RSSI does not follow the receiver: the wire is on another pin, or the module has the AGC capacitor fault of clones.";
                case Rx5808SelfTestResult.RssiSaturated:
                    return "RSSI is at its top at every frequency: a transmitter is too near. Move it away or switch it off.";
                case Rx5808SelfTestResult.RssiDead:
                    return "RSSI is at 0 V: its wire is open, or the module's RSSI output is dead.";
                case Rx5808SelfTestResult.RssiUnreadable:
                    return "RSSI cannot be read: there is no RSSI pin, or the ADC fails.";
                default:
                    return "Not tested.";
            }
        }

        /// <summary>Starts it, and breaks off one that runs.</summary>
        public void Start()
        {
            if (!IsRunning)
            {
                _savedMhz = _receiver.FrequencyMhz;
                _savedPower = _receiver.Power;
            }

            Result = Rx5808SelfTestResult.None;
            LowestMv = RssiPin.FullScaleMv;
            HighestMv = 0;
            CutMv = 0;
            OffMv = 0;
            _saturatedFrequencies = 0;
            _index = 0;
            _hadFault = _receiver.Fault != Rx5808Fault.None;
            SetPower(Rx5808Power.On);
            if (_receiver.FrequencyMhz == Frequencies[0])
            {
                _receiver.Tune(Frequencies[1]); // a module at fault is tried at once for a frequency that is new alone
            }

            Tune(Frequencies[0]);
            Enter(Rx5808SelfTestStage.Tuned);
        }

        /// <summary>Breaks it off, and restores frequency and power.</summary>
        public void Abort()
        {
            if (IsRunning)
            {
                End(Rx5808SelfTestResult.None);
            }
        }

        /// <summary>Does what is due. Never waits. Ends without a result, and restores nothing, once somebody else orders the receiver.</summary>
        /// <param name="nowMs">ms since boot.</param>
        public void Step(long nowMs)
        {
            if (!IsRunning)
            {
                return;
            }

            if (_receiver.FrequencyMhz != _orderedMhz || _receiver.Power != _orderedPower)
            {
                // Somebody needs the receiver. Theirs goes first, and stays.
                Result = Rx5808SelfTestResult.None;
                _stage = Rx5808SelfTestStage.Idle;
                return;
            }

            if (!_isEntered)
            {
                _isEntered = true;
                _stageMs = nowMs;
                _confirmedMs = -1;
            }

            if (!IsReady(nowMs))
            {
                bool isNewFault = _receiver.Fault != Rx5808Fault.None && !_hadFault;
                if (_stage != Rx5808SelfTestStage.Off && (isNewFault || nowMs - _stageMs >= TimeoutMs))
                {
                    End(_receiver.Fault == Rx5808Fault.NotInSpiMode ? Rx5808SelfTestResult.NotInSpiMode : Rx5808SelfTestResult.DoesNotTune);
                }

                return;
            }

            _hadFault = false;
            if (_receiver.Rssi == null)
            {
                End(Rx5808SelfTestResult.RssiUnreadable);
            }
            else if (nowMs >= _nextSampleMs)
            {
                _nextSampleMs = nowMs + SampleMs;
                Sample();
            }
        }

        private void Tune(int mhz)
        {
            _orderedMhz = mhz;
            _receiver.Tune(mhz);
        }

        private void SetPower(Rx5808Power power)
        {
            _orderedPower = power;
            _receiver.SetPower(power);
        }

        private void Enter(Rx5808SelfTestStage stage)
        {
            _stage = stage;
            _isEntered = false;
            _nextSampleMs = long.MinValue;
            _tries = 0;
            _count = 0;
            _sum = 0;
            _saturated = 0;
        }

        private bool IsReady(long nowMs)
        {
            switch (_stage)
            {
                case Rx5808SelfTestStage.Tuned:
                    return _receiver.IsSettled;
                case Rx5808SelfTestStage.Off:
                    return nowMs - _stageMs >= PowerSettleMs; // a module that is off need not answer
                default:
                    if (_receiver.IsPowerConfirmed && _confirmedMs < 0)
                    {
                        _confirmedMs = nowMs;
                    }

                    return _confirmedMs >= 0 && nowMs - _confirmedMs >= PowerSettleMs;
            }
        }

        private void Sample()
        {
            _tries++;
            if (_receiver.Rssi.TrySample())
            {
                _count++;
                _sum += _receiver.Rssi.VoltageMv;
                _saturated += _receiver.Rssi.IsSaturated ? 1 : 0;
            }

            if (_tries < Samples)
            {
                return;
            }

            if (_count < Samples / 2)
            {
                End(Rx5808SelfTestResult.RssiUnreadable);
                return;
            }

            Take(_sum / _count);
        }

        private void Take(int millivolts)
        {
            switch (_stage)
            {
                case Rx5808SelfTestStage.Tuned:
                    LowestMv = millivolts < LowestMv ? millivolts : LowestMv;
                    HighestMv = millivolts > HighestMv ? millivolts : HighestMv;
                    _saturatedFrequencies += _saturated * 2 > _count ? 1 : 0;
                    _index++;
                    if (_index < Frequencies.Length)
                    {
                        Tune(Frequencies[_index]);
                        Enter(Rx5808SelfTestStage.Tuned);
                    }
                    else
                    {
                        SetPower(Rx5808Power.Deaf);
                        Enter(Rx5808SelfTestStage.Deaf);
                    }

                    break;
                case Rx5808SelfTestStage.Deaf:
                    CutMv = millivolts;
                    SetPower(Rx5808Power.Off);
                    Enter(Rx5808SelfTestStage.Off);
                    break;
                default:
                    OffMv = millivolts;
                    End(Judge());
                    break;
            }
        }

        private Rx5808SelfTestResult Judge()
        {
            if (HighestMv < RssiPin.DeadMv && OffMv < RssiPin.DeadMv)
            {
                return Rx5808SelfTestResult.RssiDead;
            }

            if (HighestMv - OffMv < MinFallMv)
            {
                return Rx5808SelfTestResult.RssiStuck;
            }

            if (_saturatedFrequencies < Frequencies.Length)
            {
                return Rx5808SelfTestResult.Ok;
            }

            return LowestMv - CutMv >= MinCutMv ? Rx5808SelfTestResult.RssiSaturated : Rx5808SelfTestResult.RssiStuck;
        }

        private void End(Rx5808SelfTestResult result)
        {
            Result = result;
            _stage = Rx5808SelfTestStage.Idle;
            if (_savedMhz != 0)
            {
                _receiver.Tune(_savedMhz);
            }

            _receiver.SetPower(_savedPower);
        }
    }
}

using System.Text;
using DroneLink.Drivers;
using DroneLink.Firmware;
using DroneLink.Firmware.Safety;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Safety;
using Xunit;

namespace DroneLink.Host.Tests.Safety;

/// <summary>
/// A life of a receiver and its guard, of phases in which nothing changes from without but that the picture fades, and at the end a phase in which
/// all is well. What the rules of Firmware/Application/Safety/README.md say is worked out here from what the world knows.
/// </summary>
internal sealed class ReceiverLife
{
    private const int StepMs = 250;
    private const int SettleMs = 45000;
    private const int MaxFadeMs = 25000;
    private const int Normal = 4500;
    private const int Warm = 7800;
    private const int Hot = 8600;

    private readonly int _seed;
    private readonly Random _random;
    private readonly StringBuilder _told = new();
    private readonly GuardBench _bench = new();
    private readonly RandomReceiver _receiver = new();
    private readonly ReceiverOptions _options;
    private readonly ReceiverGuard _guard;
    private readonly bool _hasSensor;
    private readonly bool _hasAutopilot;
    private FlightState _flight;
    private bool _hasSignal;
    private bool _isSensorGood = true;
    private bool _isBehaved = true;
    private bool _isLevelKnown = true;
    private bool _hasGaps;
    private bool _fades = true;
    private int _level;
    private int _phaseMs;
    private int _fadeMs;
    private int _upMs;
    private long _unwatchedMs = -StepMs;
    private int _reads;
    private long _toldState = -1;
    private bool _isAccused;
    private bool _isToldFailed;

    public ReceiverLife(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _hasSensor = _random.Next(3) > 0;
        _hasAutopilot = _random.Next(4) > 0;
        var hasSupply = _random.Next(2) == 0;
        var lookMs = _random.Next(500, 5000);
        _options = new ReceiverOptions
        {
            IdleMs = _random.Next(3) * 30000,
            LookMs = lookMs,
            LookPeriodMs = _random.Next(lookMs + StepMs + 500, 25000),
            CutInFlight = _random.Next(3) == 0,
            RecordMs = 1000000,
        };
        _options.Thermal.Confirmations = _random.Next(1, 4);
        _options.Thermal.HoldMs = _random.Next(3) * 5000;
        _guard = new ReceiverGuard(_receiver, _hasSensor ? _bench.Temperature : null, hasSupply ? _bench.Supply : null, _bench.Probe.Recorder, _options);
        Tell($"sensor {_hasSensor}, supply {hasSupply}, autopilot {_hasAutopilot}, idleMs {_options.IdleMs}, look {_options.LookMs} of {_options.LookPeriodMs} ms, "
            + $"cutInFlight {_options.CutInFlight}, confirmations {_options.Thermal.Confirmations}, holdMs {_options.Thermal.HoldMs}");
    }

    private bool IsUp => _guard.State == ReceiverState.On;

    private bool IsWatched => _unwatchedMs < ReceiverGuard.WatchedForMs;

    public void Live()
    {
        for (var phase = 0; phase < 6; phase++)
        {
            _flight = _hasAutopilot ? (FlightState)_random.Next(3) : FlightState.Unknown;
            _hasSignal = _random.Next(2) == 0;
            _bench.Temperature.CentiCelsius = _random.Next(4) switch { 0 => Warm, 1 => Hot, _ => Normal };
            _isSensorGood = _random.Next(5) > 0;
            _hasGaps = _random.Next(3) == 0;
            _receiver.Obeys = _random.Next(5) > 0;
            _isBehaved &= _receiver.Obeys;
            Run(_random.Next(2) == 0 ? SettleMs + _random.Next(5000, 60000) : _random.Next(250, 9000));
        }

        _flight = _hasAutopilot ? FlightState.Disarmed : FlightState.Unknown;
        _hasSignal = true;
        _bench.Temperature.CentiCelsius = Normal;
        _isSensorGood = true;
        _receiver.Obeys = true;
        _hasGaps = false;
        _fades = false;
        Run(SettleMs + 10000);
        ReadEvents();
        Check(IsUp && _receiver.IsUp, "down though all is well");
        Check(_toldState == ReceiverState.On, $"it is up, and {_toldState} was the last that was told");
    }

    private void Run(int lengthMs)
    {
        Tell($"[{_flight}{(_hasSignal ? " signal" : "")} {_bench.Temperature.CentiCelsius}{(_isSensorGood ? "" : " failing")}"
            + $"{(_receiver.Obeys ? "" : " disobeys")}{(_hasGaps ? " gaps" : "")} {lengthMs} ms]");
        _upMs = 0;
        var nextGap = _random.Next(2000, 10000);
        var nextFade = _random.Next(20000);
        for (_phaseMs = 0; _phaseMs < lengthMs; _phaseMs += StepMs)
        {
            if (_hasGaps && _phaseMs >= nextGap)
            {
                _bench.Now += _random.Next(1000, 9000);
                nextGap = _phaseMs + _random.Next(2000, 10000);
            }

            if (_fades && _phaseMs >= nextFade)
            {
                _fadeMs = _random.Next(MaxFadeMs);
                nextFade = _phaseMs + _fadeMs + _random.Next(1000, 20000);
            }

            Step();
            _fadeMs -= StepMs;
        }

        Learn();
        ReadEvents();
    }

    private void Step()
    {
        var hasPicture = _hasSignal && _fadeMs <= 0 && _receiver.IsUp && (IsUp || _bench.Now == 0);
        _bench.Temperature.Fault = _isSensorGood ? SensorFault.None : SensorFault.CrcMismatch;
        _bench.Supply.CurrentMa = _receiver.IsUp ? 170 : 20;
        var isNeeded = _flight == FlightState.Armed || (hasPicture && IsUp);
        _unwatchedMs = isNeeded ? -StepMs : _unwatchedMs + StepMs;
        _guard.Step(_bench.Now, _flight, hasPicture);
        _upMs += _phaseMs >= SettleMs && IsUp ? StepMs : 0;
        Check(_receiver.IsOrderedUp == IsUp, "its orders are not its state");
        Check(IsUp || !IsWatched || (_options.CutInFlight && _guard.State == ReceiverState.CutForHeat), "down under whoever watches");
        Check(_guard.State != ReceiverState.CutForHeat || _hasSensor, "cut by no sensor");
        if (_phaseMs == SettleMs)
        {
            Learn();
            ReadEvents();
        }
        else if (_phaseMs > SettleMs)
        {
            CheckSettled();
        }

        _bench.Now += StepMs;
    }

    private void Learn()
    {
        if (!_hasSensor || !_isSensorGood)
        {
            return;
        }

        var celsius = _bench.Temperature.CentiCelsius;
        if (_phaseMs < SettleMs)
        {
            _isLevelKnown = false;
            return;
        }

        _level = celsius == Normal ? 0 : celsius == Hot ? 3 : _isLevelKnown ? Math.Max(_level, 2) : 2;
        _isLevelKnown |= celsius != Warm;
    }

    private void CheckSettled()
    {
        var isBlind = _hasSensor && !_isSensorGood;
        var isCool = !_hasSensor || (_isSensorGood && _isLevelKnown && _level == 0);
        if (isCool && _options.IdleMs == 0)
        {
            Check(IsUp, "down for nothing");
        }

        if (isCool && _hasSignal && _receiver.Obeys)
        {
            Check(IsUp || _fadeMs > -_options.LookPeriodMs, "down under a picture that a look would see");
        }

        if (_hasSensor && !isBlind && _isLevelKnown && _level == 3 && (!IsWatched || _options.CutInFlight))
        {
            Check(_guard.State == ReceiverState.CutForHeat, "too hot, and up");
        }

        if (isCool && _options.IdleMs > 0 && _unwatchedMs > _options.IdleMs + _options.LookPeriodMs && !_hasGaps)
        {
            var most = ((_phaseMs - SettleMs) / _options.LookPeriodMs + 2) * (_options.LookMs + (2 * StepMs));
            Check(_upMs <= most || _unwatchedMs < _options.IdleMs + _phaseMs - SettleMs, $"up for {_upMs} ms though nobody needs it");
        }
    }

    // Nothing is told twice: a state that it has, an accusation that was not taken back, a sensor that has failed.
    private void ReadEvents()
    {
        var count = _bench.Probe.Read();
        for (; _reads < count; _reads++)
        {
            if (_bench.Probe.KindOf(_reads) != RecordKind.Event)
            {
                continue;
            }

            var code = (int)_bench.Probe.Get(_reads, EventField.Code);
            var value = _bench.Probe.Get(_reads, EventField.Value);
            var value2 = _bench.Probe.Has(_reads, EventField.Value2) ? _bench.Probe.Get(_reads, EventField.Value2) : 0;
            Tell($"{code}:{value}:{value2}");
            switch (code)
            {
                case EventCode.ReceiverState when value2 == SafetyReason.ObeyedLate:
                    Check(_isAccused, "obeyed late, and was not accused");
                    _isAccused = false;
                    break;
                case EventCode.ReceiverState:
                    Check(value != _toldState, "a state is told twice");
                    _toldState = value;
                    break;
                case EventCode.NotObeyed:
                    Check(!_isBehaved, "an obedient one is accused");
                    _isAccused = true;
                    break;
                case EventCode.SensorFailed:
                    Check(!_isToldFailed && !_isSensorGood, "a sensor is accused");
                    _isToldFailed = true;
                    break;
                case EventCode.SensorRestored:
                    Check(_isToldFailed, "restored, and had not failed");
                    _isToldFailed = false;
                    break;
                default:
                    break;
            }
        }
    }

    private void Tell(string text) => _told.Append(text).Append(' ');

    private void Check(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            Assert.Fail($"seed {_seed}, {_phaseMs} ms into the phase: {otherwise}; state {_guard.State} for {_guard.Reason}. Its life: {_told}");
        }
    }
}

using System.Text;
using DroneLink.Drivers;
using DroneLink.Firmware;
using DroneLink.Firmware.Safety;
using DroneLink.Firmware.Telemetry;
using DroneLink.Firmware.Tests.Safety;
using Xunit;

namespace DroneLink.Host.Tests.Safety;

/// <summary>
/// A life of a transmitter and its guard, of phases in which nothing changes from without. What the rules of Firmware/Application/Safety/README.md say of the
/// ends of such phases, and of every step, is worked out here from what the world knows and nothing that the guard says.
/// </summary>
internal sealed class TransmitterLife
{
    private const int StepMs = 250;
    private const int SettleMs = 45000;
    private const int ObeyMs = 3000;
    private const int SwitchAloneMw = 600;
    private const int Normal = 4000;
    private const int Hot = 8200;
    private const int TooHot = 9500;

    private readonly int _seed;
    private readonly Random _random;
    private readonly StringBuilder _told = new();
    private readonly GuardBench _bench = new();
    private readonly TransmitterMake _make;
    private readonly RandomTransmitter _transmitter;
    private readonly bool _hasSwitch;
    private readonly bool _hasSensor;
    private readonly bool _isOwn;
    private readonly bool _tellsTemperature;
    private readonly List<long> _states = [TransmitterState.Off];
    private readonly List<(long Value, long Reason)> _toldStates = [];
    private FlightState _flight = FlightState.Unknown;
    private bool _isHeard;
    private bool _wasHeard;
    private bool _isForgotten;
    private long _forgottenMs;
    private bool _hasGaps;
    private int _level;
    private bool _isLevelKnown = true;
    private bool _wasEverTold;
    private bool _wasSupplied;
    private bool _isBehaved = true;
    private bool _isSensorGood = true;
    private long _idleMs;
    private int _phaseMs;
    private int _reads;

    public TransmitterLife(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _make = (TransmitterMake)_random.Next(5);
        _hasSwitch = _make == TransmitterMake.None || _random.Next(2) == 0;
        _isOwn = _make == TransmitterMake.Tramp && _random.Next(2) == 0;
        _tellsTemperature = _isOwn && _random.Next(4) > 0;
        _hasSensor = !_isOwn && _random.Next(3) > 0;
        var hasSupply = _random.Next(2) == 0;
        var options = _bench.Options;
        options.HasAutopilot = _random.Next(5) > 0;
        options.Ground = (GroundPower)_random.Next(4);
        options.CutInFlight = _random.Next(3) == 0;
        options.DeadManMs = _random.Next(3) * 30000;
        options.PowerMw = Pick(200, 600, 800);
        options.LowPowerMw = Pick(25, 25, 100, options.PowerMw);
        options.Thermal.Confirmations = _random.Next(1, 4);
        options.Thermal.HoldMs = Pick(0, 3000, 10000);
        _bench.Switch.HasReadBack = _random.Next(2) == 0;
        _transmitter = _make == TransmitterMake.None ? null : new RandomTransmitter(_make, _tellsTemperature);
        _transmitter?.Supply(!_hasSwitch, 0);
        _bench.Guard = new TransmitterGuard(
            _hasSwitch ? _bench.Switch : null,
            _transmitter,
            _isOwn ? new TransmitterTemperature(_transmitter) : _hasSensor ? _bench.Temperature : null,
            hasSupply ? _bench.Supply : null,
            _bench.Probe.Recorder,
            options);
        Tell($"{_make}, switch {_hasSwitch}, sensor {(_isOwn ? _tellsTemperature ? "own" : "own that tells nothing" : _hasSensor)}, supply {hasSupply}, "
            + $"autopilot {options.HasAutopilot}, ground {options.Ground}, {options.LowPowerMw} and {options.PowerMw} mW, cutInFlight {options.CutInFlight}, "
            + $"deadManMs {options.DeadManMs}, confirmations {options.Thermal.Confirmations}, holdMs {options.Thermal.HoldMs}");
    }

    private TransmitterOptions Options => _bench.Options;

    private bool MayFly => _flight != FlightState.Disarmed;

    private bool Obeys => _transmitter is null || _transmitter.Manner == TransmitterManner.Obeys;

    private int RadiatedMw => _transmitter?.RadiatedMw ?? (_bench.Switch.IsOn ? SwitchAloneMw : 0);

    private int FullMw => _transmitter?.LevelFor(Options.PowerMw) ?? SwitchAloneMw;

    private int LowMw => _transmitter?.LevelFor(Options.LowPowerMw) ?? 0;

    /// <summary>What the ladder is told: true where it is known for certain that nothing is wrong with the temperature.</summary>
    private bool IsFine => (!_hasSensor && !_isOwn) || (_isLevelKnown && _level == 0 && _isSensorGood);

    public void Live()
    {
        for (var phase = 0; phase < 6; phase++)
        {
            Change();
            var lengthMs = _random.Next(2) == 0 ? SettleMs + _random.Next(5000, 40000) : _random.Next(250, 9000);
            Tell($"[{_flight}{(_isHeard ? " heard" : "")} {_bench.Temperature.CentiCelsius}{(_isSensorGood ? "" : " failing")} {_transmitter?.Manner}"
                + $"{(_hasGaps ? " gaps" : "")} {lengthMs} ms]");
            Run(lengthMs);
        }

        ReadEvents(0);
        Check(_states.SequenceEqual(_toldStates.Select(told => told.Value)), $"states {string.Join(' ', _states)}, told {string.Join(' ', _toldStates)}");
    }

    // From one thing that can be to the next: what was once heard is not unknown, but for an armed one that fell silent for long.
    private void Change()
    {
        var before = _flight;
        if (Options.HasAutopilot)
        {
            _flight = _flight switch
            {
                FlightState.Unknown => (FlightState)_random.Next(3),
                FlightState.Disarmed => (FlightState)_random.Next(1, 3),
                _ => (FlightState)_random.Next(3),
            };
            _isHeard = _flight != FlightState.Unknown && (!_wasHeard || _random.Next(4) > 0);
        }

        _bench.Temperature.CentiCelsius = Pick(Normal, Normal, Hot, TooHot);
        _isSensorGood = _random.Next(5) > 0;
        _hasGaps = _random.Next(3) == 0;
        if (_transmitter is not null)
        {
            _transmitter.CentiCelsius = _bench.Temperature.CentiCelsius;
            _transmitter.Manner = _random.Next(3) > 0 ? TransmitterManner.Obeys : (TransmitterManner)_random.Next(3);
            _isBehaved &= Obeys;
            _isSensorGood = _isOwn ? Obeys || !_wasEverTold : _isSensorGood;
        }

        var isFirstHeard = _isHeard && !_wasHeard;
        _isForgotten &= _flight != FlightState.Armed && !isFirstHeard;
        _idleMs = _flight != before || isFirstHeard ? 0 : _idleMs;
        _wasHeard |= _isHeard;
        _wasSupplied = true;
    }

    private void Run(int lengthMs)
    {
        var nextGap = _random.Next(2000, 10000);
        var blindMs = 0;
        for (_phaseMs = 0; _phaseMs < lengthMs; _phaseMs += StepMs)
        {
            if (_hasGaps && _phaseMs >= nextGap)
            {
                _bench.Now += _random.Next(1000, 9000);
                nextGap = _phaseMs + _random.Next(2000, 10000);
                blindMs = _random.Next(500);
            }

            blindMs -= StepMs;
            _bench.Temperature.Fault = _isSensorGood && blindMs < 0 ? SensorFault.None : SensorFault.BusError;
            Step();
        }

        Learn();
    }

    private void Step()
    {
        var before = _bench.Guard.State;
        _bench.Supply.CurrentMa = !IsSupplied ? 2 : RadiatedMw == 0 ? 90 : 300;
        _bench.Guard.Step(_bench.Now, _flight, _isHeard);
        if (_bench.Guard.State != before)
        {
            _states.Add(_bench.Guard.State);
        }

        _transmitter?.Supply(IsSupplied, _bench.Now);
        _wasSupplied &= IsSupplied || _phaseMs == 0;
        _wasEverTold |= _transmitter is { HasTemperature: true, IsAnswering: true };
        Count();
        CheckStep();
        if (_phaseMs == SettleMs)
        {
            Learn();
            ReadEvents(0);
        }
        else if (_phaseMs > SettleMs)
        {
            CheckSettled();
        }

        _bench.Now += StepMs;
    }

    private bool IsSupplied => !_hasSwitch || _bench.Switch.IsOn;

    // Nobody is forgotten but who is heard to stand on the ground, or was never heard at all.
    private void Count()
    {
        var isIdle = _flight == FlightState.Disarmed ? _isHeard : _flight == FlightState.Unknown && Options.HasAutopilot && !_wasHeard;
        _idleMs = isIdle ? _idleMs + StepMs : 0;
        _isForgotten |= isIdle && Options.DeadManMs > 0 && _idleMs - StepMs >= Options.DeadManMs;
        _forgottenMs = _isForgotten ? _forgottenMs + StepMs : 0;
    }

    // What the ladder knows by now. It goes down only by readings, and one without supply gives none.
    private void Learn()
    {
        var mayRead = _isOwn ? _tellsTemperature && _transmitter.Manner != TransmitterManner.Silent : _hasSensor && _isSensorGood;
        if (!mayRead)
        {
            return;
        }

        var celsius = _bench.Temperature.CentiCelsius;
        if (_phaseMs < SettleMs || (_isOwn && !_wasSupplied))
        {
            _isLevelKnown = false;
            return;
        }

        _level = celsius == Normal ? 0 : celsius == TooHot ? 3 : _isLevelKnown ? Math.Max(_level, 2) : 2;
        _isLevelKnown |= celsius != Hot;
    }

    // What holds at every step.
    private void CheckStep()
    {
        var state = _bench.Guard.State;
        Check(_flight != FlightState.Armed || state is TransmitterState.On or TransmitterState.Throttled
            || (state == TransmitterState.CutForHeat && Options.CutInFlight), "dark in flight");
        Check(_flight != FlightState.Armed || IsSupplied || state == TransmitterState.CutForHeat, "no supply in flight");
        Check(!_hasSwitch || _bench.Switch.IsOn || state is TransmitterState.Off or TransmitterState.CutForHeat, "no supply for what it should do");
        Check(!_hasSwitch || !_bench.Switch.IsOn || state != TransmitterState.Off, "supply though off");
        Check(!_bench.Guard.IsConfirmed || Obeys || _transmitter.Manner == TransmitterManner.Stubborn || !IsSupplied || _phaseMs < 4000, "a silent one confirms");
    }

    // What holds once nothing has changed for long.
    private void CheckSettled()
    {
        ReadEvents(SettleMs);
        if (_isForgotten && _forgottenMs < ObeyMs)
        {
            return;
        }

        var radiated = RadiatedMw;
        if (_flight == FlightState.Disarmed && (_hasSwitch || (Obeys && _isBehaved)))
        {
            Check(radiated <= GroundLimitMw(), $"{radiated} mW on the ground, {GroundLimitMw()} are allowed");
        }

        if (_isForgotten && _flight != FlightState.Armed && _hasSwitch)
        {
            Check(radiated == 0, "forgotten, and on the air");
        }

        if (!Obeys)
        {
            return;
        }

        if (_flight == FlightState.Armed && IsFine)
        {
            Check(radiated == FullMw, $"{radiated} mW in flight, {FullMw} are meant");
        }

        if (MayFly && !_isForgotten && !Options.CutInFlight)
        {
            Check(radiated > 0, "dark though it may fly");
        }

        if (_flight == FlightState.Unknown && IsFine && !_isForgotten)
        {
            var meant = !Options.HasAutopilot || _transmitter is null ? FullMw : LowMw;
            Check(radiated == meant, $"{radiated} mW in unknown flight, {meant} are meant");
        }

        var isGround = _flight == FlightState.Disarmed && IsFine && !_isForgotten;
        if (isGround && _isBehaved && (Options.Ground == GroundPower.Full || (Options.Ground == GroundPower.Low && _transmitter is not null)))
        {
            var meant = Options.Ground == GroundPower.Full ? FullMw : LowMw;
            Check(radiated == meant, $"{radiated} mW on the ground, {meant} are meant");
        }
    }

    // What may be on the air of a disarmed drone.
    private int GroundLimitMw()
    {
        var darkMw = _hasSwitch || _transmitter.HasPit ? 0 : LowMw;
        var isBad = (_isLevelKnown && _level >= 2 && (_hasSensor || _isOwn)) || !_isSensorGood;
        return (isBad && (_hasSensor || _isOwn)) || _isForgotten ? darkMw
            : Options.Ground == GroundPower.Full ? FullMwAtMost()
            : Options.Ground == GroundPower.Low && _transmitter is { Manner: not TransmitterManner.Silent } ? LowMwAtMost()
            : darkMw;
    }

    // Levels are the transmitter's own: of one that does not go down, all that can be told is whether it is below what was meant to be full.
    private int LowMwAtMost() => Obeys ? LowMw : Options.LowPowerMw == Options.PowerMw ? int.MaxValue : Math.Max(LowMw, Options.PowerMw - 1);

    private int FullMwAtMost() => Obeys ? FullMw : int.MaxValue;

    // Reads what was told since; once settled there is nothing to tell but that it is forgotten.
    private void ReadEvents(int settledMs)
    {
        var count = _bench.Probe.Read();
        for (; _reads < count; _reads++)
        {
            if (_bench.Probe.KindOf(_reads) != RecordKind.Event)
            {
                continue;
            }

            var code = _bench.Probe.Get(_reads, EventField.Code);
            var value = _bench.Probe.Get(_reads, EventField.Value);
            var value2 = _bench.Probe.Has(_reads, EventField.Value2) ? _bench.Probe.Get(_reads, EventField.Value2) : 0;
            Tell($"{code}:{value}:{value2}");
            Check(settledMs == 0 || value2 == SafetyReason.DeadMan || (_isForgotten && code == EventCode.NotObeyed), "it flaps");
            Check(code != EventCode.NotObeyed || !_isBehaved, "an obedient one is accused");
            if (code == EventCode.TransmitterState && value2 != SafetyReason.ObeyedLate)
            {
                _toldStates.Add((value, value2));
            }
        }
    }

    private int Pick(params int[] values) => values[_random.Next(values.Length)];

    private void Tell(string text) => _told.Append(text).Append(' ');

    private void Check(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            Assert.Fail($"seed {_seed}, {_phaseMs} ms into the phase: {otherwise}; state {_bench.Guard.State} for {_bench.Guard.Reason}. Its life: {_told}");
        }
    }
}

using DroneLink.Drivers;

namespace DroneLink.Host.Tests.Safety;

/// <summary>What takes a transmitter's orders, if anything does.</summary>
public enum TransmitterMake
{
    None,
    Tramp,
    SmartAudioV1,
    SmartAudioV2,
    SmartAudioV21,
}

/// <summary>How a transmitter takes them.</summary>
public enum TransmitterManner
{
    Obeys,
    Silent,
    Stubborn,
}

/// <summary>
/// A transmitter and its driver in one: it starts at full power when it is supplied, answers a second later and after each poll of 500 ms, and
/// then does what it can of the last order, if it is of a mind to.
/// </summary>
public sealed class RandomTransmitter(TransmitterMake make, bool tellsTemperature) : IVideoTransmitter
{
    private const int StartMs = 1000;
    private const int PollMs = 500;
    private const int AnsweringMs = 3000;

    private readonly int[] _levels = make switch
    {
        TransmitterMake.SmartAudioV1 => [25, 200, 500, 800],
        TransmitterMake.SmartAudioV2 or TransmitterMake.SmartAudioV21 => [25, 200, 400, 600],
        _ => [25, 100, 200, 400, 600],
    };

    private bool _isSupplied;
    private bool _isKnown;
    private bool _isPolled;
    private bool _wantsMute;
    private int _wantedMw;
    private long _suppliedMs;
    private long _pollMs;
    private long _answeredMs = -AnsweringMs;

    public TransmitterManner Manner { get; set; }

    /// <summary>Whether it has a pit mode, whoever knows.</summary>
    public bool HasPit => make is TransmitterMake.Tramp or TransmitterMake.SmartAudioV21;

    public bool CanMute => _isKnown && HasPit;

    public bool CanSetPower => _isKnown;

    public bool HasTemperature => tellsTemperature && _isKnown;

    public int CentiCelsius { get; set; }

    public bool IsAnswering { get; private set; }

    public bool IsMuted { get; private set; }

    public int PowerMw { get; private set; }

    public int FrequencyMhz => 5800;

    public TransmitterFault Fault => !IsAnswering ? TransmitterFault.NoAnswer : _wantsMute && !HasPit ? TransmitterFault.Unsupported : TransmitterFault.None;

    /// <summary>mW on the air.</summary>
    public int RadiatedMw => !_isSupplied || IsMuted ? 0 : PowerMw;

    /// <summary>What it makes of a power that it is told.</summary>
    public int LevelFor(int powerMw) => _levels.LastOrDefault(level => level <= powerMw, _levels[0]);

    /// <summary>Gives or takes its supply.</summary>
    public void Supply(bool isSupplied, long nowMs)
    {
        if (isSupplied && !_isSupplied)
        {
            _suppliedMs = nowMs;
            PowerMw = _levels[^1];
            IsMuted = false;
        }

        _isSupplied = isSupplied;
    }

    public void Mute() => _wantsMute = true;

    public void Transmit(int powerMw)
    {
        _wantsMute = false;
        _wantedMw = powerMw;
    }

    public void SetFrequency(int mhz)
    {
    }

    public void Step(long nowMs)
    {
        if (_isPolled && _isSupplied && Manner != TransmitterManner.Silent && nowMs - _suppliedMs >= StartMs)
        {
            _isKnown = true;
            _answeredMs = nowMs;
            Obey();
        }

        _isPolled = false;
        if (nowMs >= _pollMs)
        {
            _isPolled = true;
            _pollMs = nowMs + PollMs;
        }

        IsAnswering = nowMs - _answeredMs < AnsweringMs;
    }

    public void Dispose()
    {
    }

    private void Obey()
    {
        if (Manner == TransmitterManner.Stubborn)
        {
            return;
        }

        IsMuted = _wantsMute && HasPit;
        PowerMw = _wantsMute ? PowerMw : LevelFor(_wantedMw);
    }
}

using System.IO.Ports;
using DroneLink.Drivers.SmartAudio;

namespace DroneLink.Host.Models;

/// <summary>
/// A SmartAudio transmitter at the other end of a wire, in virtual time: its bytes take what they take at 4800 baud, and its answers come
/// 60 ms after a request. It keeps what it is told as its version does.
/// </summary>
public sealed class SmartAudioModel
{
    private const double ByteMs = 11_000.0 / 4800;
    private const int RequestBytes = 16;

    private static readonly int[] Channels =
    [
        5865, 5845, 5825, 5805, 5785, 5765, 5745, 5725, 5733, 5752, 5771, 5790, 5809, 5828, 5847, 5866, 5705, 5685, 5665, 5645, 5885, 5905,
        5925, 5945, 5740, 5760, 5780, 5800, 5820, 5840, 5860, 5880, 5658, 5695, 5732, 5769, 5806, 5843, 5880, 5917,
    ];

    private readonly PacedWire _line;
    private readonly byte[] _received = new byte[64];
    private readonly byte[] _request = new byte[RequestBytes];
    private readonly byte[] _reply = new byte[32];
    private long _heardMs;
    private int _requestCount;
    private int _setMhz = 5800;
    private int _channel;
    private int _mode;
    private int _power;

    /// <summary>Puts a transmitter on a wire.</summary>
    public SmartAudioModel(SerialWire wire, SmartAudioVersion version)
    {
        _line = new PacedWire(wire, ByteMs);
        Version = version;
        _power = version switch
        {
            SmartAudioVersion.V1 => 7,
            SmartAudioVersion.V2 => 0,
            _ => 14,
        };
    }

    /// <summary>The version that it speaks.</summary>
    public SmartAudioVersion Version { get; }

    /// <summary>What is wrong with it.</summary>
    public TransmitterFaults Faults { get; set; }

    /// <summary>Whether the host hears what it sends: both have one wire.</summary>
    public bool HasEcho { get; set; } = true;

    /// <summary>Whether its length bytes count the check, as the vendor's paper has it.</summary>
    public bool CountsCheck { get; set; }

    /// <summary>Whether its list of levels has one of 0 dBm that its number does not count.</summary>
    public bool ListsPitLevel { get; set; } = true;

    /// <summary>ms from a request to its answer.</summary>
    public int ReplyDelayMs { get; set; } = 60;

    /// <summary>The speed that its clock has for 4800 baud.</summary>
    public int TrueBaud { get; set; } = 4800;

    /// <summary>Levels of version 2.1, dBm.</summary>
    public int[] LevelsDbm { get; set; } = [14, 20, 26, 29];

    /// <summary>Requests that were sound.</summary>
    public int Requests { get; private set; }

    /// <summary>The least time between two of them, ms, from beginning to beginning.</summary>
    public double LeastIntervalMs { get; private set; } = double.MaxValue;

    /// <summary>The frequency that it is on, MHz.</summary>
    public int FrequencyMhz => (_mode & SmartAudioMode.ByFrequency) != 0 ? _setMhz : Channels[_channel];

    /// <summary>Whether it is in pit mode.</summary>
    public bool IsPit => (_mode & SmartAudioMode.Pit) != 0;

    /// <summary>Its power as its version writes it.</summary>
    public int Power => _power;

    /// <summary>Its mode byte.</summary>
    public int Mode
    {
        get => _mode;
        set => _mode = value;
    }

    /// <summary>Is called for each order that it took: the command and its value.</summary>
    public Action<int, int>? Ordered { get; set; }

    private double LastRequestMs { get; set; } = double.MinValue;

    /// <summary>Sets it to a channel, with its own buttons; the frequency of before is remembered.</summary>
    public void SetChannel(int channel, int rememberedMhz)
    {
        _channel = channel;
        _setMhz = rememberedMhz;
        _mode &= ~SmartAudioMode.ByFrequency;
    }

    /// <summary>Takes its power away and gives it back.</summary>
    public void Reboot()
    {
        var startsInPit = (_mode & (SmartAudioMode.PitInRange | SmartAudioMode.PitOutOfRange)) != 0;
        _mode = startsInPit ? _mode | SmartAudioMode.Pit : _mode & ~SmartAudioMode.Pit;
        _requestCount = 0;
    }

    /// <summary>Lets time pass.</summary>
    public void Step(long nowMs)
    {
        var count = _line.Wire.TakeReceived(_received);
        if (count > 0 && HasEcho)
        {
            _line.Send(_received.AsSpan(0, count), nowMs);
        }

        _heardMs = count > 0 ? nowMs : _heardMs;
        var isHeard = Math.Abs(_line.Wire.BaudRate - TrueBaud) * 100 <= TrueBaud * 2;
        for (var index = 0; index < count && isHeard && !Has(TransmitterFaults.Silent); index++)
        {
            Take(_received[index], nowMs + ((index + 1) * ByteMs));
        }

        _line.Step(nowMs);
    }

    private bool Has(TransmitterFaults fault) => (Faults & fault) != 0;

    private void Take(byte value, double nowMs)
    {
        if (_requestCount == 0 && value != SmartAudioFrame.Sync)
        {
            return;
        }

        _request[_requestCount++] = value;
        if (_requestCount == 2 && value != SmartAudioFrame.Header)
        {
            _requestCount = 0;
        }
        else if (_requestCount > 4 && _requestCount == SmartAudioFrame.HeadBytes + _request[3] + 1)
        {
            var isSound = SmartAudioFrame.Crc(_request, 0, _requestCount - 1) == value;
            _requestCount = 0;
            if (isSound)
            {
                Obey(nowMs);
            }
        }
        else if (_requestCount == RequestBytes)
        {
            _requestCount = 0;
        }
    }

    private void Obey(double nowMs)
    {
        Requests++;
        LeastIntervalMs = Math.Min(LeastIntervalMs, _heardMs - LastRequestMs);
        LastRequestMs = _heardMs;
        var command = _request[2] >> 1;
        var value = _request[3] switch
        {
            0 => 0,
            1 => _request[4],
            _ => (_request[4] << 8) | _request[5],
        };
        if (command != SmartAudioCommand.GetSettings)
        {
            if (command == SmartAudioCommand.SetMode && Version == SmartAudioVersion.V1)
            {
                return;
            }

            if (!Has(TransmitterFaults.Disobeys))
            {
                Order(command, value);
            }

            Ordered?.Invoke(command, value);
        }

        Answer(command, value, nowMs + ReplyDelayMs);
    }

    private void Order(int command, int value)
    {
        switch (command)
        {
            case SmartAudioCommand.SetPower:
                SetPower(value);
                break;
            case SmartAudioCommand.SetChannel when value < Channels.Length:
                _channel = value;
                _mode &= ~SmartAudioMode.ByFrequency;
                break;
            case SmartAudioCommand.SetFrequency when value < 0x4000:
                var mhz = Has(TransmitterFaults.TunesBeside) ? value + 20 : value;
                if (mhz != _setMhz || (_mode & SmartAudioMode.ByFrequency) != 0)
                {
                    _mode |= SmartAudioMode.ByFrequency; // it does not leave its channel for the frequency it had before
                    _setMhz = mhz;
                }

                break;
            case SmartAudioCommand.SetMode:
                _mode &= SmartAudioMode.ByFrequency | SmartAudioMode.Pit;
                _mode |= (value & SmartAudioMode.SetPitInRange) != 0 ? SmartAudioMode.PitInRange : 0;
                _mode |= (value & SmartAudioMode.SetPitOutOfRange) != 0 ? SmartAudioMode.PitOutOfRange : 0;
                _mode |= (value & SmartAudioMode.Unlock) != 0 ? SmartAudioMode.Unlocked : 0;
                _mode &= (value & SmartAudioMode.LeavePit) != 0 ? ~SmartAudioMode.Pit : ~0;
                break;
        }
    }

    private void SetPower(int value)
    {
        switch (Version)
        {
            case SmartAudioVersion.V1 when value is 7 or 16 or 25 or 40:
            case SmartAudioVersion.V2 when value < 4:
                _power = value;
                break;
            case SmartAudioVersion.V21 when value == 0x80:
                _mode |= SmartAudioMode.Pit; // it keeps its level
                break;
            case SmartAudioVersion.V21 when (value & 0x80) != 0 && Array.IndexOf(LevelsDbm, value & 0x7F) >= 0:
                _power = value & 0x7F;
                break;
        }
    }

    private void Answer(int command, int value, double atMs)
    {
        var payload = SmartAudioFrame.HeadBytes;
        _reply[0] = SmartAudioFrame.Sync;
        _reply[1] = SmartAudioFrame.Header;
        if (command == SmartAudioCommand.GetSettings)
        {
            command = Version switch
            {
                SmartAudioVersion.V1 => SmartAudioCommand.GetSettings,
                SmartAudioVersion.V2 => SmartAudioCommand.SettingsV2,
                _ => SmartAudioCommand.SettingsV21,
            };
            _reply[payload++] = (byte)_channel;
            _reply[payload++] = (byte)(Version == SmartAudioVersion.V21 ? 0 : _power);
            _reply[payload++] = (byte)_mode;
            _reply[payload++] = (byte)(_setMhz >> 8);
            _reply[payload++] = (byte)_setMhz;
            payload = Version == SmartAudioVersion.V21 ? AddLevels(payload) : payload;
        }
        else
        {
            if (command == SmartAudioCommand.SetFrequency)
            {
                _reply[payload++] = (byte)(value >> 8);
            }

            _reply[payload++] = (byte)value;
            _reply[payload++] = 1;
        }

        _reply[2] = (byte)(Has(TransmitterFaults.Nak) ? 0x7E : command);
        _reply[3] = (byte)(payload - SmartAudioFrame.HeadBytes + (CountsCheck ? 1 : 0));
        _reply[payload] = SmartAudioFrame.Crc(_reply, 2, payload - 2);
        if (Has(TransmitterFaults.BadCheck))
        {
            _reply[payload] ^= 0x10;
        }

        if (Has(TransmitterFaults.Noise))
        {
            _line.Send([0xAA, 0x55, 0x09, 0xAA, 0x00, 0x55], atMs);
        }

        if (Has(TransmitterFaults.Garbage))
        {
            _line.Send([0x13, 0x37, 0xAA, 0xFE, 0x55, 0xAA], atMs);
            return;
        }

        _line.Send(_reply.AsSpan(0, Has(TransmitterFaults.BreaksOff) ? payload - 2 : payload + 1), atMs);
    }

    private int AddLevels(int payload)
    {
        _reply[payload++] = (byte)_power;
        _reply[payload++] = (byte)LevelsDbm.Length;
        if (ListsPitLevel)
        {
            _reply[payload++] = 0;
        }

        foreach (var level in LevelsDbm)
        {
            _reply[payload++] = (byte)level;
        }

        return payload;
    }
}

using System.Device.Gpio;
using DroneLink.Drivers.Rx5808;

namespace DroneLink.Host.Models;

/// <summary>
/// An RX5808 at three pins and an ADC: takes the bits that it is sent, edge by edge, keeps its registers, answers reads, and gives the
/// RSSI of a band. It is stricter than the part is known to be: a frame that is not of 25 bits does nothing, a chip that was switched off
/// takes nothing until it is reset, and a reset forgets.
/// </summary>
public sealed class Rx5808Model
{
    private const int SettleMs = 30;
    private const int DeadBits = 0x2F00C; // IF_DEMOD, RSSI_SQUELCH, REGBS, REGIF, BC, IFABF, MIXER: without one of them there is no RSSI
    private const int SynthesizerBit = 1 << 9;
    private const int ElsewhereMv = 640;

    private static readonly int[] Defaults =
        [0x00008, 0x02A05, 0xFFE44, 0x03980, 0x7ABEF, 0, 0x82408, 0x82408, 0x0FF80, 0xB2007, 0x10C13, 0, 0, 0, 0, 0x00001];

    private readonly GpioLine _data;
    private readonly GpioLine _select;
    private readonly GpioLine _clock;
    private readonly int[] _registers = [.. Defaults];
    private Rx5808Faults _faults;
    private bool _isPowered = true;
    private bool _isSelected;
    private bool _isAsleep;
    private int _bits;
    private int _shift;
    private int _lastBits;
    private int _lastShift;
    private long _nowMs;
    private long _tunedMs = long.MinValue / 2;

    /// <summary>Wires a module up.</summary>
    public Rx5808Model(GpioController controller, int dataPin, int selectPin, int clockPin)
    {
        ArgumentNullException.ThrowIfNull(controller);
        _data = controller.GetLine(dataPin);
        _select = controller.GetLine(selectPin);
        _clock = controller.GetLine(clockPin);
        _select.Changed = OnSelect;
        _clock.Changed = OnClock;
    }

    /// <summary>Power at a frequency, dBm: what the antenna hears.</summary>
    public Func<double, double> Band { get; set; } = _ => -92;

    /// <summary>The curve of its RSSI.</summary>
    public RssiPinOptions Curve { get; init; } = new();

    /// <summary>What is wrong with it.</summary>
    public Rx5808Faults Faults
    {
        get => _faults;
        set
        {
            _faults = value;
            Release();
        }
    }

    /// <summary>Whether it has power; switched on anew, it has forgotten.</summary>
    public bool IsPowered
    {
        get => _isPowered;
        set
        {
            _isPowered = value;
            BrownOut();
        }
    }

    /// <summary>Frames that were taken over.</summary>
    public int Writes { get; private set; }

    /// <summary>Registers that were read.</summary>
    public int Reads { get; private set; }

    /// <summary>Frames that had some bits, and not 25.</summary>
    public int BadFrames { get; private set; }

    /// <summary>The last frame that was sent, in the order of the wire: '0' and '1'.</summary>
    public string LastFrame => new([.. Enumerable.Range(0, Math.Min(_lastBits, 32)).Select(bit => ((_lastShift >> bit) & 1) == 1 ? '1' : '0')]);

    /// <summary>Each write as it is taken over: address, data, time.</summary>
    public Action<int, int, long>? Written { get; set; }

    /// <summary>Times that data was driven from both ends.</summary>
    public int Conflicts => _data.Conflicts;

    /// <summary>The frequency that it is tuned to, MHz.</summary>
    public int TunedMhz => Rx5808Register.TunedMhz(_registers[Rx5808Register.SynthesizerBAddress]);

    /// <summary>Whether all of it is off.</summary>
    public bool IsOff => _registers[Rx5808Register.PowerDownAddress] == Rx5808Register.MaxData;

    /// <summary>Whether there is a picture.</summary>
    public bool HasVideo => IsPowered && (_registers[Rx5808Register.PowerDownAddress] & 0xEF20C) == 0;

    /// <summary>Voltage of the RSSI pin, mV.</summary>
    public double RssiMv
    {
        get
        {
            var down = _registers[Rx5808Register.PowerDownAddress];
            if (Has(Rx5808Faults.RssiElsewhere))
            {
                return ElsewhereMv;
            }

            if (!IsPowered || Has(Rx5808Faults.RssiDead) || (down & DeadBits) != 0)
            {
                return 0;
            }

            if (Has(Rx5808Faults.AgcStuck))
            {
                return Curve.MaxMv + 50;
            }

            var isDeaf = (down & SynthesizerBit) != 0 || _nowMs < _tunedMs + SettleMs;
            return ToMillivolts(isDeaf ? -120 : Band(TunedMhz));
        }
    }

    private bool Hears => IsPowered && !Has(Rx5808Faults.NotInSpiMode);

    private bool IsWrite => (_shift & 0x10) != 0;

    private bool Answers => !_isAsleep || !Has(Rx5808Faults.SilentWhileOff);

    /// <summary>Returns a register.</summary>
    public int this[int address] => _registers[address];

    /// <summary>Lets time pass.</summary>
    public void Step(long nowMs) => _nowMs = nowMs;

    /// <summary>Its registers go back to what they are after power-on.</summary>
    public void BrownOut()
    {
        Defaults.CopyTo(_registers, 0);
        _isAsleep = false;
        _tunedMs = _nowMs;
        Release();
    }

    /// <summary>Returns the ADC's count at the RSSI pin.</summary>
    public int ReadCount() => (int)Math.Ceiling(Esp32Adc.Nominal.ToCount(RssiMv));

    private double ToMillivolts(double dbm)
    {
        var share = ((dbm * 100) - Curve.MinCentiDbm) / (Curve.MaxCentiDbm - Curve.MinCentiDbm);
        return Curve.MinMv + (Math.Clamp(share, -0.05, 1.02) * (Curve.MaxMv - Curve.MinMv));
    }

    private void OnSelect(GpioLine line)
    {
        if (!line.IsHigh)
        {
            _isSelected = true;
            _bits = 0;
            _shift = 0;
            return;
        }

        _isSelected = false;
        if (Hears && _bits > 0)
        {
            _lastBits = _bits;
            _lastShift = _shift;
            if (_bits != Rx5808Register.FrameBits)
            {
                BadFrames++;
            }
            else if (IsWrite)
            {
                Writes++;
                Take(_shift & 0x0F, _shift >> Rx5808Register.HeadBits);
            }
            else
            {
                Reads++;
            }
        }

        Release();
    }

    private void OnClock(GpioLine line)
    {
        if (!_isSelected || !Hears)
        {
            return;
        }

        if (line.IsHigh)
        {
            _shift |= _bits < 32 && _data.IsHigh ? 1 << _bits : 0;
            _bits++;
        }
        else if (_bits >= Rx5808Register.HeadBits && _bits < Rx5808Register.FrameBits && !IsWrite && Answers)
        {
            _data.External = ((_registers[_shift & 0x0F] >> (_bits - Rx5808Register.HeadBits)) & 1) == 1;
            Shorten();
        }
    }

    private void Take(int address, int value)
    {
        if (address == Rx5808Register.StateAddress && value == 0)
        {
            BrownOut();
            _registers[address] = 0;
        }
        else if (!_isAsleep && !IsKept(address))
        {
            _registers[address] = value;
            _isAsleep = address == Rx5808Register.PowerDownAddress && value == Rx5808Register.MaxData;
            _tunedMs = _nowMs;
        }

        Written?.Invoke(address, value, _nowMs);
    }

    // Enum.HasFlag boxes.
    private bool Has(Rx5808Faults fault) => (_faults & fault) != 0;

    private bool IsKept(int address) => address switch
    {
        Rx5808Register.SynthesizerBAddress => Has(Rx5808Faults.DoesNotTune),
        Rx5808Register.PowerDownAddress => Has(Rx5808Faults.KeepsPower),
        _ => false,
    };

    private void Release()
    {
        _data.External = null;
        Shorten();
    }

    private void Shorten()
    {
        if (Has(Rx5808Faults.DataLow))
        {
            _data.External = false;
        }
        else if (Has(Rx5808Faults.DataHigh))
        {
            _data.External = true;
        }
    }
}

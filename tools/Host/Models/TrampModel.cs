using System.IO.Ports;
using DroneLink.Drivers.Tramp;

namespace DroneLink.Host.Models;

/// <summary>
/// An IRC Tramp transmitter at the other end of a wire, in virtual time: its bytes take what they take at 9600 baud, and it answers
/// questions alone.
/// </summary>
/// <param name="wire">The wire.</param>
public sealed class TrampModel(SerialWire wire)
{
    private const double ByteMs = 10_000.0 / 9600;

    private readonly PacedWire _line = new(wire, ByteMs);
    private readonly byte[] _received = new byte[64];
    private readonly byte[] _request = new byte[TrampFrame.Bytes];
    private readonly byte[] _answer = new byte[TrampFrame.Bytes];
    private int _count;

    /// <summary>What is wrong with it.</summary>
    public TransmitterFaults Faults { get; set; }

    /// <summary>Whether the host hears what it sends: both have one wire.</summary>
    public bool HasEcho { get; set; } = true;

    /// <summary>ms from a question to its answer.</summary>
    public int ReplyDelayMs { get; set; } = 30;

    /// <summary>Lowest frequency that it takes, MHz.</summary>
    public int LowestMhz { get; set; } = 5600;

    /// <summary>Highest frequency that it takes, MHz.</summary>
    public int HighestMhz { get; set; } = 5950;

    /// <summary>Highest power that it takes, mW.</summary>
    public int HighestMw { get; set; } = 600;

    /// <summary>Its temperature, °C.</summary>
    public int Celsius { get; set; } = 45;

    /// <summary>The frequency that it is on, MHz.</summary>
    public int FrequencyMhz { get; set; } = 5800;

    /// <summary>The power that it is set to, mW.</summary>
    public int PowerMw { get; set; } = 25;

    /// <summary>Whether it is in pit mode.</summary>
    public bool IsPit { get; set; }

    /// <summary>Questions and orders that were sound.</summary>
    public int Requests { get; private set; }

    /// <summary>Is called for each order that it took: the command and its value.</summary>
    public Action<char, int>? Ordered { get; set; }

    /// <summary>Lets time pass.</summary>
    public void Step(long nowMs)
    {
        var count = _line.Wire.TakeReceived(_received);
        if (count > 0 && HasEcho)
        {
            _line.Send(_received.AsSpan(0, count), nowMs);
        }

        for (var index = 0; index < count && !Has(TransmitterFaults.Silent); index++)
        {
            Take(_received[index], nowMs + ((index + 1) * ByteMs));
        }

        _line.Step(nowMs);
    }

    private bool Has(TransmitterFaults fault) => (Faults & fault) != 0;

    private void Take(byte value, double nowMs)
    {
        if (_count == 0 && value != TrampFrame.Head)
        {
            return;
        }

        _request[_count++] = value;
        if (_count < TrampFrame.Bytes)
        {
            return;
        }

        _count = 0;
        if (TrampFrame.IsSound(_request, 0))
        {
            Requests++;
            Obey(_request[1], TrampFrame.Get(_request, 2), nowMs);
        }
    }

    private void Obey(byte command, int value, double nowMs)
    {
        if (command is TrampCommand.GetLimits or TrampCommand.GetState or TrampCommand.GetTemperature)
        {
            Answer(command, nowMs + ReplyDelayMs);
            return;
        }

        Ordered?.Invoke((char)command, value);
        if (Has(TransmitterFaults.Disobeys))
        {
            return;
        }

        switch (command)
        {
            case TrampCommand.SetFrequency when value >= LowestMhz && value <= HighestMhz:
                FrequencyMhz = Has(TransmitterFaults.TunesBeside) ? value + 20 : value;
                break;
            case TrampCommand.SetPower when value <= HighestMw:
                PowerMw = value;
                break;
            case TrampCommand.SetActive:
                IsPit = value == 0;
                break;
        }
    }

    private void Answer(byte command, double atMs)
    {
        TrampFrame.Write(_answer, command, 0);
        switch (command)
        {
            case TrampCommand.GetLimits:
                Put(2, LowestMhz);
                Put(4, HighestMhz);
                Put(6, HighestMw);
                break;
            case TrampCommand.GetState:
                Put(2, FrequencyMhz);
                Put(4, PowerMw);
                Put(7, IsPit ? 1 : 0);
                Put(8, IsPit ? 1 : PowerMw);
                break;
            default:
                Put(6, Celsius);
                break;
        }

        _answer[1] = Has(TransmitterFaults.Nak) ? (byte)'n' : command;
        _answer[14] = 0;
        for (var index = 1; index < 14; index++)
        {
            _answer[14] += _answer[index];
        }

        _answer[14] ^= (byte)(Has(TransmitterFaults.BadCheck) ? 0x10 : 0);
        if (Has(TransmitterFaults.Noise))
        {
            _line.Send([0x0F, 0x0F, 0x76, 0x00, 0x55], atMs);
        }

        if (Has(TransmitterFaults.Garbage))
        {
            _line.Send([0x13, 0x37, 0x0F, 0xFE, 0x55, 0x0F], atMs);
            return;
        }

        _line.Send(_answer.AsSpan(0, Has(TransmitterFaults.BreaksOff) ? 9 : TrampFrame.Bytes), atMs);
    }

    private void Put(int offset, int value)
    {
        _answer[offset] = (byte)value;
        _answer[offset + 1] = (byte)(value >> 8);
    }
}

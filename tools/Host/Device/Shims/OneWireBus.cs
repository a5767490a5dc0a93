using System;

namespace nanoFramework.Device.OneWire;

/// <summary>The host's counterpart of a 1-Wire bus: a line that is low as soon as one pulls it low. Not thread safe.</summary>
public sealed class OneWireBus
{
    private IOneWirePart[] _parts = [];

    /// <summary>Whether the line is held low: shorted, or without its resistor.</summary>
    public bool IsStuckLow { get; set; }

    /// <summary>Whether the port throws.</summary>
    public bool Throws { get; set; }

    /// <summary>Decides, by the number of a bit from 0 on, whether it is read wrong; null when none is.</summary>
    public Func<long, bool> IsFlipped { get; set; }

    /// <summary>Bits so far.</summary>
    public long Bits { get; private set; }

    /// <summary>Connects a part.</summary>
    public void Attach(IOneWirePart part) => _parts = [.. _parts, part];

    /// <summary>Takes a part off.</summary>
    public void Detach(IOneWirePart part) => _parts = Array.FindAll(_parts, other => other != part);

    internal bool Reset()
    {
        ThrowIfFaulty();
        var present = false;
        foreach (var part in _parts)
        {
            part.Reset();
            present = true;
        }

        return present || IsStuckLow;
    }

    internal bool Touch(bool value)
    {
        ThrowIfFaulty();
        var line = value;
        foreach (var part in _parts)
        {
            line &= part.Touch(value);
        }

        line &= !IsStuckLow;
        var number = Bits++;
        return IsFlipped is not null && IsFlipped(number) ? !line : line;
    }

    private void ThrowIfFaulty()
    {
        if (Throws)
        {
            throw new InvalidOperationException("the port failed");
        }
    }
}

namespace System.Device.Gpio;

/// <summary>A level of a pin.</summary>
public readonly struct PinValue : IEquatable<PinValue>
{
    private readonly bool _isHigh;

    private PinValue(bool isHigh) => _isHigh = isHigh;

    /// <summary>High.</summary>
    public static PinValue High => new(true);

    /// <summary>Low.</summary>
    public static PinValue Low => new(false);

    /// <summary>High for true.</summary>
    public static implicit operator PinValue(bool value) => new(value);

    /// <summary>True for high.</summary>
    public static explicit operator bool(PinValue value) => value._isHigh;

    /// <summary>Compares two levels.</summary>
    public static bool operator ==(PinValue a, PinValue b) => a.Equals(b);

    /// <summary>Compares two levels.</summary>
    public static bool operator !=(PinValue a, PinValue b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(PinValue other) => _isHigh == other._isHigh;

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is PinValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _isHigh ? 1 : 0;

    /// <inheritdoc/>
    public override string ToString() => _isHigh ? "High" : "Low";
}

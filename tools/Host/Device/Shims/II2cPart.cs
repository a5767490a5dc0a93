namespace System.Device.I2c;

/// <summary>A part at an <see cref="I2cBus"/>.</summary>
public interface II2cPart
{
    /// <summary>Takes what is written.</summary>
    /// <returns>False when it does not acknowledge.</returns>
    bool TryWrite(ReadOnlySpan<byte> bytes);

    /// <summary>Gives what is read.</summary>
    void Read(Span<byte> bytes);
}

namespace nanoFramework.Device.OneWire;

/// <summary>A part at a <see cref="OneWireBus"/>.</summary>
public interface IOneWirePart
{
    /// <summary>The bus is reset.</summary>
    void Reset();

    /// <summary>A bit goes over the line.</summary>
    /// <param name="value">What the host sends; true is also what it sends to read.</param>
    /// <returns>False when the part pulls the line low.</returns>
    bool Touch(bool value);
}

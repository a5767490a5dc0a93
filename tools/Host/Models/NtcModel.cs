using System.Device.Adc;

namespace DroneLink.Host.Models;

/// <summary>A thermistor in a divider at ESP32's ADC, which cannot tell what is near ground or supply. See <see cref="Esp32Adc"/>.</summary>
public sealed class NtcModel
{
    /// <summary>Temperature, °C.</summary>
    public double Celsius { get; set; } = 25;

    /// <summary>Resistor in series, ohm.</summary>
    public double SeriesOhm { get; init; } = 10000;

    /// <summary>Resistance at 25 °C, ohm.</summary>
    public double R25Ohm { get; init; } = 10000;

    /// <summary>B, kelvin.</summary>
    public double Beta { get; init; } = 3950;

    /// <summary>Supply of the divider, mV.</summary>
    public double SupplyMv { get; init; } = 3300;

    /// <summary>The chip's ADC.</summary>
    public Esp32Adc Adc { get; init; } = Esp32Adc.Nominal;

    /// <summary>Whether the thermistor is the upper of both.</summary>
    public bool IsToSupply { get; init; }

    /// <summary>Whether its wire is off.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether its wires touch.</summary>
    public bool IsShort { get; set; }

    /// <summary>Whether the ADC fails.</summary>
    public bool Fails { get; set; }

    /// <summary>Its resistance, ohm.</summary>
    public double Ohm => R25Ohm * Math.Exp(Beta * ((1 / (Celsius + 273.15)) - (1 / 298.15)));

    /// <summary>Creates the channel that a driver gets.</summary>
    public AdcChannel OpenChannel() => new AdcController(_ => ReadCount()).OpenChannel(0);

    /// <summary>Reads the ADC.</summary>
    /// <returns>The count, 0 to 4095; -1 when it fails.</returns>
    public int ReadCount()
    {
        if (Fails)
        {
            return -1;
        }

        var share = IsOpen ? 1 : IsShort ? 0 : Ohm / (Ohm + SeriesOhm);
        return (int)Math.Round(Adc.ToCount(SupplyMv * (IsToSupply ? 1 - share : share)));
    }
}

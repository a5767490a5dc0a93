using System;

namespace DroneLink.Drivers.NtcThermistor
{
    /// <summary>A thermistor's curves and its divider. In double, which is software on ESP32: right for a few readings a second.</summary>
    public static class NtcFormula
    {
        /// <summary>0 °C, kelvin.</summary>
        public const double ZeroCelsius = 273.15;

        private const double Kelvin25 = 298.15;

        /// <summary>Returns the temperature, °C, by 1/T = 1/298.15 + ln(R/R25) / B.</summary>
        /// <param name="ohm">Resistance, above 0.</param>
        /// <param name="r25Ohm">Resistance at 25 °C.</param>
        /// <param name="beta">B, kelvin.</param>
        public static double FromBeta(double ohm, double r25Ohm, double beta)
        {
            return (1 / ((1 / Kelvin25) + (Math.Log(ohm / r25Ohm) / beta))) - ZeroCelsius;
        }

        /// <summary>Returns the temperature, °C, by Steinhart and Hart: 1/T = A + B ln R + C (ln R)^3.</summary>
        /// <param name="ohm">Resistance, above 0.</param>
        /// <param name="a">A.</param>
        /// <param name="b">B.</param>
        /// <param name="c">C.</param>
        public static double FromSteinhartHart(double ohm, double a, double b, double c)
        {
            double log = Math.Log(ohm);
            return (1 / (a + (b * log) + (c * log * log * log))) - ZeroCelsius;
        }

        /// <summary>Returns the thermistor's resistance, ohm.</summary>
        /// <param name="pinMv">Voltage at the pin, mV, above 0 and below the supply.</param>
        /// <param name="supplyMv">Supply of the divider, mV.</param>
        /// <param name="seriesOhm">The other resistor, ohm.</param>
        /// <param name="isToSupply">Whether the thermistor is the upper of both.</param>
        public static double ToOhm(double pinMv, double supplyMv, double seriesOhm, bool isToSupply)
        {
            double across = isToSupply ? supplyMv - pinMv : pinMv;
            return seriesOhm * across / (supplyMv - across);
        }
    }
}

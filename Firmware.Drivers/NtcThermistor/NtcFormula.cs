using System;

namespace DroneLink.Drivers.NtcThermistor
{
    /// <summary>A thermistor's curves, its divider and ESP32's ADC. In double, which is software on ESP32: right for a few readings a second.</summary>
    public static class NtcFormula
    {
        /// <summary>0 °C, kelvin.</summary>
        public const double ZeroCelsius = 273.15;

        private const double Kelvin25 = 298.15;

        // Where the ADC leaves its line, and how far below it counts end, mV: 0.75 x span - 2167 is 83, 308 and 533 mV for a reference of
        // 1000, 1100 and 1200 mV, whose spans are 3000, 3300 and 3600 mV, nearly.
        private const double LineCounts = 2660;
        private const double BendShare = 0.75;
        private const double BendFromMv = 2167;

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

        /// <summary>
        /// Returns the voltage at a pin of ESP32's ADC1 at 11/12 dB, mV: a line, mV = offset + span x count / 4095, which the ADC leaves
        /// from about 2.3 V on, by a parabola here. It is within 7 mV of ESP-IDF's figures for a nominal chip (esp_adc_cal: slope, offset
        /// and table), within 75 mV for one whose reference is 1.0 or 1.2 V and whose span is set.
        /// </summary>
        /// <param name="count">Count, 0 to 4095, or a mean of counts.</param>
        /// <param name="offsetMv">mV at count 0.</param>
        /// <param name="spanMv">mV from count 0 to the highest, on the line.</param>
        /// <param name="isStraight">Whether the ADC keeps to its line.</param>
        public static double ToPinMv(double count, int offsetMv, int spanMv, bool isStraight)
        {
            double lineMv = offsetMv + (count * spanMv / NtcThermistor.MaxCount);
            double bendMv = (BendShare * spanMv) - BendFromMv;
            if (isStraight || bendMv <= 0 || count <= LineCounts)
            {
                return lineMv;
            }

            double share = (count - LineCounts) / (NtcThermistor.MaxCount - LineCounts);
            return lineMv - (bendMv * share * share);
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

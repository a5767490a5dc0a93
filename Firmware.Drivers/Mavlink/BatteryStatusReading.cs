namespace DroneLink.Drivers.Mavlink
{
    /// <summary>BATTERY_STATUS: one battery of a vehicle.</summary>
    public sealed class BatteryStatusReading
    {
        private const int UnknownTemperature = 32767;
        private const int UnknownCell = 65535;
        private const int Cells = 10;
        private const int ExtraCells = 4;
        private const int CellsAt = 10;
        private const int ExtraCellsAt = 41;

        /// <summary>Number of the battery; 0 is the first.</summary>
        public byte Id { get; private set; }

        /// <summary>Whether <see cref="ConsumedMah"/> is known.</summary>
        public bool HasConsumed { get; private set; }

        /// <summary>Charge consumed, mAh.</summary>
        public int ConsumedMah { get; private set; }

        /// <summary>Whether <see cref="TemperatureCentiCelsius"/> is known.</summary>
        public bool HasTemperature { get; private set; }

        /// <summary>0.01 °C.</summary>
        public int TemperatureCentiCelsius { get; private set; }

        /// <summary>Whether <see cref="VoltageMv"/> is known: at least one cell is.</summary>
        public bool HasVoltage { get; private set; }

        /// <summary>Sum of the cells, mV. Autopilots that cannot measure cells say the sum as the first.</summary>
        public int VoltageMv { get; private set; }

        /// <summary>Whether <see cref="CurrentCentiAmps"/> is known.</summary>
        public bool HasCurrent { get; private set; }

        /// <summary>0.01 A.</summary>
        public int CurrentCentiAmps { get; private set; }

        /// <summary>Whether <see cref="RemainingPercent"/> is known.</summary>
        public bool HasRemaining { get; private set; }

        /// <summary>0..100 %.</summary>
        public int RemainingPercent { get; private set; }

        /// <summary>Takes over a message.</summary>
        /// <returns>False, and nothing changes, when it is another one.</returns>
        public bool TryRead(MavlinkMessage message)
        {
            if (message.MessageId != MavlinkId.BatteryStatus)
            {
                return false;
            }

            ConsumedMah = message.GetInt32(0);
            HasConsumed = ConsumedMah >= 0;
            TemperatureCentiCelsius = message.GetInt16(8);
            HasTemperature = TemperatureCentiCelsius != UnknownTemperature;
            ReadCells(message);
            CurrentCentiAmps = message.GetInt16(30);
            HasCurrent = CurrentCentiAmps != -1;
            Id = message.GetByte(32);
            RemainingPercent = message.GetSByte(35);
            HasRemaining = RemainingPercent >= 0 && RemainingPercent <= 100;
            return true;
        }

        private void ReadCells(MavlinkMessage message)
        {
            int sum = 0;
            bool any = false;
            for (int cell = 0; cell < Cells; cell++)
            {
                int millivolts = message.GetUInt16(CellsAt + (2 * cell));
                if (millivolts != UnknownCell)
                {
                    sum += millivolts;
                    any = true;
                }
            }

            // Cells 11 to 14 came later: an unused one is 0, so that it may be cut off.
            for (int cell = 0; cell < ExtraCells; cell++)
            {
                int millivolts = message.GetUInt16(ExtraCellsAt + (2 * cell));
                if (millivolts != UnknownCell)
                {
                    sum += millivolts;
                }
            }

            HasVoltage = any;
            VoltageMv = sum;
        }
    }
}

namespace DroneLink.Drivers.Mavlink
{
    /// <summary>SYS_STATUS: load and main battery of the autopilot.</summary>
    public sealed class SysStatusReading
    {
        private const int UnknownVoltage = 65535;
        private const int UnknownCurrent = -1;

        /// <summary>Load of the main loop, 0.1 %; 1000 and above is overload.</summary>
        public int LoadPermille { get; private set; }

        /// <summary>Whether <see cref="VoltageMv"/> is known.</summary>
        public bool HasVoltage { get; private set; }

        /// <summary>Battery voltage, mV, 0..65534.</summary>
        public int VoltageMv { get; private set; }

        /// <summary>Whether <see cref="CurrentCentiAmps"/> is known.</summary>
        public bool HasCurrent { get; private set; }

        /// <summary>Battery current, 0.01 A; negative while charging, and some autopilots say -1.00 A and lower at rest.</summary>
        public int CurrentCentiAmps { get; private set; }

        /// <summary>Whether <see cref="RemainingPercent"/> is known.</summary>
        public bool HasRemaining { get; private set; }

        /// <summary>Battery charge, 0..100 %.</summary>
        public int RemainingPercent { get; private set; }

        /// <summary>Takes over a message.</summary>
        /// <returns>False, and nothing changes, when it is another one.</returns>
        public bool TryRead(MavlinkMessage message)
        {
            if (message.MessageId != MavlinkId.SysStatus)
            {
                return false;
            }

            LoadPermille = message.GetUInt16(12);
            VoltageMv = message.GetUInt16(14);
            HasVoltage = VoltageMv != UnknownVoltage;
            CurrentCentiAmps = message.GetInt16(16);
            HasCurrent = CurrentCentiAmps != UnknownCurrent;
            RemainingPercent = message.GetSByte(30);
            HasRemaining = RemainingPercent >= 0 && RemainingPercent <= 100;
            return true;
        }
    }
}

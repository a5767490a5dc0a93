namespace DroneLink.Drivers.Tramp
{
    /// <summary>Commands: small letters ask and are answered with the same letter, capitals order and are not answered.</summary>
    public static class TrampCommand
    {
        /// <summary>Asks for its limits.</summary>
        public const byte GetLimits = (byte)'r';

        /// <summary>Asks for frequency, power and pit mode.</summary>
        public const byte GetState = (byte)'v';

        /// <summary>Asks for its temperature.</summary>
        public const byte GetTemperature = (byte)'s';

        /// <summary>Orders a frequency, MHz.</summary>
        public const byte SetFrequency = (byte)'F';

        /// <summary>Orders a power, mW.</summary>
        public const byte SetPower = (byte)'P';

        /// <summary>Orders 0 into pit mode, 1 out of it.</summary>
        public const byte SetActive = (byte)'I';
    }
}

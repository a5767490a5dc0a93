namespace DroneLink.Drivers.Rx5808
{
    /// <summary>How a receiver is driven. The defaults suit every module that the sources know of but a few slow ones.</summary>
    public sealed class Rx5808Options
    {
        /// <summary>ms from a tune to a RSSI that is the new frequency's, 25..150; default 35. Some modules need 150.</summary>
        public int SettleMs { get; set; } = 35;

        /// <summary>ms at the least between two transfers on the bus, 1..1000; default 30.</summary>
        public int BusIntervalMs { get; set; } = 30;

        /// <summary>ms between read-backs of a module that is set up, 100..60,000; default 2000.</summary>
        public int CheckMs { get; set; } = 2000;

        /// <summary>Times that the module is set up and read back before it is a fault, 1..20; default 3.</summary>
        public int MaxTries { get; set; } = 3;

        /// <summary>ms between a read-back that does not fit and the next try, up to <see cref="MaxTries"/>, 1..10,000; default 100.</summary>
        public int RetryMs { get; set; } = 100;

        /// <summary>ms between tries while there is a fault, 100..600,000; default 5000.</summary>
        public int FaultRetryMs { get; set; } = 5000;

        /// <summary>What <see cref="Rx5808Receiver.PowerUp"/> switches on; default <see cref="Rx5808Power.On"/>.</summary>
        public Rx5808Power UpPower { get; set; } = Rx5808Power.On;
    }
}

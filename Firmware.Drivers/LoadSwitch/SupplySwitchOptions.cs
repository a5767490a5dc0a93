namespace DroneLink.Drivers.LoadSwitch
{
    /// <summary>How a load switch is wired.</summary>
    public sealed class SupplySwitchOptions
    {
        /// <summary>Whether low switches on; default false. Only with a resistor to 3.3 V on the pin, which holds it off while the board starts.</summary>
        public bool IsActiveLow { get; set; }

        /// <summary>Pin that hears whether the output is on, by a divider; default -1 for none.</summary>
        public int ReadBackPin { get; set; } = -1;
    }
}

namespace DroneLink.Firmware.Commands
{
    /// <summary>Takes a new key for the beacons and keeps it over a restart.</summary>
    /// <param name="key">32 bytes; copied.</param>
    /// <returns>False when the flash refused it; the old key is then still used.</returns>
    public delegate bool BeaconKeyTaker(byte[] key);
}

namespace DroneLink.Firmware.Commands
{
    /// <summary>The key of a fleet's beacons, which a command can exchange.</summary>
    public interface IBeaconKeys
    {
        /// <summary>Takes a new key into use; the one before is understood for a while.</summary>
        /// <param name="key">32 bytes.</param>
        /// <returns>False when the flash refused it: then nothing is changed.</returns>
        bool Rotate(byte[] key);
    }
}

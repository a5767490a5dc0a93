namespace DroneLink.Firmware.Ota
{
    /// <summary>
    /// Carries requests to the cloud; the answers come into <see cref="OtaUpdater"/>. One request is under way at a time, and one without
    /// an answer is made again: it may be lost, and its answer may come late, twice, or for a request before.
    /// </summary>
    public interface IOtaTransport
    {
        /// <summary>Asks whether there is an update for what runs.</summary>
        /// <param name="build">Build of the payload that runs.</param>
        /// <param name="version">Its version, packed.</param>
        /// <returns>False when it cannot be sent now; it is tried again in the next step.</returns>
        bool RequestManifest(int build, int version);

        /// <summary>Asks for a part of an image. The transport may ask for less than this, down to one byte: what comes is what counts.</summary>
        /// <param name="build">Build of the image.</param>
        /// <param name="offset">Its first byte that is wanted.</param>
        /// <param name="count">Bytes that are wanted, 1 to 4092.</param>
        /// <returns>False when it cannot be sent now; it is tried again in the next step.</returns>
        bool RequestBlock(int build, int offset, int count);
    }
}

namespace DroneLink.Firmware.Payload
{
    /// <summary>Where the payload comes from.</summary>
    public interface IPayloadSource
    {
        /// <summary>Puts a payload together.</summary>
        /// <param name="image">The assembly to load it from, which is kept; null for the one that is built in.</param>
        /// <param name="context">What the bootstrap offers it.</param>
        /// <returns>The payload, which the caller disposes.</returns>
        /// <exception cref="System.Exception">It cannot be loaded or put together; the message says why. Another is loaded only after a restart.</exception>
        IPayload Create(byte[] image, PayloadContext context);
    }
}

namespace DroneLink.Firmware.Payload
{
    /// <summary>Where the payload comes from.</summary>
    public interface IPayloadSource
    {
        /// <summary>Puts the payload together.</summary>
        /// <param name="context">What the bootstrap offers it.</param>
        /// <returns>The payload, which the caller disposes; null when there is none.</returns>
        /// <exception cref="System.Exception">It cannot be put together; the message says why.</exception>
        IPayload Create(PayloadContext context);
    }
}

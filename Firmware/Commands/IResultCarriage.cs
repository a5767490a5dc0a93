namespace DroneLink.Firmware.Commands
{
    /// <summary>Takes results to the cloud.</summary>
    public interface IResultCarriage
    {
        /// <summary>Whether there is a session.</summary>
        bool IsReady { get; }

        /// <summary>Publishes a result; the bytes are copied before it returns.</summary>
        /// <param name="buffer">Holds it, from offset 0.</param>
        /// <param name="count">Its bytes.</param>
        /// <returns>The packet identifier that its acknowledgement will have, or 0 when it cannot be done now.</returns>
        int Publish(byte[] buffer, int count);
    }
}

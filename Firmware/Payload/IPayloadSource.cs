using System.Collections;

namespace DroneLink.Firmware.Payload
{
    /// <summary>Where the payload comes from.</summary>
    public interface IPayloadSource
    {
        /// <summary>Runtime of the images that it loads: <see cref="Ota.OtaOptions.NanoRuntime"/> or <see cref="Ota.OtaOptions.HostRuntime"/>.</summary>
        string Runtime { get; }

        /// <summary>Version of the payload that is built in, <c>major&lt;&lt;16 | minor&lt;&lt;8 | patch</c>.</summary>
        int BuiltInVersion { get; }

        /// <summary>Its build.</summary>
        int BuiltInBuild { get; }

        /// <summary>What a payload may refer to: the name of each assembly there is, and its <c>major.minor</c>.</summary>
        Hashtable Libraries { get; }

        /// <summary>Puts a payload together.</summary>
        /// <param name="image">The assembly to load it from, which is kept; null for the one that is built in.</param>
        /// <param name="context">What the bootstrap offers it.</param>
        /// <returns>The payload, which the caller disposes.</returns>
        /// <exception cref="System.Exception">It cannot be loaded or put together; the message says why. Another is loaded only after a restart.</exception>
        IPayload Create(byte[] image, PayloadContext context);
    }
}

using DroneLink.Firmware.Application;
using DroneLink.Firmware.Payload;

namespace DroneLink.Firmware.Board
{
    /// <summary>Enters the payload that is built in.</summary>
    public sealed class PayloadLoader : IPayloadSource
    {
        /// <inheritdoc/>
        public IPayload Create(PayloadContext context)
        {
            return Entry.Create(context);
        }
    }
}

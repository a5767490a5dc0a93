using System;
using System.Reflection;
using System.Threading;
using DroneLink.Firmware.Application;
using DroneLink.Firmware.Payload;

namespace DroneLink.Firmware.Board
{
    /// <summary>Enters the payload that is built in, or loads one beside it. nanoCLR tells the two apart though they have one name.</summary>
    public sealed class PayloadLoader : IPayloadSource
    {
        // nanoframework/Home#968: an image that was only just read has failed to load without a pause before it.
        private const int SettleMs = 20;

        /// <inheritdoc/>
        public IPayload Create(byte[] image, PayloadContext context)
        {
            if (image == null)
            {
                return Entry.Create(context);
            }

            Thread.Sleep(SettleMs);
            Type entry = Assembly.Load(image).GetType("DroneLink.Firmware.Application.Entry");
            if (entry == null)
            {
                throw new Exception("the image has no class Entry");
            }

            return (IPayload)entry.GetMethod("Create").Invoke(null, new object[] { context });
        }
    }
}

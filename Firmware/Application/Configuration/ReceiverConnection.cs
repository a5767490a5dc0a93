using DroneLink.Firmware.Safety;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>What is connected of a video receiver besides its pins, and how it is run.</summary>
    public sealed class ReceiverConnection
    {
        /// <summary>Its temperature sensor; null for none.</summary>
        public SensorConnection Temperature { get; internal set; }

        /// <summary>Its supply sensor; null for none.</summary>
        public SupplyConnection Supply { get; internal set; }

        /// <summary>How it is run.</summary>
        public ReceiverOptions Options { get; } = new ReceiverOptions();
    }
}

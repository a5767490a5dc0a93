using DroneLink.Firmware.Safety;

namespace DroneLink.Firmware.Configuration
{
    /// <summary>What is connected of a video transmitter, and how it is run.</summary>
    public sealed class TransmitterConnection
    {
        /// <summary>It takes no orders.</summary>
        public const string NoControl = "none";

        /// <summary>It speaks TBS SmartAudio.</summary>
        public const string SmartAudio = "smartAudio";

        /// <summary>It speaks IRC Tramp.</summary>
        public const string Tramp = "tramp";

        /// <summary>Which of these it is.</summary>
        public string Control { get; internal set; }

        /// <summary>The port that it takes orders on; null for none.</summary>
        public SerialConnection Serial { get; internal set; }

        /// <summary>GPIO that switches its supply; -1 for none.</summary>
        public int SwitchPin { get; internal set; }

        /// <summary>Whether the switch is on while its GPIO is low.</summary>
        public bool IsSwitchActiveLow { get; internal set; }

        /// <summary>GPIO that reads the switch's output back; -1 for none.</summary>
        public int ReadBackPin { get; internal set; }

        /// <summary>Its temperature sensor; null for none.</summary>
        public SensorConnection Temperature { get; internal set; }

        /// <summary>Its supply sensor; null for none.</summary>
        public SupplyConnection Supply { get; internal set; }

        /// <summary>How it is run.</summary>
        public TransmitterOptions Options { get; } = new TransmitterOptions();
    }
}

namespace DroneLink.Drivers.SmartAudio
{
    /// <summary>A reply that passed its check.</summary>
    public sealed class SmartAudioReply
    {
        /// <summary>One of <see cref="SmartAudioCommand"/>.</summary>
        public int Command { get; internal set; }

        /// <summary>Bytes of <see cref="Payload"/> that count.</summary>
        public int Count { get; internal set; }

        /// <summary>Holds the payload from its start.</summary>
        public byte[] Payload { get; } = new byte[SmartAudioFrame.MaxPayloadBytes];
    }
}

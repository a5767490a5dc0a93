namespace DroneLink.Drivers
{
    /// <summary>Why a video transmitter does not do what it was asked to.</summary>
    public enum TransmitterFault
    {
        /// <summary>It does, or is still being asked.</summary>
        None,

        /// <summary>It does not answer.</summary>
        NoAnswer,

        /// <summary>It answers, and what comes does not pass its check.</summary>
        BadAnswer,

        /// <summary>It answers soundly, and its state stays another than asked for.</summary>
        NotObeyed,

        /// <summary>It cannot do what was asked.</summary>
        Unsupported,
    }
}

namespace DroneLink.CloudSdk.Ingest;

/// <summary>Whether a sender is done with a frame.</summary>
public enum FrameStatus
{
    /// <summary>It could not be kept now. It must be sent again, and must not be acknowledged.</summary>
    Unavailable,

    /// <summary>It is durable in the stream.</summary>
    Accepted,

    /// <summary>It will never be accepted, and is kept among the dead letters.</summary>
    Rejected,
}

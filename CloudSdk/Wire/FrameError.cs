namespace DroneLink.CloudSdk.Wire;

/// <summary>Why a frame is refused; a reader checks in this order and reports the first that fails.</summary>
public enum FrameError
{
    /// <summary>Nothing is wrong.</summary>
    None,
}

namespace DroneLink.Load.Network;

/// <summary>Which way bytes go.</summary>
internal enum Direction
{
    /// <summary>From the device to the station.</summary>
    Up,

    /// <summary>From the station to the device.</summary>
    Down,
}

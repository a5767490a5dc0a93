namespace DroneLink.Load.Network;

/// <summary>What a network does to a connection, in the words of <see href="https://github.com/Shopify/toxiproxy">toxiproxy</see>.</summary>
internal enum Toxic
{
    /// <summary>The bytes come late.</summary>
    Latency,

    /// <summary>Every connection closes, and new ones are refused for a while.</summary>
    Down,

    /// <summary>The bytes trickle.</summary>
    Bandwidth,

    /// <summary>Whom the bytes are for sees the connection end; the other end is not told for a while.</summary>
    SlowClose,

    /// <summary>No byte comes through any more, and nobody is told, ever: what a lost network looks like.</summary>
    Timeout,

    /// <summary>Both ends are reset.</summary>
    ResetPeer,

    /// <summary>The bytes come in slices of one to three.</summary>
    Slicer,

    /// <summary>The connection closes in order after so many bytes.</summary>
    LimitData,
}

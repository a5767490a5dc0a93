namespace DroneLink.CloudSdk.Wire;

/// <summary>Numbers of the kinds of record. Their names and fields are in <see cref="KindSchema"/>.</summary>
public static class RecordKind
{
    /// <summary>Position and velocity.</summary>
    public const byte Position = 1;

    /// <summary>Attitude.</summary>
    public const byte Attitude = 2;

    /// <summary>The flight battery.</summary>
    public const byte Power = 3;

    /// <summary>One window of the 5.8 GHz video link.</summary>
    public const byte VideoLink = 4;

    /// <summary>The video transmitter.</summary>
    public const byte Transmitter = 5;

    /// <summary>The video receiver.</summary>
    public const byte Receiver = 6;

    /// <summary>Air temperature, pressure, humidity.</summary>
    public const byte Environment = 7;

    /// <summary>The device itself.</summary>
    public const byte System = 8;

    /// <summary>Something that happened.</summary>
    public const byte Event = 9;

    /// <summary>Another drone nearby.</summary>
    public const byte Peer = 10;

    /// <summary>A text with a severity; it has no mask and no values.</summary>
    public const byte Text = 127;
}

namespace DroneLink.Load.Devices;

/// <summary>How light devices carry their frames.</summary>
internal enum LoadTransport
{
    /// <summary>Half of them so, half so.</summary>
    Both,

    /// <summary>Over MQTT.</summary>
    Mqtt,

    /// <summary>By posts to the ingest address.</summary>
    Https,
}

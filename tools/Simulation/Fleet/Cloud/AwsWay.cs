namespace DroneLink.Simulation.Fleet.Cloud;

/// <summary>How frames that come over MQTT get into Kinesis.</summary>
internal enum AwsWay
{
    /// <summary>A rule of IoT Core puts them there itself; it tries again as long as it must.</summary>
    Rule,

    /// <summary>A rule hands them to a function, which is called again as long as it must.</summary>
    Function,

    /// <summary>A broker of one's own acknowledges them once they are there.</summary>
    OwnBroker,
}

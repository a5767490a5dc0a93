namespace DroneLink.CloudSdk.Iot;

/// <summary>The MQTT topics to devices, and which ids go with topics.</summary>
public static class IotTopics
{
    /// <summary>Last part of the topic where a device hears its commands.</summary>
    public const string CommandTopic = "command";

    /// <summary>Last part of the topic where a device hears of updates.</summary>
    public const string Ota = "ota";

    /// <summary>Last part of the topic where a device asks for them.</summary>
    public const string OtaRequest = "ota-request";

    private static readonly string[] TopicWords = ["peers", "frames", "status", CommandTopic, "command-result", Ota, OtaRequest];

    /// <summary>A topic of a device.</summary>
    /// <param name="fleetId">Its fleet.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="topic">The last part.</param>
    public static string Of(string fleetId, string deviceId, string topic) => $"dl/v1/{fleetId}/{deviceId}/{topic}";

    /// <summary>Where a device hears its commands.</summary>
    public static string Command(string fleetId, string deviceId) => Of(fleetId, deviceId, CommandTopic);

    /// <summary>Where a device says what became of a command.</summary>
    public static string CommandResult(string fleetId, string deviceId) => Of(fleetId, deviceId, "command-result");

    /// <summary>
    /// Says whether a device may have this id on IoT Core. A dot cannot be in a thing's name; and where a device is called as a part of
    /// a topic is, one device's beacon, <c>dl/v1/F/peers/frames</c>, would be another one's frames.
    /// </summary>
    /// <param name="deviceId">1 to 32 characters of <c>A-Z a-z 0-9 . _ -</c>.</param>
    public static bool IsThingName(string deviceId)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        return !deviceId.Contains('.') && !TopicWords.Contains(deviceId, StringComparer.Ordinal);
    }
}

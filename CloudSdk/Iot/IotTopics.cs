namespace DroneLink.CloudSdk.Iot;

/// <summary>The MQTT topics of commands, and which ids go with topics.</summary>
public static class IotTopics
{
    private static readonly string[] TopicWords = ["peers", "frames", "status", "command", "command-result"];

    /// <summary>Where a device hears its commands.</summary>
    public static string Command(string fleetId, string deviceId) => $"dl/v1/{fleetId}/{deviceId}/command";

    /// <summary>Where a device says what became of a command.</summary>
    public static string CommandResult(string fleetId, string deviceId) => $"dl/v1/{fleetId}/{deviceId}/command-result";

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

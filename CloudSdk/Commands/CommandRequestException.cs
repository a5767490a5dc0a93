namespace DroneLink.CloudSdk.Commands;

/// <summary>A request for a command is wrong; the message is the answer.</summary>
internal sealed class CommandRequestException(string message) : Exception(message);

namespace DroneLink.CloudSdk.Planning;

/// <summary>A plan was asked for in a way that cannot be understood; the message says what is wrong and what is expected.</summary>
internal sealed class PlanRequestException(string message) : Exception(message);

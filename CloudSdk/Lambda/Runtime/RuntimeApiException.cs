namespace DroneLink.CloudSdk.Lambda.Runtime;

/// <summary>The Runtime API failed, and the process must end: Lambda starts another one.</summary>
public sealed class RuntimeApiException(string message, Exception? innerException = null) : Exception(message, innerException);

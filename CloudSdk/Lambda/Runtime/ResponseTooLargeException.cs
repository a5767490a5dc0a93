namespace DroneLink.CloudSdk.Lambda.Runtime;

/// <summary>Lambda does not take an answer for its size.</summary>
internal sealed class ResponseTooLargeException(int bytes)
    : Exception($"The answer has {bytes} bytes, which is more than Lambda takes (6 MB). Ask for less at once.");

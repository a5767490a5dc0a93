namespace DroneLink.CloudSdk.Ota;

/// <summary>An image or a release file that cannot be sent to a device; the message says why and what to do.</summary>
/// <param name="message">What is wrong with it.</param>
public sealed class OtaImageException(string message) : Exception(message);

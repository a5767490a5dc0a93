namespace DroneLink.Deploy;

/// <summary>Something that the person at the keyboard can put right; the message says how. Ends a command with exit code 1.</summary>
/// <param name="message">What is wrong and what to do about it.</param>
public sealed class UserErrorException(string message) : Exception(message);

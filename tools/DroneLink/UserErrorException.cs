namespace DroneLink.Tool;

/// <summary>Something that the person at the keyboard can put right; the message says how. Ends a command with exit code 1.</summary>
public sealed class UserErrorException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="cause">What it came from.</param>
    public UserErrorException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

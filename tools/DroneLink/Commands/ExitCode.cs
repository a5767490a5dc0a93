namespace DroneLink.Tool.Commands;

/// <summary>Exit codes of the command.</summary>
public static class ExitCode
{
    /// <summary>All is well.</summary>
    public const int Ok = 0;

    /// <summary>It could not be done, or something in the input was malformed.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>It is under way, and how it ends is not known yet.</summary>
    public const int UnderWay = 3;

    /// <summary>It was stopped before it was done; what shells say of Ctrl-C.</summary>
    public const int Interrupted = 130;
}

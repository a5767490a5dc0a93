namespace DroneLink.CloudSdk.Commands;

/// <summary>How commands are taken.</summary>
public sealed record CommandHandlerOptions
{
    /// <summary>
    /// Whether a request that no authorizer has seen may command. Default false: a route that was left without its authorizer is then
    /// closed, not open. True for a machine that only its owner reaches.
    /// </summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>How long to wait before a command is asked for again, s, when it could not be logged or sent.</summary>
    public int RetryAfterSeconds { get; init; } = 2;

    /// <summary>Gives the id of a command that came without one: 1 to 32 characters of <c>A-Z a-z 0-9 . _ -</c>; null for random ones.</summary>
    public Func<string>? NewId { get; init; }

    /// <summary>Is given every exception that the caller sees only as "not now", for the log. Called from any thread; must not throw.</summary>
    public Action<Exception>? OnFailure { get; init; }
}

using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Authorization;

/// <summary>
/// The tokens of the HTTP API. What is kept is the SHA-256 of a token, never the token. An expired token is as one that is not there,
/// and its name is free again. Thread safe.
/// </summary>
public interface IApiTokens
{
    /// <summary>Adds a token. When it completes, the token is durable and good.</summary>
    /// <param name="hash">See <see cref="ApiTokenText.TryHash"/>.</param>
    /// <param name="token">What it is good for.</param>
    /// <param name="cancellationToken">Ends the call; whether the token was added is then not known.</param>
    /// <exception cref="ArgumentException">The hash or the token is malformed.</exception>
    /// <exception cref="InvalidOperationException">There is a token of that name, or it was revoked meanwhile.</exception>
    ValueTask AddAsync(ReadOnlyMemory<byte> hash, ApiToken token, CancellationToken cancellationToken = default);

    /// <summary>Returns what a token is good for, or null when it is not there or no longer. It sees every completed add and revocation.</summary>
    ValueTask<ApiToken?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default);

    /// <summary>Returns all tokens that are good, by name.</summary>
    ValueTask<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes a token back at once; false when there is none of that name.</summary>
    ValueTask<bool> RevokeAsync(string name, CancellationToken cancellationToken = default);
}

/// <summary>What a token is good for.</summary>
/// <param name="Name">Who has it, for people and for the trail of commands: 1 to 32 characters of <c>A-Z a-z 0-9 . _ -</c>.</param>
/// <param name="Scopes">What it is good for; at least one.</param>
/// <param name="FleetId">The one fleet that it is good for; null for all.</param>
/// <param name="ExpiresAt">When it is good no longer, to the second; null for never.</param>
public sealed record ApiToken(string Name, ApiScopes Scopes, string? FleetId, DateTimeOffset? ExpiresAt)
{
    /// <summary>Says whether it is good no longer.</summary>
    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>Checks what is to be kept; every store does so before it keeps it.</summary>
    /// <param name="hash">The hash that it is kept under.</param>
    /// <exception cref="ArgumentException">Something is malformed; the message says what.</exception>
    public void Check(ReadOnlyMemory<byte> hash)
    {
        const string Rule = "expected are 1 to 32 characters of A-Z a-z 0-9 . _ -";
        if (hash.Length != ApiTokenText.HashBytes)
            throw new ArgumentException($"The hash has {hash.Length} bytes; expected are {ApiTokenText.HashBytes}.", nameof(hash));
        if (!FrameFormat.IsDeviceId(Name))
            throw new ArgumentException($"name is '{Name}'; {Rule}");
        if (FleetId is not null && !FrameFormat.IsDeviceId(FleetId))
            throw new ArgumentException($"fleet is '{FleetId}'; {Rule}");
        if (Scopes is ApiScopes.None or > (ApiScopes.Read | ApiScopes.Command))
            throw new ArgumentException("scopes are missing; expected are read, command or both.");
    }

    /// <summary>What a store throws when a name is taken.</summary>
    public static InvalidOperationException NameIsTaken(string name) =>
        new($"There is a token '{name}' already. Revoke it first, or choose another name.");
}

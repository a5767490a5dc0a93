namespace DroneLink.CloudSdk.Authorization;

/// <summary>What a token is good for.</summary>
[Flags]
public enum ApiScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>read</c>: every GET, and <c>POST /v1/plan</c>, which changes nothing.</summary>
    Read = 1,

    /// <summary><c>command</c>: to send commands to devices, and to publish releases and roll them out.</summary>
    Command = 2,
}

/// <summary>Scopes as text: their names, a space between two.</summary>
public static class ApiScopesText
{
    /// <summary>Returns the text, such as <c>read command</c>.</summary>
    public static string Write(ApiScopes scopes) => scopes switch
    {
        ApiScopes.Read => "read",
        ApiScopes.Command => "command",
        ApiScopes.Read | ApiScopes.Command => "read command",
        _ => throw new ArgumentOutOfRangeException(nameof(scopes), scopes, "A token without a scope is good for nothing."),
    };

    /// <summary>Reads a text; false when a name is none, or there is not one.</summary>
    /// <param name="text">Names, spaces or commas between them.</param>
    /// <param name="scopes">What they are.</param>
    public static bool TryRead(string? text, out ApiScopes scopes)
    {
        scopes = ApiScopes.None;
        foreach (var name in (text ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var scope = name switch { "read" => ApiScopes.Read, "command" => ApiScopes.Command, _ => ApiScopes.None };
            if (scope == ApiScopes.None)
                return false;
            scopes |= scope;
        }

        return scopes != ApiScopes.None;
    }
}

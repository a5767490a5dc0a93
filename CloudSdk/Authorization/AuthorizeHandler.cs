using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Authorization;

/// <summary>
/// The Lambda authorizer of the HTTP API: says whether the token of a request, <c>authorization: Bearer dl_…</c>, is good for it.
/// A request that is not in order is refused and raises nothing; a store that is down raises what it raises, so that the gateway
/// answers 500 and nobody takes a good token for a bad one. Thread safe. Borrows what it is given.
/// </summary>
/// <remarks>
/// The gateway must not cache the answers (TTL 0): they depend on the route, and for a fleet's token on the device, and a revoked
/// token would live on in the cache.
/// </remarks>
public sealed class AuthorizeHandler
{
    private const string Bearer = "Bearer ";
    private const string DevicesPath = "/v1/devices/";
    private const string LinksPath = "/v1/links/";
    private const string OtaPath = "/v1/ota/";

    private static readonly AuthorizerAnswer Refused = new() { IsAuthorized = false };

    private readonly IApiTokens _tokens;
    private readonly IDeviceRegistry _registry;

    /// <summary>Makes the authorizer.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="registry">Tells the fleet of a device that a fleet's token is used for.</param>
    public AuthorizeHandler(IApiTokens tokens, IDeviceRegistry registry)
    {
        _tokens = tokens ?? throw new ArgumentNullException(nameof(tokens));
        _registry = registry ?? throw new ArgumentNullException(nameof(registry));
    }

    /// <summary>Answers for a request: the event of an authorizer, payload format 2.0, has the members of <see cref="HttpApiRequest"/> but the body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the attempt with <see cref="OperationCanceledException"/>.</param>
    public async ValueTask<AuthorizerAnswer> HandleAsync(HttpApiRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.RawPath ?? request.RequestContext?.Http?.Path ?? "";
        var needed = Needed(request.RequestContext?.Http?.Method, path);
        if (needed == ApiScopes.None || !ApiTokenText.TryHash(TokenOf(request), out var hash)
            || await _tokens.FindAsync(hash, cancellationToken).ConfigureAwait(false) is not { } token || !token.Scopes.HasFlag(needed)
            || (token.FleetId is { } fleet && !await IsOfAsync(fleet, path, request, cancellationToken).ConfigureAwait(false)))
        {
            return Refused;
        }

        return new AuthorizerAnswer
        {
            IsAuthorized = true,
            Context = new ApiCaller { Token = token.Name, Scopes = ApiScopesText.Write(token.Scopes), Fleet = token.FleetId },
        };
    }

    // What is not known here needs more than any token has. POST /v1/frames is signed by its device and needs no token.
    private static ApiScopes Needed(string? method, string path) => method switch
    {
        "GET" => ApiScopes.Read,
        "POST" when path == "/v1/plan" => ApiScopes.Read,
        "POST" when path.StartsWith(DevicesPath, StringComparison.Ordinal) && path.EndsWith("/commands", StringComparison.Ordinal) => ApiScopes.Command,
        "POST" when path.StartsWith(OtaPath, StringComparison.Ordinal) => ApiScopes.Command,
        _ => ApiScopes.None,
    };

    // The lists have the devices of all fleets in them; a fleet's token is good for what names one device, or a link of its fleet.
    private async ValueTask<bool> IsOfAsync(string fleet, string path, HttpApiRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.QueryStringParameters;
        if (path == "/v1/plan")
            return true;
        if (path.StartsWith(LinksPath, StringComparison.Ordinal))
            return parameters?.GetValueOrDefault("fleet") == fleet;

        var deviceId = path.StartsWith(DevicesPath, StringComparison.Ordinal) ? path[DevicesPath.Length..].Split('/')[0]
            : path == "/v1/events" ? parameters?.GetValueOrDefault("device")
            : null;
        return deviceId is not null && FrameFormat.IsDeviceId(deviceId)
            && (await _registry.FindAsync(deviceId, cancellationToken).ConfigureAwait(false))?.FleetId == fleet;
    }

    // The gateway writes the names in lower case; who calls this without a gateway may not.
    private static string? TokenOf(HttpApiRequest request)
    {
        var value = request.Headers?.FirstOrDefault(header => header.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase)).Value;
        return value?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true ? value[Bearer.Length..].Trim() : null;
    }
}

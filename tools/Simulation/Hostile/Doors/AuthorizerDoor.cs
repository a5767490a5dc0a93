using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Lambda.Runtime;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile.Cloud;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>API Gateway's question who may do something: nobody without a token that was given out, and nobody more than it says.</summary>
internal sealed class AuthorizerDoor : CloudDoor
{
    private static readonly string Token = Tokens.Of(Samples.Key);

    private readonly LambdaFunction _function;
    private bool _isAuthorized;

    /// <summary>Opens it.</summary>
    public AuthorizerDoor()
    {
        var handler = new AuthorizeHandler(Tokens.Give((Token, new ApiToken("reader", ApiScopes.Read, Samples.Fleet, null))), Intake);
        _function = LambdaFunctions.Json(CloudJsonContext.Default.HttpApiRequest, AuthorizerJsonContext.Default.AuthorizerAnswer, handler.HandleAsync);
    }

    /// <inheritdoc/>
    public override string Name => "authorizer";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
        [.. Hostile.Words.Of(Event("GET", "/v1/devices/kite/records"), Event("GET", "/v1/events", ""","queryStringParameters":{"device":"kite"}"""), Event("POST", "/v1/plan"))];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Words { get; } = [.. Hostile.Words.Json, .. Hostile.Words.Text, .. Hostile.Words.Of("POST", "/v1/devices/", "/commands", "/v1/ota/releases", "/v1/devices")];

    /// <inheritdoc/>
    public override Outcome Try(byte[] input) => Invoke(_function, input, answer =>
    {
        _isAuthorized = answer.GetProperty("isAuthorized").GetBoolean();
        return new Outcome(_isAuthorized, _isAuthorized ? 1 : 0);
    });

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (!_isAuthorized) return;
        _isAuthorized = false;
        var request = System.Text.Json.JsonSerializer.Deserialize(input.AsSpan(input.AsSpan().IndexOf((byte)'{')), CloudJsonContext.Default.HttpApiRequest)!;
        var header = request.Headers!.First(entry => entry.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase)).Value;
        ViolationException.Unless(header[7..].Trim() == Token, "a token that was never given out is good");
        var (method, path) = (request.RequestContext!.Http!.Method, request.RawPath ?? request.RequestContext.Http.Path!);

        // The token may read, and one fleet only.
        ViolationException.Unless(method == "GET" || (method == "POST" && path == "/v1/plan"), () => $"a token to read is good for {method} {path}");
        var device = path.StartsWith("/v1/devices/", StringComparison.Ordinal) ? path.Split('/')[3] : request.QueryStringParameters?.GetValueOrDefault("device");
        var isOwn = device is Samples.Device or Samples.OtherDevice || request.QueryStringParameters?.GetValueOrDefault("fleet") == Samples.Fleet;
        ViolationException.Unless(path == "/v1/plan" || isOwn, () => $"a fleet's token is good for {path}");
    }

    private static string Event(string method, string path, string more = "") =>
        $$$"""{"version":"2.0","rawPath":"{{{path}}}","headers":{"authorization":"Bearer {{{Token}}}"},"requestContext":{"http":{"method":"{{{method}}}","path":"{{{path}}}"}}{{{more}}}}""";
}

using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Lambda;
using DroneLink.Simulation.Hostile;
using DroneLink.Simulation.Hostile.Cloud;

namespace DroneLink.Simulation.Forged;

/// <summary>Asks the HTTP API with tokens that were never given out, and with given ones for more than they are good for.</summary>
internal sealed class TokenForger : Forger
{
    private static readonly string Reader = Tokens.Of(Samples.Key);
    private static readonly string FleetPilot = Tokens.Of(Samples.OtherKey);
    private readonly AuthorizeHandler _handler;

    /// <summary>Begins.</summary>
    public TokenForger() => _handler = new AuthorizeHandler(
        Tokens.Give(
            (Reader, new ApiToken("reader", ApiScopes.Read, null, null)),
            (FleetPilot, new ApiToken("pilot", ApiScopes.Read | ApiScopes.Command, "another-fleet", null))),
        new MemoryIntake());

    /// <inheritdoc/>
    public override string Name => "API tokens";

    /// <inheritdoc/>
    public override bool TakesGenuine() => Ask("GET", "/v1/devices/kite/records", $"Bearer {Reader}") && Ask("POST", "/v1/plan", $"bearer {FleetPilot}");

    /// <inheritdoc/>
    public override bool Takes(Random random, out string forgery)
    {
        string[] paths = ["/v1/devices/kite/records", "/v1/devices", "/v1/events", "/v1/devices/kite/commands", "/v1/ota/releases", "/v1/links/link-1", "/v1/live"];
        var path = paths[random.Next(paths.Length)];
        switch (random.Next(7))
        {
            case 0 or 1:
                var secret = (byte[])Samples.Key.Clone();
                secret[random.Next(secret.Length)] ^= (byte)(1 << random.Next(8));
                forgery = "a token whose check is right and whose secret is another";
                return Ask("GET", path, $"Bearer {Tokens.Of(secret)}");
            case 2:
                var token = Change.Text(random, Reader);
                forgery = $"token '{token}'";
                return token.Trim() != Reader && Ask("GET", path, $"Bearer {token}");
            case 3:
                string[] headers = ["", "Bearer", "Bearer ", Reader, $"Basic {Reader}", $"Bearer{Reader}", $"Bearer {Reader}, Bearer {Reader}", $"Token {Reader}", $"Bearer {Convert.ToHexStringLower(Tokens.HashOf(Reader))}", $"Bearer  {Reader}x"];
                forgery = $"header '{headers[random.Next(headers.Length)]}'";
                return Ask("GET", path, headers[random.Next(headers.Length)]);
            case 4:
                string[] methods = ["POST", "PUT", "DELETE", "PATCH", "get", "HEAD", "POST ", "", "OPTIONS"];
                var method = methods[random.Next(methods.Length)];
                forgery = $"{method} {path} with a token to read";
                return Ask(method, path, $"Bearer {Reader}");
            case 5:
                string[] others = ["/v1/devices/kite", "/v1/devices/kite/records", "/v1/devices", "/v1/events", "/v1/links", "/v1/links/link-1", "/v1/ota/releases", "/v1/devices/", "/v1/devices/../devices/kite", "/v1/devices/kite%2Frecords", "//v1/plan", "/v1/plan/", "/V1/PLAN"];
                var other = others[random.Next(others.Length)];
                forgery = $"{other} with the token of another fleet";
                return Ask(random.Next(2) == 0 ? "GET" : "POST", other, $"Bearer {FleetPilot}");
            default:
                forgery = "events or a link of this fleet with the token of another";
                return random.Next(2) == 0
                    ? Ask("GET", "/v1/events", $"Bearer {FleetPilot}", ("device", Change.Text(random, Samples.Device).Length % 2 == 0 ? Samples.Device : "kite,stranger"))
                    : Ask("GET", "/v1/links/link-1", $"Bearer {FleetPilot}", ("fleet", Change.Text(random, "another-fleet")));
        }
    }

    private bool Ask(string method, string path, string authorization, params (string Name, string Value)[] parameters) => _handler.HandleAsync(
        Requests.Of(method, path, null, "", ("authorization", authorization)) with { QueryStringParameters = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value) })
        .AsTask().GetAwaiter().GetResult().IsAuthorized;
}

using System.Text.Json;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Ota;
using DroneLink.Tool.Remote;

namespace DroneLink.Tool.Ota;

/// <summary>Sends a request to the API and returns its answer.</summary>
internal delegate Task<HttpApiResponse> OtaSender(HttpApiRequest request, CancellationToken cancellationToken);

/// <summary>The API of releases and roll-outs as the commands use it: wherever it is, what it refuses is said in its own words.</summary>
internal sealed class OtaApi(OtaSender send)
{
    private const string ReleasesPath = "/v1/ota/releases";

    /// <summary>All releases.</summary>
    /// <exception cref="UserErrorException">It was refused.</exception>
    public Task<JsonElement> ListAsync(CancellationToken cancellationToken) => CallAsync("GET", ReleasesPath, null, null, cancellationToken);

    /// <summary>One release with its roll-out.</summary>
    /// <exception cref="UserErrorException">It was refused.</exception>
    public Task<JsonElement> DescribeAsync(int build, CancellationToken cancellationToken) =>
        CallAsync("GET", $"{ReleasesPath}/{build}", null, null, cancellationToken);

    /// <summary>The devices of a release.</summary>
    /// <exception cref="UserErrorException">It was refused.</exception>
    public Task<JsonElement> DevicesAsync(int build, CancellationToken cancellationToken) =>
        CallAsync("GET", $"{ReleasesPath}/{build}/devices", null, null, cancellationToken);

    /// <summary>Publishes a release file.</summary>
    /// <exception cref="UserErrorException">It was refused.</exception>
    public Task<JsonElement> PublishAsync(byte[] file, CancellationToken cancellationToken) =>
        CallAsync("POST", ReleasesPath, file, OtaReleaseFile.ContentType, cancellationToken);

    /// <summary>Changes a roll-out.</summary>
    /// <exception cref="UserErrorException">It was refused.</exception>
    public Task<JsonElement> RollOutAsync(int build, byte[] json, CancellationToken cancellationToken) =>
        CallAsync("POST", $"{ReleasesPath}/{build}/rollout", json, "application/json", cancellationToken);

    private async Task<JsonElement> CallAsync(string method, string path, byte[]? body, string? type, CancellationToken cancellationToken)
    {
        var request = new HttpApiRequest
        {
            RawPath = path,
            Headers = type is null ? null : new Dictionary<string, string> { ["content-type"] = type },
            Body = body is null ? null : Convert.ToBase64String(body),
            IsBase64Encoded = body is not null,
            RequestContext = new HttpApiRequestContext { Http = new HttpApiRequestDescription { Method = method } },
        };
        return StationClient.Read(await send(request, cancellationToken).ConfigureAwait(false));
    }
}

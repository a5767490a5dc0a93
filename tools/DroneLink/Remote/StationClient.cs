using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using DroneLink.CloudSdk.Lambda;

namespace DroneLink.Tool.Remote;

/// <summary>Asks a running ground station over HTTP, and says in plain words why it does not answer. Thread safe.</summary>
/// <param name="url">Its address.</param>
internal sealed class StationClient(Uri url) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new() { BaseAddress = url, Timeout = Patience };

    /// <summary>Reads an answer of the API; what it refuses is said in its own words.</summary>
    /// <exception cref="UserErrorException">It was refused, or is not an answer of ours.</exception>
    public static JsonElement Read(HttpApiResponse answer)
    {
        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(answer.Body ?? "");
            if (answer.StatusCode < 400) return json;
            throw new UserErrorException(json.GetProperty("detail").GetString()!);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new UserErrorException($"The answer {answer.StatusCode} is not DroneLink's. Is --url a ground station of this version?", e);
        }
    }

    /// <summary>Sends a request and returns the answer.</summary>
    /// <param name="request">The request, with a path below the address.</param>
    /// <param name="advice">What to do when nobody is there, besides starting a station; null for nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UserErrorException">There is no answer.</exception>
    public async Task<HttpApiResponse> SendAsync(HttpRequestMessage request, string? advice, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return new HttpApiResponse
            {
                StatusCode = (int)answer.StatusCode,
                Body = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false),
            };
        }
        catch (HttpRequestException e)
        {
            var why = e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? "" : $" ({e.Message})";
            throw new UserErrorException(
                $"No ground station answers at {_http.BaseAddress}{why}. Start one with 'dronelink', or name another with --url{advice}.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UserErrorException(
                string.Create(CultureInfo.InvariantCulture, $"{_http.BaseAddress} did not answer within {Patience.TotalSeconds} s. Try again."), e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}

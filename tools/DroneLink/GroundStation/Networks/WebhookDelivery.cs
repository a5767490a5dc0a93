using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using DroneLink.CloudSdk.Projection;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>
/// POSTs records as <c>{"records":[…]}</c>. What is not answered with 2xx is tried again, except for the answers 4xx but 408 and 429, which
/// refuse it for ever. Redirects are not followed: whom they lead to was not configured.
/// </summary>
internal sealed class WebhookDelivery : INetworkDelivery
{
    /// <summary>Header that names a request; it stays the same when the request is repeated.</summary>
    public const string DeliveryHeader = "dronelink-delivery";

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public WebhookDelivery(WebhookOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.Timeout,

            // The name may come to stand for another address.
            PooledConnectionLifetime = ConnectionLifetime,
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public int MaxBatch => _options.Batch;

    /// <inheritdoc/>
    public TimeSpan Interval => _options.Interval;

    /// <inheritdoc/>
    public async Task<DeliveryResult> DeliverAsync(IReadOnlyList<ProjectedRecord> batch, CancellationToken cancellationToken)
    {
        using var request = Request(batch);
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);

        // Nothing of the answer but its head is of interest.
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token).ConfigureAwait(false);
        var status = (int)response.StatusCode;
        var reason = string.Create(CultureInfo.InvariantCulture, $"answered {status}");
        return status switch
        {
            >= 200 and < 300 => DeliveryResult.Done,
            >= 300 and < 400 => new DeliveryResult(
                batch,
                Reason: $"{reason}, a redirect to {HostOf(response.Headers.Location)}: it is not followed; put the right target into the file"),
            >= 400 and < 500 and not ((int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests) => new DeliveryResult([], batch.Count, reason),
            _ => new DeliveryResult(batch, Reason: reason, RetryAfter: RetryAfter(response)),
        };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private HttpRequestMessage Request(IReadOnlyList<ProjectedRecord> batch)
    {
        var body = NetworkRecordJson.ToUtf8(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("records"u8);
            foreach (var record in batch) NetworkRecordJson.Write(writer, record);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        var request = new HttpRequestMessage(HttpMethod.Post, _options.Target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.ParseAdd("DroneLink");
        request.Headers.Add(DeliveryHeader, Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16)));
        foreach (var (name, value) in _options.Headers) request.Headers.TryAddWithoutValidation(name, value);
        if (_options.Secret is { } secret)
            request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(secret, _time.GetUtcNow(), body));
        return request;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => null,
    };

    // The path of one may be secret.
    private static string HostOf(Uri? location) => location is { IsAbsoluteUri: true } ? location.Host : "another path";
}

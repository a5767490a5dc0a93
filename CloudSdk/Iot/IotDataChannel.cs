using System.Net;
using Amazon.Runtime;
using DroneLink.CloudSdk.Aws;
using DroneLink.CloudSdk.Ingest;

namespace DroneLink.CloudSdk.Iot;

/// <summary>
/// Publishes messages to devices by IoT Core's data plane, <c>POST /topics/{topic}?qos=1</c>. What may pass is tried again with full
/// jitter, until it has been tried three times or the caller has no more time. Thread safe. Borrows the client.
/// </summary>
public sealed class IotDataChannel : IDeviceChannel
{
    /// <summary>The name that requests to the data plane are signed for.</summary>
    public const string SigningName = "iotdata";

    private const int Attempts = 3;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    // All tries together end before a function of 10 s does.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2.5);

    private readonly HttpClient _client;
    private readonly string _endpoint;
    private readonly TimeProvider _clock;
    private readonly Func<double> _random;

    /// <summary>Makes a channel.</summary>
    /// <param name="client">Sends the requests and signs them, see <see cref="CreateClient"/>.</param>
    /// <param name="endpoint">Host of the data plane.</param>
    /// <param name="timeProvider">Waits go by it; null for the system's.</param>
    /// <param name="random">Gives numbers from 0 to below 1 for the jitter; null for the shared generator.</param>
    public IotDataChannel(HttpClient client, string endpoint, TimeProvider? timeProvider = null, Func<double>? random = null)
    {
        _client = client ?? throw new ArgumentNullException(nameof(client));
        ArgumentException.ThrowIfNullOrEmpty(endpoint);
        _endpoint = endpoint;
        _clock = timeProvider ?? TimeProvider.System;
        _random = random ?? Random.Shared.NextDouble;
    }

    /// <summary>Makes a client that signs for the data plane of a region; the caller disposes it.</summary>
    /// <param name="region">Such as <c>eu-central-1</c>.</param>
    /// <param name="credentials">Who signs; null for the SDK's own chain.</param>
    public static HttpClient CreateClient(string region, AWSCredentials? credentials = null) =>
        new(new SigV4Handler(region, SigningName, credentials) { InnerHandler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) } })
        {
            Timeout = Timeout,
        };

    /// <inheritdoc/>
    public async ValueTask PublishAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        var address = new Uri($"https://{_endpoint}/topics/{Uri.EscapeDataString(IotTopics.Of(device.FleetId, device.DeviceId, topic))}?qos=1");
        for (var attempt = 1; ; attempt++)
        {
            var (failure, mayPass) = await TryAsync(address, message, cancellationToken).ConfigureAwait(false);
            if (failure is null)
                return;
            if (!mayPass || attempt == Attempts)
                throw failure;
            await Task.Delay(FullJitter.Wait(FirstWait, Timeout, attempt, _random()), _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(IOException? Failure, bool MayPass)> TryAsync(Uri address, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new ReadOnlyMemoryContent(message);
            using var answer = await _client.PostAsync(address, content, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? (null, false)
                : (new IOException($"IoT Core answered {(int)answer.StatusCode} to the publication of a message."),
                    answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (new IOException("IoT Core cannot be reached to publish a message.", exception), true);
        }
    }
}

using Amazon.Runtime;

namespace DroneLink.CloudSdk.Tests.Storage;

/// <summary>A wire on which one call is carried out and its answer lost.</summary>
/// <param name="call">Which, from 1.</param>
internal sealed class LostAnswer(int call) : HttpClientFactory
{
    private int _calls;

    /// <summary>Calls that were made.</summary>
    public int Calls => _calls;

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this, call));

    private sealed class Handler(LostAnswer wire, int call) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (Interlocked.Increment(ref wire._calls) != call)
                return response;
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was reset.");
        }
    }
}

using System.Net;
using Amazon.Runtime;

namespace DroneLink.CloudSdk.Tests.Storage;

/// <summary>What becomes of a call.</summary>
public enum WireFault
{
    /// <summary>It is answered.</summary>
    None,

    /// <summary>The service refuses it for now and does nothing.</summary>
    Throttled,

    /// <summary>The service carries it out, and its answer is lost.</summary>
    AnswerLost,
}

/// <summary>A wire to DynamoDB that fails at will.</summary>
/// <param name="onCall">Gets the number of a call, from 1, and may do something meanwhile.</param>
internal sealed class FaultyWire(Func<int, Task<WireFault>> onCall) : HttpClientFactory
{
    private int _calls;

    /// <summary>Fails one call, or every one from it on.</summary>
    public FaultyWire(WireFault fault, int call, bool isForGood = false)
        : this(number => Task.FromResult(number == call || (isForGood && number > call) ? fault : WireFault.None))
    {
    }

    /// <summary>Fails nothing; somebody else does something before one call.</summary>
    public FaultyWire(Func<Task> somebodyElse, int call)
        : this(async number =>
        {
            if (number == call)
                await somebodyElse();
            return WireFault.None;
        })
    {
    }

    /// <summary>Calls that were made.</summary>
    public int Calls => _calls;

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this, onCall));

    private sealed class Handler(FaultyWire wire, Func<int, Task<WireFault>> onCall) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var fault = await onCall(Interlocked.Increment(ref wire._calls));
            if (fault == WireFault.Throttled)
            {
                return new HttpResponseMessage(HttpStatusCode.BadRequest)
                {
                    Content = new StringContent(
                        """{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"Rate exceeded"}""", null, "application/x-amz-json-1.0"),
                };
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (fault == WireFault.None)
                return response;
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was reset.");
        }
    }
}

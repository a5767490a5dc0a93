using System.Net.Http.Headers;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Ota;
using DroneLink.Tool.GroundStation;
using DroneLink.Tool.Remote;

namespace DroneLink.Tool.Ota;

/// <summary>Where releases are rolled out: on a running ground station, over HTTP, or on an AWS account, in this process.</summary>
internal static class OtaPlace
{
    /// <summary>Does something there.</summary>
    /// <param name="cloud">Which of the two.</param>
    /// <param name="url">Address of the ground station.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UserErrorException">It is not there or cannot be used.</exception>
    public static async Task<int> OnAsync(CloudKind cloud, Uri url, Func<OtaApi, Task<int>> work, CancellationToken cancellationToken)
    {
        if (cloud == CloudKind.Aws)
        {
            return await AwsAccount.OnTableAsync(
                table =>
                {
                    // Who has the account's credentials may do all of it; devices hear of it when they next ask.
                    Exception? failure = null;
                    var options = new OtaHandlerOptions { AllowAnonymous = true, OnFailure = e => failure = e };
                    var people = new OtaApiHandler(
                        new DynamoDeviceRegistry(table), new DynamoReleaseStore(table), new DynamoRolloutStore(table), channel: null, options: options);
                    return work(new OtaApi(async (request, token) =>
                    {
                        var answer = await people.HandleAsync(request, token).ConfigureAwait(false);
                        return failure is null ? answer : throw failure;
                    }));
                },
                cancellationToken).ConfigureAwait(false);
        }

        using var station = new StationClient(url);
        return await work(new OtaApi((request, token) => SendAsync(station, request, token))).ConfigureAwait(false);
    }

    private static async Task<HttpApiResponse> SendAsync(StationClient station, HttpApiRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.RequestContext!.Http!.Method!), request.RawPath);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(Convert.FromBase64String(body));
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.Headers!["content-type"]);
        }

        return await station.SendAsync(message, "; --cloud aws is the account", cancellationToken).ConfigureAwait(false);
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Ota;
using DroneLink.Tool.GroundStation;

namespace DroneLink.Tool.Ota;

/// <summary>Where releases are rolled out: on a running ground station, over HTTP, or on an AWS account, in this process.</summary>
internal static class OtaPlace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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

        using var http = new HttpClient { BaseAddress = url, Timeout = Patience };
        return await work(new OtaApi((request, token) => SendAsync(http, request, token))).ConfigureAwait(false);
    }

    private static async Task<HttpApiResponse> SendAsync(HttpClient http, HttpApiRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.RequestContext!.Http!.Method!), request.RawPath);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(Convert.FromBase64String(body));
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.Headers!["content-type"]);
        }

        try
        {
            using var answer = await http.SendAsync(message, cancellationToken).ConfigureAwait(false);
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
                $"No ground station answers at {http.BaseAddress}{why}. Start one with 'dronelink', or name another with --url; --cloud aws is the account.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UserErrorException(
                string.Create(CultureInfo.InvariantCulture, $"{http.BaseAddress} did not answer within {Patience.TotalSeconds} s. Try again."), e);
        }
    }
}

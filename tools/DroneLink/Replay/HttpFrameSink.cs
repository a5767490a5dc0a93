using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using DroneLink.CloudSdk.Ingest;

namespace DroneLink.Tool.Replay;

/// <summary>
/// Posts bodies to an ingest address, signed for the present: the flight's own time is of another day. What is not accepted is tried again,
/// some times; then the replay ends with an error, and running it again stores what is missing and nothing twice.
/// </summary>
internal sealed class HttpFrameSink(Uri address, string deviceId, byte[] key, TimeProvider time, CancellationToken cancellationToken) : FrameSink
{
    private const int Tries = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public override int Accept(ReadOnlySpan<byte> body, int frames)
    {
        var bytes = body.ToArray();
        var pause = FirstPause;
        var problem = "";
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            if (attempt > 1)
            {
                Pause(pause);
                pause *= 2;
            }

            try
            {
                using var answer = Post(bytes);
                if (answer.StatusCode == HttpStatusCode.Accepted) return CountRejected(answer, frames);
                problem = $"{address} answered {(int)answer.StatusCode}{Explain(answer)}";
                if (!MayPass(answer.StatusCode)) break;
                if (answer.Headers.RetryAfter?.Delta is { } wanted && wanted > pause) pause = wanted < LongestPause ? wanted : LongestPause;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                problem = $"{address}: {e.Message}";
            }
        }

        throw new IOException(problem + ". What is missing is stored when the replay is run again.");
    }

    public override void Dispose() => _http.Dispose();

    private static bool MayPass(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    private static string Explain(HttpResponseMessage answer) => answer.StatusCode == HttpStatusCode.Unauthorized
        ? ": it does not know the device, or not with this key; provision it there and give its configuration with --config, or the station's folder with --data"
        : "";

    private static int CountRejected(HttpResponseMessage answer, int frames)
    {
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        var rejected = Firmware.Uplink.IngestAnswer.CountRejected(reader.ReadToEnd(), frames);
        return rejected >= 0 ? rejected : throw new IOException("the answer does not account for every frame; is that an ingest address?");
    }

    private HttpResponseMessage Post(byte[] body)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.dronelink.frames");
        request.Headers.Add("x-device-id", deviceId);
        request.Headers.Add("x-timestamp", timestamp);
        request.Headers.Add("x-signature", RequestSignature.Compute(key, deviceId, timestamp, body));
        return _http.Send(request, cancellationToken);
    }

    private void Pause(TimeSpan pause)
    {
        if (cancellationToken.WaitHandle.WaitOne(pause)) throw new OperationCanceledException(cancellationToken);
    }
}

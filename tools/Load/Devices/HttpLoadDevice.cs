using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.Load.Devices;

/// <summary>
/// A light device that posts: bodies as the firmware makes them, all frames of one held until the answer accounts for them, and as long a
/// pause as the station asks for.
/// </summary>
/// <param name="identity">Who it is.</param>
/// <param name="http">Calls the station. Borrowed.</param>
/// <param name="meter">Counts for it.</param>
internal sealed class HttpLoadDevice(DeviceIdentity identity, HttpClient http, LoadMeter meter) : LoadDevice(identity, meter)
{
    private const int BodyBytes = 4096;
    private const int MaxFrames = 32;

    /// <inheritdoc/>
    public override async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested) await PostAsync(Fit(await PeekAsync(MaxFrames, stop).ConfigureAwait(false)), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to end.
        }
    }

    private static List<LoadFrame> Fit(IReadOnlyList<LoadFrame> frames)
    {
        var bytes = 0;
        return [.. frames.TakeWhile(frame => (bytes += FrameBody.LengthBytes + frame.Bytes.Length) <= BodyBytes)];
    }

    private async Task PostAsync(List<LoadFrame> frames, CancellationToken stop)
    {
        try
        {
            using var request = Request(FrameBody.Join([.. frames.Select(frame => (ReadOnlyMemory<byte>)frame.Bytes)]));
            using var answer = await http.SendAsync(request, stop).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                var body = await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
                if (IsForAll(body, frames.Count)) frames.ForEach(Acknowledge);
                else await BackOffAsync(stop).ConfigureAwait(false);
            }
            else if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            {
                Meter.Throttled();
                var pause = answer.Headers.RetryAfter?.Delta ?? throw new LossException($"the station answered {(int)answer.StatusCode} without a retry-after");
                await Task.Delay(pause, stop).ConfigureAwait(false);
            }
            else
            {
                throw new LossException($"the station answered {(int)answer.StatusCode} to a post that is in order");
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            await BackOffAsync(stop).ConfigureAwait(false);
        }
    }

    private static bool IsForAll(string body, int frames)
    {
        using var answer = JsonDocument.Parse(body);
        return answer.RootElement.GetProperty("accepted").GetInt32() + answer.RootElement.GetProperty("duplicates").GetInt32() == frames;
    }

    private HttpRequestMessage Request(byte[] body)
    {
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.dronelink.frames");
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/frames") { Content = content };
        request.Headers.Add("x-device-id", Identity.DeviceId);
        request.Headers.Add("x-timestamp", timestamp);
        request.Headers.Add("x-signature", RequestSignature.Compute(Identity.Key.Span, Identity.DeviceId, timestamp, body));
        return request;
    }
}

using System.Text;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Wire;
using DroneLink.Tool.Provisioning;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DroneLink.Tool.GroundStation.Http;

/// <summary>GET /v1/live: the live feed as server-sent events.</summary>
/// <param name="feed">What is sent.</param>
/// <param name="time">The clock of the heartbeat.</param>
/// <param name="stopping">Ends every stream when the station stops.</param>
public sealed class LiveEndpoint(LiveFeed feed, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Events are joined up to this before they are sent, so that a burst is not a thousand small packets.</summary>
    private const int MaxChunkChars = 16 * 1024;

    /// <summary>A comment is sent when nothing else was for this long, so that a broken connection is noticed at both ends.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Serves one listener until it leaves or the station stops.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var device = context.Request.Query["device"].FirstOrDefault();
        var kind = context.Request.Query["kind"].FirstOrDefault();
        if (device is not null && !DeviceName.IsValid(device))
        {
            await RefuseAsync(context, Problems.Create(400, "bad-parameter", $"device: expected {DeviceName.Rule}.")).ConfigureAwait(false);
            return;
        }

        var schema = kind is null ? null : KindSchema.Find(kind);
        if (kind is not null && schema is null)
        {
            var detail = "kind: expected the name of a kind of record, such as position.";
            await RefuseAsync(context, Problems.Create(400, "bad-parameter", detail)).ConfigureAwait(false);
            return;
        }

        using var listener = feed.TryListen(device, schema?.Kind);
        if (listener is null)
        {
            var detail = $"{LiveFeed.MaxListeners} listeners are connected already. Close one, or ask GET /v1/devices now and then.";
            await RefuseAsync(context, Problems.Create(503, "listeners", detail, ("retry-after", "10"))).ConfigureAwait(false);
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await StreamAsync(context, listener, end.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The listener left, or the station stops; both are how a stream ends.
        }
    }

    private static Task RefuseAsync(HttpContext context, HttpApiResponse problem)
    {
        return HttpApiAdapter.WriteAsync(context, problem, context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context, LiveListener listener, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // The first line tells the browser that it is connected, and how soon to come back when it is not.
        await SendAsync(response, "retry: 2000\n\n", cancellationToken).ConfigureAwait(false);
        var pending = listener.WaitAsync(cancellationToken).AsTask();
        var text = new StringBuilder();
        while (true)
        {
            try
            {
                if (!await pending.WaitAsync(Heartbeat, time, cancellationToken).ConfigureAwait(false)) return;
            }
            catch (TimeoutException)
            {
                await SendAsync(response, ":\n\n", cancellationToken).ConfigureAwait(false);
                continue;
            }

            text.Clear();
            while (text.Length < MaxChunkChars && listener.TryTake(out var next))
            {
                text.Append("event: ").Append(next.Name).Append("\ndata: ").Append(next.Data).Append("\n\n");
            }

            await SendAsync(response, text.ToString(), cancellationToken).ConfigureAwait(false);
            pending = listener.WaitAsync(cancellationToken).AsTask();
        }
    }

    private static async Task SendAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}

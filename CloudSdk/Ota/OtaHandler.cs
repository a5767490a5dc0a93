using System.Globalization;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Ota;

/// <summary>
/// Answers devices that ask for updates: <c>GET /v1/devices/{id}/ota/manifest</c> and <c>…/ota/{build}/image</c>, signed with their keys, and
/// what they publish on <c>ota-request</c>. Whatever the input is, it throws nothing; when a store fails, the answer is "not now".
/// Thread safe. Borrows what it is given.
/// </summary>
public sealed class OtaHandler
{
    /// <summary>Content type of a manifest.</summary>
    public const string ManifestType = "application/vnd.dronelink.manifest";

    private const string DevicesPath = "/v1/devices/";

    private readonly DeviceAuthenticator _devices;
    private readonly OtaOffers _offers;
    private readonly OtaDownloads _downloads;
    private readonly TimeProvider _clock;
    private readonly OtaHandlerOptions _options;

    /// <summary>Makes a handler.</summary>
    /// <param name="registry">The devices that there are, with their keys.</param>
    /// <param name="releases">What there is to offer.</param>
    /// <param name="rollouts">To whom, and how far they are.</param>
    /// <param name="timeProvider">Dates offers, and requests are held against it; null for the system's clock.</param>
    /// <param name="options">How updates are offered; the defaults when null.</param>
    public OtaHandler(
        IDeviceRegistry registry, IReleaseStore releases, IRolloutStore rollouts, TimeProvider? timeProvider = null, OtaHandlerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(releases);
        ArgumentNullException.ThrowIfNull(rollouts);
        _clock = timeProvider ?? TimeProvider.System;
        _options = options ?? new OtaHandlerOptions();
        _devices = new DeviceAuthenticator(registry, _options.MaxClockSkewSeconds);
        _offers = new OtaOffers(releases, rollouts, _clock, _options);
        _downloads = new OtaDownloads(releases, rollouts, _clock, _options);
    }

    /// <summary>Says whether a path is one of a device's, which its signature opens; all others of updates are for people.</summary>
    public static bool IsDevicePath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(DevicesPath, StringComparison.Ordinal);
    }

    /// <summary>Answers a request of a device.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the attempt with <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// 200 with a manifest, 204 when there is nothing for the device; 200 or 206 with an image or a part; or a problem: 400 <c>bad-parameter</c>,
    /// 401 <c>timestamp</c> or <c>signature</c>, 404 <c>not-found</c> or <c>unknown-build</c>, 405, 416 <c>range</c>, 503 <c>unavailable</c> or <c>paused</c>.
    /// </returns>
    public async ValueTask<HttpApiResponse> HandleAsync(HttpApiRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.RawPath ?? request.RequestContext?.Http?.Path ?? "";
        if (!TryRoute(path, out var deviceId, out var build))
            return Problems.Create(404, "not-found", $"There is nothing at '{path}'.");
        if (request.RequestContext?.Http?.Method is not "GET")
            return Problems.Create(405, "method-not-allowed", $"'{path}' can only be read: use GET.", ("allow", "GET"));

        try
        {
            var now = _clock.GetUtcNow();
            var timestamp = FramePost.Header(request, "x-timestamp");
            if (!_devices.IsInTime(timestamp, now))
                return Unauthorized("timestamp", "x-timestamp is not the time in Unix seconds. Set the device's clock.", now);
            var sender = FramePost.Header(request, "x-device-id");
            var target = string.IsNullOrEmpty(request.RawQueryString) ? path : $"{path}?{request.RawQueryString}";
            var device = await _devices.AuthenticateAsync(
                sender,
                FramePost.Header(request, "x-signature"),
                key => RequestSignature.ComputeGet(key.Span, target, sender, timestamp),
                cancellationToken).ConfigureAwait(false);
            if (device is null || device.DeviceId != deviceId)
                return Unauthorized("signature", "The device is not known, or the request is not signed with its key. Provision the device.", now);
            return build is { } number
                ? await ImageAsync(device, number, request, cancellationToken).ConfigureAwait(false)
                : await ManifestAsync(device, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsOwnCancellation(exception, cancellationToken))
        {
            _options.OnFailure?.Invoke(exception);
            return NotNow("unavailable", "Nothing can be said now. Ask again later.");
        }
    }

    /// <summary>Answers what a device published on its topic <c>ota-request</c>.</summary>
    /// <param name="deviceId">The topic's device, whom the broker proved the sender to be.</param>
    /// <param name="request">The message.</param>
    /// <param name="cancellationToken">Ends the attempt with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The device, and what is to be published on its topic <c>ota</c>, see <see cref="OtaMessage"/>; null when there is no such device.</returns>
    public async ValueTask<OtaAnswer?> AnswerAsync(string deviceId, ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        DeviceIdentity? device = null;
        try
        {
            device = await _devices.FindAsync(deviceId, cancellationToken).ConfigureAwait(false);
            return device is null ? null : new OtaAnswer(device, await MessageAsync(device, request, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (!IsOwnCancellation(exception, cancellationToken))
        {
            _options.OnFailure?.Invoke(exception);
            return device is null ? null : new OtaAnswer(device, OtaMessage.Error(OtaMessage.TryLater));
        }
    }

    private async ValueTask<byte[]> MessageAsync(DeviceIdentity device, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (OtaRequest.Read(message) is not { } request)
            return OtaMessage.Error(OtaMessage.BadRequest);
        if (request.Ask is { } ask)
        {
            return await _offers.OfferAsync(device, ask, cancellationToken).ConfigureAwait(false) is { } manifest
                ? OtaMessage.Manifest(manifest)
                : OtaMessage.None();
        }

        if (request is not { Build: > 0, Offset: >= 0, Count: >= 1 and <= OtaMessage.MaxBlockBytes })
            return OtaMessage.Error(OtaMessage.BadRequest);
        var (release, refusal) = await _downloads.FindAsync(request.Build, cancellationToken).ConfigureAwait(false);
        if (release is null)
            return OtaMessage.Error(refusal == OtaDownloadRefusal.Later ? OtaMessage.TryLater : OtaMessage.UnknownBuild);
        if (request.Count > release.Size - request.Offset)
            return OtaMessage.Error(OtaMessage.BadRequest);
        var bytes = await _downloads.ReadAsync(release, device, request.Offset, request.Count, cancellationToken).ConfigureAwait(false);
        return OtaMessage.Block(request.Build, request.Offset, bytes.Span);
    }

    private async ValueTask<HttpApiResponse> ManifestAsync(DeviceIdentity device, HttpApiRequest request, CancellationToken cancellationToken)
    {
        if (OtaAsk.Read(request, out var problem) is not { } ask)
            return Problems.Create(400, "bad-parameter", problem);
        return await _offers.OfferAsync(device, ask, cancellationToken).ConfigureAwait(false) is { } manifest
            ? Bytes(200, manifest, ("content-type", ManifestType), ("cache-control", "no-store"))
            : new HttpApiResponse { StatusCode = 204, Headers = new Dictionary<string, string> { ["cache-control"] = "no-store" } };
    }

    private async ValueTask<HttpApiResponse> ImageAsync(DeviceIdentity device, int build, HttpApiRequest request, CancellationToken cancellationToken)
    {
        var (release, refusal) = await _downloads.FindAsync(build, cancellationToken).ConfigureAwait(false);
        if (release is null)
        {
            return refusal == OtaDownloadRefusal.Later
                ? NotNow("paused", $"The roll-out of release {build} is paused. Keep what is there and ask again later.")
                : Problems.Create(404, "unknown-build", $"There is no release {build}, or it is offered no longer. Ask for the manifest again.");
        }

        var size = release.Size;
        var range = ByteRange.Read(FramePost.Header(request, "range"), size);
        if (range is { Count: 0 })
        {
            return Problems.Create(
                416, "range", $"The image has {size} bytes.", ("content-range", string.Create(CultureInfo.InvariantCulture, $"bytes */{size}")));
        }

        var (offset, count) = range is { } part ? (part.Offset, part.Count) : (0, size);
        var bytes = await _downloads.ReadAsync(release, device, offset, count, cancellationToken).ConfigureAwait(false);
        (string, string)[] headers =
            [("content-type", "application/octet-stream"), ("accept-ranges", "bytes"), ("etag", $"\"{release.Sha256}\""), ("cache-control", "no-store")];
        return range is null
            ? Bytes(200, bytes, headers)
            : Bytes(206, bytes, [.. headers, ("content-range", string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{offset + count - 1}/{size}"))]);
    }

    private HttpApiResponse NotNow(string code, string detail) =>
        Problems.Create(503, code, detail, ("retry-after", _options.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture)));

    private static HttpApiResponse Unauthorized(string code, string detail, DateTimeOffset now) =>
        Problems.Create(401, code, detail, ("date", now.ToString("R", CultureInfo.InvariantCulture)));

    private static HttpApiResponse Bytes(int status, ReadOnlyMemory<byte> body, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var all = new Dictionary<string, string>();
        foreach (var (name, value) in headers)
            all[name] = value;
        return new HttpApiResponse { StatusCode = status, Headers = all, Body = Convert.ToBase64String(body.Span), IsBase64Encoded = true };
    }

    private static bool TryRoute(string path, out string deviceId, out int? build)
    {
        (deviceId, build) = ("", null);
        if (!IsDevicePath(path))
            return false;
        var parts = path[DevicesPath.Length..].Split('/');
        if (parts.Length < 3 || parts[1] != "ota" || !FrameFormat.IsDeviceId(parts[0]))
            return false;
        deviceId = parts[0];
        if (parts is [_, _, "manifest"])
            return true;
        if (parts is not [_, _, _, "image"] || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            return false;
        build = number;
        return true;
    }

    private static bool IsOwnCancellation(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested;
}

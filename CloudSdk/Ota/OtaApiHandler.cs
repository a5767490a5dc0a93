using System.Globalization;
using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Query;

namespace DroneLink.CloudSdk.Ota;

/// <summary>
/// Releases and roll-outs for people: <c>GET</c> and <c>POST /v1/ota/releases</c>, <c>GET …/{build}</c>, <c>POST …/{build}/rollout</c>,
/// <c>GET …/{build}/devices</c>. Reading needs the scope read, all else the scope command, both of a token for all fleets. A request that is not in
/// order gets a problem document (RFC 9457) and raises nothing. Thread safe. Borrows what it is given.
/// </summary>
public sealed class OtaApiHandler
{
    private const string ReleasesPath = "/v1/ota/releases";

    private readonly IReleaseStore _releases;
    private readonly IRolloutStore _store;
    private readonly OtaRollouts _rollouts;
    private readonly OtaNudge? _nudge;
    private readonly TimeProvider _clock;
    private readonly OtaHandlerOptions _options;

    /// <summary>Makes a handler.</summary>
    /// <param name="directory">The devices that there are.</param>
    /// <param name="releases">Keeps the releases.</param>
    /// <param name="rollouts">Keeps the roll-outs.</param>
    /// <param name="channel">Takes nudges to devices; null for none, and devices hear of a release when they next ask.</param>
    /// <param name="timeProvider">Dates what is done; null for the system's clock.</param>
    /// <param name="options">How requests are taken; the defaults when null.</param>
    public OtaApiHandler(
        IDeviceDirectory directory,
        IReleaseStore releases,
        IRolloutStore rollouts,
        IDeviceChannel? channel,
        TimeProvider? timeProvider = null,
        OtaHandlerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        _releases = releases ?? throw new ArgumentNullException(nameof(releases));
        _store = rollouts ?? throw new ArgumentNullException(nameof(rollouts));
        _clock = timeProvider ?? TimeProvider.System;
        _options = options ?? new OtaHandlerOptions();
        _rollouts = new OtaRollouts(directory, rollouts, _clock);
        _nudge = channel is null ? null : new OtaNudge(channel, _options);
    }

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request, with the authorizer's word in its context.</param>
    /// <param name="cancellationToken">Ends the attempt with <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// 200 with what was asked for or is now, 201 with a new release; or a problem: 400 <c>bad-release</c>, <c>bad-rollout</c>, 403 <c>forbidden</c>,
    /// 404 <c>not-found</c>, <c>unknown-build</c>, 405, 409 <c>build-taken</c>, <c>cancelled</c>, <c>not-begun</c>, 413 <c>too-large</c>,
    /// 415 <c>content-type</c>, 503 <c>unavailable</c>.
    /// </returns>
    public async ValueTask<HttpApiResponse> HandleAsync(HttpApiRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.RawPath ?? request.RequestContext?.Http?.Path ?? "";
        if (!TryRoute(path, out var build, out var part))
            return Problems.Create(404, "not-found", $"There is nothing at '{path}'.");
        var method = request.RequestContext?.Http?.Method;
        var allowed = part == "rollout" ? "POST" : build is null ? "GET, POST" : "GET";
        if (method is null || !allowed.Split(", ").Contains(method))
            return Problems.Create(405, "method-not-allowed", $"'{path}' takes {allowed}.", ("allow", allowed));

        var caller = request.RequestContext?.Authorizer?.Lambda;
        if (!IsAllowed(caller, method == "POST" ? ApiScopes.Command : ApiScopes.Read))
        {
            var scope = method == "POST" ? "command" : "read";
            return Problems.Create(403, "forbidden", $"The token is not good for this: it needs the scope {scope}, and to be for all fleets.");
        }

        try
        {
            return (method, part) switch
            {
                ("POST", null) => await PublishAsync(request, caller, cancellationToken).ConfigureAwait(false),
                (_, null) when build is null => await ListAsync(cancellationToken).ConfigureAwait(false),
                _ => await OfReleaseAsync(build!.Value, part, request, caller, cancellationToken).ConfigureAwait(false),
            };
        }
        catch (OtaImageException exception)
        {
            return Problems.Create(400, "bad-release", exception.Message);
        }
        catch (OtaRequestException exception)
        {
            return Problems.Create(exception.Status, exception.Code, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _options.OnFailure?.Invoke(exception);
            return Problems.Create(
                503, "unavailable", "Nothing can be said or done now. Ask again; what was asked for twice is done once.",
                ("retry-after", _options.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private async ValueTask<HttpApiResponse> PublishAsync(HttpApiRequest request, ApiCaller? caller, CancellationToken cancellationToken)
    {
        var type = FramePost.Header(request, "content-type").Split(';')[0].Trim();
        if (!type.Equals(OtaReleaseFile.ContentType, StringComparison.OrdinalIgnoreCase))
            return Problems.Create(415, "content-type", $"Send the file that 'dronelink ota pack' made as {OtaReleaseFile.ContentType}.");
        var body = request.Body ?? "";
        if (body.Length > (OtaReleaseFile.MaxBytes + 2) / 3 * 4)
            return Problems.Create(413, "too-large", $"A release file has at most {OtaReleaseFile.MaxBytes} bytes.");
        var bytes = new byte[body.Length / 4 * 3];
        if (!request.IsBase64Encoded || !Convert.TryFromBase64String(body, bytes, out var length))
            throw new OtaImageException("The body did not arrive as base64. Let the gateway pass this content type as binary.");

        var file = OtaReleaseFile.Read(bytes.AsMemory(0, length));
        var wanted = file.Release with { PublishedAt = _clock.WholeMs(), PublishedBy = caller?.Token };
        var stored = await _releases.AddAsync(wanted, file.Image, cancellationToken).ConfigureAwait(false);
        if (!stored.IsSame(wanted))
        {
            throw new OtaRequestException(
                $"Build {stored.Build} is release '{stored.Release}' already, with another content. A build is never used twice: pack this one with a higher build.",
                409,
                "build-taken");
        }

        // The same release again is the same release: somebody asks again whose answer was lost.
        var place = string.Create(CultureInfo.InvariantCulture, $"{ReleasesPath}/{stored.Build}");
        var answer = await DescribeAsync(stored, cancellationToken).ConfigureAwait(false);
        return stored.PublishedAt == wanted.PublishedAt
            ? answer with { StatusCode = 201, Headers = new Dictionary<string, string>(answer.Headers!) { ["location"] = place } }
            : answer;
    }

    private async ValueTask<HttpApiResponse> ListAsync(CancellationToken cancellationToken)
    {
        var releases = await _releases.ListAsync(cancellationToken).ConfigureAwait(false);
        var rollouts = (await _store.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(rollout => rollout.Build);
        return Answer(writer => OtaApiJson.WriteList(writer, releases, rollouts));
    }

    private async ValueTask<HttpApiResponse> OfReleaseAsync(
        int build, string? part, HttpApiRequest request, ApiCaller? caller, CancellationToken cancellationToken)
    {
        if (await _releases.FindAsync(build, cancellationToken).ConfigureAwait(false) is not { } release)
            return Problems.Create(404, "unknown-build", $"There is no release {build}. Publish it first, or list those that there are: GET {ReleasesPath}.");
        if (part == "rollout")
        {
            await _rollouts.ChangeAsync(release, OtaRolloutRequest.Read(request), caller?.Token, cancellationToken).ConfigureAwait(false);
            return await NudgedAsync(release, cancellationToken).ConfigureAwait(false);
        }

        if (part is null)
            return await DescribeAsync(release, cancellationToken).ConfigureAwait(false);
        var overview = await _rollouts.DescribeAsync(release, cancellationToken).ConfigureAwait(false);
        return Answer(writer => OtaApiJson.WriteDevices(writer, overview));
    }

    private async ValueTask<HttpApiResponse> NudgedAsync(OtaRelease release, CancellationToken cancellationToken)
    {
        var overview = await _rollouts.DescribeAsync(release, cancellationToken).ConfigureAwait(false);
        var nudged = _nudge is not null && overview.Rollout is { State: OtaRolloutState.Active }
            ? await _nudge.SendAsync(overview.Devices.Where(pair => !pair.Device.IsEnded).Select(pair => pair.Identity).OfType<DeviceIdentity>(), cancellationToken)
                .ConfigureAwait(false)
            : 0;
        return Answer(writer =>
        {
            OtaApiJson.WriteOverview(writer, overview);
            writer.WriteNumber("nudged"u8, nudged);
        });
    }

    private async ValueTask<HttpApiResponse> DescribeAsync(OtaRelease release, CancellationToken cancellationToken)
    {
        var overview = await _rollouts.DescribeAsync(release, cancellationToken).ConfigureAwait(false);
        return Answer(writer => OtaApiJson.WriteOverview(writer, overview));
    }

    // A release goes to any fleet, so that a fleet's token can neither see all of it nor decide over it.
    private bool IsAllowed(ApiCaller? caller, ApiScopes needed) => caller is null
        ? _options.AllowAnonymous
        : caller.Fleet is null && ApiScopesText.TryRead(caller.Scopes, out var scopes) && scopes.HasFlag(needed);

    private static HttpApiResponse Answer(Action<Utf8JsonWriter> writeMembers) => new()
    {
        StatusCode = 200,
        Headers = new Dictionary<string, string> { ["content-type"] = "application/json", ["cache-control"] = "no-store" },
        Body = Encoding.UTF8.GetString(OtaStateJson.Write(writeMembers)),
    };

    private static bool TryRoute(string path, out int? build, out string? part)
    {
        (build, part) = (null, null);
        if (path == ReleasesPath)
            return true;
        if (!path.StartsWith(ReleasesPath + "/", StringComparison.Ordinal))
            return false;
        var parts = path[(ReleasesPath.Length + 1)..].Split('/');
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0
            || (parts.Length > 1 && (parts.Length > 2 || parts[1] is not ("rollout" or "devices"))))
        {
            return false;
        }

        (build, part) = (number, parts.ElementAtOrDefault(1));
        return true;
    }
}

using System.Globalization;
using System.Text.Json;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Streams;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Ingest;

/// <summary>
/// The way in: proves who sends, checks each frame, and puts the good ones into the stream and the others, with the reason, among
/// the dead letters. Whatever the input is, it throws nothing; when the registry, the stream or the dead letters fail, the answer is
/// "not now" and claims nothing, so that the sender keeps everything. Thread safe. Borrows what it is given.
/// </summary>
public sealed class FrameIngest
{
    private const string UnknownDeviceCode = "unknown-device";
    private const string ThrottledCode = "ProvisionedThroughputExceededException";

    private readonly DeviceAuthenticator _devices;
    private readonly ITelemetryStream _stream;
    private readonly IDeadLetters _deadLetters;
    private readonly TimeProvider _clock;
    private readonly FrameIngestOptions _options;

    /// <summary>Creates the way in.</summary>
    /// <param name="registry">The devices that may speak.</param>
    /// <param name="stream">Takes the good frames.</param>
    /// <param name="deadLetters">Keeps the others.</param>
    /// <param name="clock">Dates requests and frames are held against.</param>
    /// <param name="options">What is allowed; the defaults when null.</param>
    public FrameIngest(
        IDeviceRegistry registry, ITelemetryStream stream, IDeadLetters deadLetters, TimeProvider clock, FrameIngestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _stream = stream ?? throw new ArgumentNullException(nameof(stream));
        _deadLetters = deadLetters ?? throw new ArgumentNullException(nameof(deadLetters));
        _clock = clock ?? throw new ArgumentNullException(nameof(clock));
        _options = options ?? new FrameIngestOptions();
        _devices = new DeviceAuthenticator(registry, _options.MaxClockSkewSeconds);
    }

    /// <summary>Answers <c>POST /v1/frames</c>; the route is the caller's part.</summary>
    /// <param name="request">The request, its body base64.</param>
    /// <param name="cancellationToken">Ends the attempt with <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// 202 with an <see cref="IngestAnswer"/>; or a problem: 400 <c>envelope</c>, 401 <c>timestamp</c> or <c>signature</c>, 413
    /// <c>too-large</c>, 415 <c>content-type</c>, 429 <c>throttled</c>, 503 <c>unavailable</c>.
    /// </returns>
    public async ValueTask<HttpApiResponse> HandleAsync(HttpApiRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!FramePost.TryRead(request, _options.MaxBodyBytes, out var post, out var refusal))
        {
            return refusal;
        }

        try
        {
            var now = _clock.GetUtcNow();
            if (!_devices.IsInTime(post.Timestamp, now))
            {
                return Unauthorized("timestamp", "x-timestamp is not the time in Unix seconds. Set the device's clock.", now);
            }

            if (await AuthenticateAsync(post, cancellationToken).ConfigureAwait(false) is not { } device)
            {
                return Unauthorized(
                    "signature", "The device is not known, or the request is not signed with its key. Provision the device.", now);
            }

            if (!FrameBody.TrySplit(post.Body, out var frames, out var tornOffset))
            {
                return Problems.Create(
                    400, "envelope", $"The body is not whole frames, each behind its length: see offset {tornOffset}. Send it anew.");
            }

            return frames.Count <= _options.MaxFrames
                ? await TakeAsync(device, frames, now, cancellationToken).ConfigureAwait(false)
                : Problems.Create(
                    413, "too-large", $"The body has {frames.Count} frames; at most {_options.MaxFrames} are allowed. Send fewer at once.");
        }
        catch (Exception exception) when (!IsOwnCancellation(exception, cancellationToken))
        {
            _options.OnFailure?.Invoke(exception);
            return NotNow(isThrottled: false, frames: 1);
        }
    }

    /// <summary>Takes one frame that a broker, or another who proves its senders, received from a device.</summary>
    /// <param name="deviceId">The device that the sender was proved to be.</param>
    /// <param name="frame">The frame. A signature that it carries is checked.</param>
    /// <param name="cancellationToken">Ends the attempt with <see cref="OperationCanceledException"/>.</param>
    public async ValueTask<FrameOutcome> AcceptAsync(
        string deviceId, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        try
        {
            var now = _clock.GetUtcNow();
            var device = await _devices.FindAsync(deviceId, cancellationToken).ConfigureAwait(false);
            if (device is null)
            {
                return await RejectAsync(UnknownDeviceCode, "The device is not known. Provision it, with its key.").ConfigureAwait(false);
            }

            var error = Check(device, frame.Span, now, out _);
            if (error != FrameError.None)
            {
                return await RejectAsync(error.Code(), error.Message()).ConfigureAwait(false);
            }

            var results = await _stream.PutAsync([new StreamEntry(deviceId, frame)], cancellationToken).ConfigureAwait(false);
            var isStored = IsAllStored(results, 1);
            (isStored ? CloudDiagnostics.Accepted : CloudDiagnostics.Unavailable).Add(1);
            return new FrameOutcome(isStored ? FrameStatus.Accepted : FrameStatus.Unavailable);

            async ValueTask<FrameOutcome> RejectAsync(string code, string message)
            {
                await _deadLetters.PutAsync([new DeadLetter(deviceId, code, message, frame, now)], cancellationToken).ConfigureAwait(false);
                CloudDiagnostics.Rejected.Add(1);
                return new FrameOutcome(FrameStatus.Rejected, code, message);
            }
        }
        catch (Exception exception) when (!IsOwnCancellation(exception, cancellationToken))
        {
            _options.OnFailure?.Invoke(exception);
            CloudDiagnostics.Unavailable.Add(1);
            return new FrameOutcome(FrameStatus.Unavailable);
        }
    }

    private static bool IsOwnCancellation(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested;

    private ValueTask<DeviceIdentity?> AuthenticateAsync(FramePost post, CancellationToken cancellationToken) => _devices.AuthenticateAsync(
        post.DeviceId, post.Signature, key => RequestSignature.Compute(key.Span, post.DeviceId, post.Timestamp, post.Body.Span), cancellationToken);

    private FrameError Check(DeviceIdentity device, ReadOnlySpan<byte> bytes, DateTimeOffset now, out Frame? frame)
    {
        var options = new FrameReaderOptions { Key = device.Key, RequireSignature = _options.RequireFrameSignature };
        if (!FrameReader.TryRead(bytes, options, out frame, out var error))
        {
            return error;
        }

        if (frame.DeviceId != device.DeviceId)
        {
            return FrameError.DeviceMismatch;
        }

        // Times never go back inside a frame, so the last record is the latest.
        var aheadMs = frame.Records[^1].TimeMs - now.ToUnixTimeMilliseconds();
        return frame.ClockSynced && aheadMs > FrameFormat.MaxAheadMs ? FrameError.Future : FrameError.None;
    }

    private async ValueTask<HttpApiResponse> TakeAsync(
        DeviceIdentity device, IReadOnlyList<FrameSlice> frames, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entries = new List<StreamEntry>(frames.Count);
        var letters = new List<DeadLetter>();
        var rejected = new List<RejectedFrame>();
        var seen = new Dictionary<(uint BootId, uint FirstSequence, int Count), (int Entry, bool IsDated)>();
        for (var i = 0; i < frames.Count; i++)
        {
            var bytes = frames[i].Bytes;
            var error = Check(device, bytes.Span, now, out var frame);
            if (error != FrameError.None)
            {
                rejected.Add(new RejectedFrame(i, error.Code(), error.Message()));
                letters.Add(new DeadLetter(device.DeviceId, error.Code(), error.Message(), bytes, now));
            }
            else
            {
                Add(frame!, new StreamEntry(device.DeviceId, bytes));
            }
        }

        // The stream goes first: a stream that is down would otherwise fill the dead letters with every repetition.
        if (entries.Count > 0)
        {
            var results = await _stream.PutAsync(entries, cancellationToken).ConfigureAwait(false);
            if (!IsAllStored(results, entries.Count))
            {
                return NotNow(results.Any(result => result.ErrorCode == ThrottledCode), frames.Count);
            }
        }

        if (letters.Count > 0)
        {
            await _deadLetters.PutAsync(letters, cancellationToken).ConfigureAwait(false);
        }

        CloudDiagnostics.Accepted.Add(entries.Count);
        CloudDiagnostics.Rejected.Add(rejected.Count);
        return Accepted(new IngestAnswer
        {
            Accepted = entries.Count,
            Duplicates = frames.Count - entries.Count - rejected.Count,
            Rejected = rejected,
        });

        // The same records may come twice in a body, before and after the device learned the time: the dated ones say more.
        void Add(Frame frame, StreamEntry entry)
        {
            var name = (frame.BootId, frame.FirstSequence, frame.Records.Count);
            if (!seen.TryGetValue(name, out var earlier))
            {
                seen.Add(name, (entries.Count, frame.ClockSynced));
                entries.Add(entry);
            }
            else if (frame.ClockSynced && !earlier.IsDated)
            {
                seen[name] = (earlier.Entry, true);
                entries[earlier.Entry] = entry;
            }
        }
    }

    private bool IsAllStored(IReadOnlyList<StreamResult> results, int count)
    {
        if (results.Count(result => result.IsStored) == count)
        {
            return true;
        }

        // The sender hears only "not now"; whoever looks after the stream needs its own words. The later ones mostly fail with the first.
        var failed = results.FirstOrDefault(result => !result.IsStored);
        _options.OnFailure?.Invoke(new IOException($"The stream stored not all of {count} frames: {failed.ErrorCode}, {failed.ErrorMessage}"));
        return false;
    }

    private static HttpApiResponse Accepted(IngestAnswer answer) => new()
    {
        StatusCode = 202,
        Headers = new Dictionary<string, string> { ["content-type"] = "application/json" },
        Body = JsonSerializer.Serialize(answer, CloudJsonContext.Default.IngestAnswer),
    };

    private static HttpApiResponse Unauthorized(string code, string detail, DateTimeOffset now) =>
        Problems.Create(401, code, detail, ("date", now.ToString("R", CultureInfo.InvariantCulture)));

    // A post that could not be taken apart counts as one frame.
    private HttpApiResponse NotNow(bool isThrottled, int frames)
    {
        CloudDiagnostics.Unavailable.Add(frames);
        var retryAfter = ("retry-after", _options.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture));
        return isThrottled
            ? Problems.Create(429, "throttled", "The stream takes no more now. Keep everything and send it again later.", retryAfter)
            : Problems.Create(503, "unavailable", "Nothing can be stored now. Keep everything and send it again later.", retryAfter);
    }
}

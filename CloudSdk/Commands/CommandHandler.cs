using System.Globalization;
using System.Text;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Query;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Commands;

/// <summary>
/// Commands to devices: <c>POST</c> and <c>GET /v1/devices/{id}/commands</c>, <c>GET …/commands/{commandId}</c>, and what the devices say
/// became of them. A command is logged before it is sent; asked for again with the same id, it is the same command; and sent again when
/// its device is back. A request that is not in order gets a problem document (RFC 9457) and raises nothing. Thread safe. Borrows what it is
/// given.
/// </summary>
public sealed class CommandHandler
{
    /// <summary>Commands at the most that a device hears again when it is back: as many as it has room for at once.</summary>
    public const int MaxSentAgain = 16;

    private const string DevicesPath = "/v1/devices/";
    private const string CommandsSegment = "commands";
    private const string UnknownCommandCode = "unknown-command";

    private readonly IDeviceRegistry _registry;
    private readonly ICommandLog _log;
    private readonly IDeviceChannel _channel;
    private readonly IDeadLetters _deadLetters;
    private readonly TimeProvider _clock;
    private readonly CommandHandlerOptions _options;

    /// <summary>Makes a handler.</summary>
    /// <param name="registry">The devices that there are.</param>
    /// <param name="log">Keeps every command.</param>
    /// <param name="channel">Takes them to the devices.</param>
    /// <param name="deadLetters">Keep results that are none.</param>
    /// <param name="timeProvider">Dates commands; null for the system's clock.</param>
    /// <param name="options">How commands are taken; the defaults when null.</param>
    public CommandHandler(
        IDeviceRegistry registry,
        ICommandLog log,
        IDeviceChannel channel,
        IDeadLetters deadLetters,
        TimeProvider? timeProvider = null,
        CommandHandlerOptions? options = null)
    {
        _registry = registry ?? throw new ArgumentNullException(nameof(registry));
        _log = log ?? throw new ArgumentNullException(nameof(log));
        _channel = channel ?? throw new ArgumentNullException(nameof(channel));
        _deadLetters = deadLetters ?? throw new ArgumentNullException(nameof(deadLetters));
        _clock = timeProvider ?? TimeProvider.System;
        _options = options ?? new CommandHandlerOptions();
    }

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request, with the authorizer's word in its context.</param>
    /// <param name="cancellationToken">Ends the attempt with <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// 202 with the command, 200 with what was asked for; or a problem: 400 <c>bad-command</c>, <c>bad-parameter</c>, 403 <c>forbidden</c>,
    /// 404 <c>not-found</c>, <c>unknown-device</c>, <c>unknown-command</c>, 405, 409 <c>id-taken</c>, <c>expired</c>, 503 <c>unavailable</c>.
    /// </returns>
    public async ValueTask<HttpApiResponse> HandleAsync(HttpApiRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.RawPath ?? request.RequestContext?.Http?.Path ?? "";
        if (!TryRoute(path, out var deviceId, out var commandId))
            return Problems.Create(404, "not-found", $"There is nothing at '{path}'.");
        var method = request.RequestContext?.Http?.Method;
        if (method is not "GET" && (method is not "POST" || commandId is not null))
        {
            var allowed = commandId is null ? "GET, POST" : "GET";
            return Problems.Create(405, "method-not-allowed", $"'{path}' takes {allowed}.", ("allow", allowed));
        }

        var isPost = method == "POST";
        var caller = request.RequestContext?.Authorizer?.Lambda;
        if (!IsAllowed(caller, isPost ? ApiScopes.Command : ApiScopes.Read))
            return Problems.Create(403, "forbidden", $"The token is not good for this: it needs the scope {(isPost ? "command" : "read")}.");

        try
        {
            var device = await _registry.FindAsync(deviceId, cancellationToken).ConfigureAwait(false);
            // To a fleet's token another fleet's device is as one that is not there.
            if (device is null || (caller?.Fleet is { } fleet && fleet != device.FleetId))
                return Problems.Create(404, "unknown-device", $"There is no device '{deviceId}'.");
            if (isPost)
                return await PostAsync(device, CommandRequest.Read(request), caller, cancellationToken).ConfigureAwait(false);
            return commandId is null
                ? await ListAsync(deviceId, request, cancellationToken).ConfigureAwait(false)
                : await DescribeAsync(deviceId, commandId, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandRequestException exception)
        {
            return Problems.Create(400, "bad-command", exception.Message);
        }
        catch (QueryParameterException exception)
        {
            return Problems.Create(400, "bad-parameter", exception.Message);
        }
        catch (Exception exception) when (!IsOwnCancellation(exception, cancellationToken))
        {
            _options.OnFailure?.Invoke(exception);
            return NotNow("Nothing can be said now. Ask again; a command with an id of yours is still the same command.");
        }
    }

    /// <summary>Takes in what a device said became of a command, topic <c>dl/v1/{fleet}/{device}/command-result</c>.</summary>
    /// <param name="deviceId">The topic's device, whom the broker proved the sender to be.</param>
    /// <param name="result">The message.</param>
    /// <param name="cancellationToken">Ends the attempt with <see cref="OperationCanceledException"/>.</param>
    /// <returns>True when it is logged, also when it was before; false when it is no result of a command, and among the dead letters.</returns>
    /// <exception cref="Exception">The log or the dead letters are down: the result must come again.</exception>
    public async ValueTask<bool> ResultAsync(string deviceId, ReadOnlyMemory<byte> result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        if (!CommandJson.TryReadResult(result.Span, out var id, out var status, out var message))
            return await RefuseAsync("bad-result", "It is no result of a command; see Commands/README.md.").ConfigureAwait(false);
        return await _log.AdvanceAsync(deviceId, id, status, Now(), message, cancellationToken).ConfigureAwait(false) is not null
            || await RefuseAsync(UnknownCommandCode, $"There is no command '{id}' to this device.").ConfigureAwait(false);

        async ValueTask<bool> RefuseAsync(string code, string text)
        {
            var name = FrameFormat.IsDeviceId(deviceId) ? deviceId : null;
            await _deadLetters.PutAsync([new DeadLetter(name, code, text, result, _clock.GetUtcNow())], cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>
    /// Sends a device that is there again, and hears its topic, what it may have missed: its commands that are neither final nor expired, the
    /// oldest first, <see cref="MaxSentAgain"/> at the most. One that it has received is among them, since what it said may be lost. A
    /// device does nothing twice, so that this may be called as often as one likes.
    /// </summary>
    /// <param name="deviceId">The device, whom the broker proved the sender of its status to be.</param>
    /// <param name="cancellationToken">Ends the attempt with <see cref="OperationCanceledException"/>.</param>
    /// <returns>How many were sent.</returns>
    /// <exception cref="Exception">The registry, the log or the channel is down: the rest was not sent, and the call must come again.</exception>
    public async ValueTask<int> OnlineAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        if (!FrameFormat.IsDeviceId(deviceId) || await _registry.FindAsync(deviceId, cancellationToken).ConfigureAwait(false) is not { } device)
            return 0;
        var sent = 0;
        foreach (var command in await _log.ListOpenAsync(deviceId, Now(), MaxSentAgain, cancellationToken).ConfigureAwait(false))
        {
            // Those before it may have taken a while.
            if (!command.IsOpen(Now()))
                continue;
            await SendAsync(device, command, cancellationToken).ConfigureAwait(false);
            sent++;
            if (command.Status == CommandStatus.Pending)
                await NoteSentAsync(command, cancellationToken).ConfigureAwait(false);
        }

        return sent;
    }

    private ValueTask SendAsync(DeviceIdentity device, LoggedCommand command, CancellationToken cancellationToken) =>
        _channel.PublishAsync(device, IotTopics.CommandTopic, CommandJson.Message(command), cancellationToken);

    private async ValueTask<HttpApiResponse> PostAsync(
        DeviceIdentity device, CommandRequest request, ApiCaller? caller, CancellationToken cancellationToken)
    {
        var now = Now();
        var digest = CommandCatalog.Digest(request.Command, request.Parameters);
        var wanted = new LoggedCommand
        {
            DeviceId = device.DeviceId,
            FleetId = device.FleetId,
            Id = request.Id ?? _options.NewId?.Invoke() ?? Guid.CreateVersion7(now).ToString("N"),
            Command = request.Command,
            Parameters = digest ?? request.Parameters,
            SecretParameters = digest is null ? null : request.Parameters,
            Caller = caller?.Token,
            RequestedAt = now,
            ExpiresAt = now + request.Lifetime,
            ChangedAt = now,
        };
        var logged = await _log.AddAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (!logged.AsksForTheSame(wanted))
            return Problems.Create(409, "id-taken", $"The id '{logged.Id}' is that of another command to this device. Choose another one.");

        var place = ("location", $"{DevicesPath}{logged.DeviceId}/{CommandsSegment}/{logged.Id}");
        if (logged.Status == CommandStatus.Pending)
        {
            if (logged.IsExpired(now))
                return Problems.Create(409, "expired", $"The command '{logged.Id}' expired before it could be sent. Ask for it with another id.", place);
            try
            {
                await SendAsync(device, logged, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!IsOwnCancellation(exception, cancellationToken))
            {
                _options.OnFailure?.Invoke(exception);
                return NotNow($"The command is logged, but cannot be sent now. Ask for it again with the id '{logged.Id}'.", place);
            }

            logged = await NoteSentAsync(logged, cancellationToken).ConfigureAwait(false);
        }

        return Answer(202, CommandJson.Write(writer =>
        {
            writer.WriteStartObject();
            CommandJson.WriteMembers(writer, logged, Now());
            writer.WriteEndObject();
        }), place);
    }

    // The broker has it: that the log cannot be told so is no reason to have the command asked for again.
    private async ValueTask<LoggedCommand> NoteSentAsync(LoggedCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await _log.AdvanceAsync(
                command.DeviceId, command.Id, CommandStatus.Sent, Now(), message: null, cancellationToken).ConfigureAwait(false) ?? command;
        }
        catch (Exception exception) when (!IsOwnCancellation(exception, cancellationToken))
        {
            _options.OnFailure?.Invoke(exception);
            return command;
        }
    }

    private async ValueTask<HttpApiResponse> ListAsync(string deviceId, HttpApiRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.QueryStringParameters;
        var limit = CommandPage.DefaultCommands;
        if (parameters?.GetValueOrDefault("limit") is { } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > CommandPage.MaxCommands))
        {
            throw new QueryParameterException($"limit must be an integer from 1 to {CommandPage.MaxCommands}.");
        }

        CommandPosition? after = null;
        if (parameters?.GetValueOrDefault("cursor") is { } cursor)
            after = CommandCursor.TryRead(cursor, out var position) ? position : throw new QueryParameterException("cursor must be the cursor of an answer, unchanged.");

        var page = await _log.ListAsync(deviceId, limit, after, cancellationToken).ConfigureAwait(false);
        return Answer(200, CommandJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("commands"u8);
            foreach (var command in page.Commands)
            {
                writer.WriteStartObject();
                CommandJson.WriteMembers(writer, command, Now());
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteString("cursor"u8, page.Next is { } next ? CommandCursor.Write(next) : null);
            writer.WriteEndObject();
        }));
    }

    private async ValueTask<HttpApiResponse> DescribeAsync(string deviceId, string commandId, CancellationToken cancellationToken)
    {
        if (await _log.FindAsync(deviceId, commandId, cancellationToken).ConfigureAwait(false) is not { } command)
            return Problems.Create(404, UnknownCommandCode, $"There is no command '{commandId}' to '{deviceId}'.");
        return Answer(200, CommandJson.Write(writer =>
        {
            writer.WriteStartObject();
            CommandJson.WriteMembers(writer, command, Now());
            writer.WriteEndObject();
        }));
    }

    private bool IsAllowed(ApiCaller? caller, ApiScopes needed) => caller is null
        ? _options.AllowAnonymous
        : ApiScopesText.TryRead(caller.Scopes, out var scopes) && scopes.HasFlag(needed);

    // Whole ms, as the logs keep them.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());

    private HttpApiResponse NotNow(string detail, params ReadOnlySpan<(string Name, string Value)> headers) => Problems.Create(
        503, "unavailable", detail, [("retry-after", _options.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture)), .. headers]);

    private static HttpApiResponse Answer(int status, byte[] body, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var all = new Dictionary<string, string> { ["content-type"] = "application/json", ["cache-control"] = "no-store" };
        foreach (var (name, value) in headers)
            all[name] = value;
        return new HttpApiResponse { StatusCode = status, Headers = all, Body = Encoding.UTF8.GetString(body) };
    }

    private static bool TryRoute(string path, out string deviceId, out string? commandId)
    {
        (deviceId, commandId) = ("", null);
        if (!path.StartsWith(DevicesPath, StringComparison.Ordinal))
            return false;
        var parts = path[DevicesPath.Length..].Split('/');
        if (parts.Length is < 2 or > 3 || parts[1] != CommandsSegment || !FrameFormat.IsDeviceId(parts[0])
            || (parts.Length == 3 && !FrameFormat.IsDeviceId(parts[2])))
        {
            return false;
        }

        (deviceId, commandId) = (parts[0], parts.ElementAtOrDefault(2));
        return true;
    }

    private static bool IsOwnCancellation(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested;
}

using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Commands;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Tests.Embedded;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.CloudSdk.Tests.Commands;

/// <summary>Commands with a log, a channel and dead letters that can be made to fail, and a clock that stands.</summary>
internal sealed class CommandFixture : IDeviceRegistry, IDeviceChannel, ICommandLog, IDeadLetters, IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    public static readonly ApiCaller Pilot = new() { Token = "pilot", Scopes = "read command" };

    private readonly SqliteFixture _sqlite = new();
    private readonly SqliteCommandLog _log;
    private int _ids;

    public CommandFixture(bool allowAnonymous = false)
    {
        _log = new SqliteCommandLog(_sqlite.New());
        var options = new CommandHandlerOptions { AllowAnonymous = allowAnonymous, NewId = () => $"new-{++_ids}", OnFailure = Failures.Add };
        Handler = new CommandHandler(this, this, this, this, Clock, options);
    }

    public CommandHandler Handler { get; }

    public FakeTimeProvider Clock { get; } = new(Now);

    public List<(string DeviceId, string Message)> Published { get; } = [];

    public List<DeadLetter> Letters { get; } = [];

    public List<Exception> Failures { get; } = [];

    public Exception? ChannelFailure { get; set; }

    /// <summary>What happens meanwhile.</summary>
    public Action? OnPublished { get; set; }

    public Exception? LogFailure { get; set; }

    public Exception? AdvanceFailure { get; set; }

    public ValueTask<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken = default) =>
        new(deviceId is "kite" or "other" ? new DeviceIdentity(deviceId, deviceId == "kite" ? "fleet-1" : "fleet-2", new byte[32], "drone", null) : null);

    public async ValueTask PublishAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        Assert.Equal("command", topic);

        // Whoever hears of a command finds it in the log.
        var id = JsonDocument.Parse(message).RootElement.GetProperty("id").GetString()!;
        Assert.NotNull(await _log.FindAsync(device.DeviceId, id, cancellationToken));
        if (ChannelFailure is not null)
            throw ChannelFailure;
        Published.Add((device.DeviceId, Encoding.UTF8.GetString(message.Span)));
        OnPublished?.Invoke();
    }

    public ValueTask<LoggedCommand> AddAsync(LoggedCommand command, CancellationToken cancellationToken = default) =>
        LogFailure is null ? _log.AddAsync(command, cancellationToken) : throw LogFailure;

    public ValueTask<LoggedCommand?> FindAsync(string deviceId, string id, CancellationToken cancellationToken = default) =>
        LogFailure is null ? _log.FindAsync(deviceId, id, cancellationToken) : throw LogFailure;

    public ValueTask<LoggedCommand?> AdvanceAsync(
        string deviceId, string id, CommandStatus status, DateTimeOffset at, string? message, CancellationToken cancellationToken = default) =>
        (AdvanceFailure ?? LogFailure) is { } failure ? throw failure : _log.AdvanceAsync(deviceId, id, status, at, message, cancellationToken);

    public ValueTask<CommandPage> ListAsync(string deviceId, int limit, CommandPosition? after, CancellationToken cancellationToken = default) =>
        LogFailure is null ? _log.ListAsync(deviceId, limit, after, cancellationToken) : throw LogFailure;

    public ValueTask<IReadOnlyList<LoggedCommand>> ListOpenAsync(
        string deviceId, DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        LogFailure is null ? _log.ListOpenAsync(deviceId, now, limit, cancellationToken) : throw LogFailure;

    public ValueTask PutAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        Letters.AddRange(letters);
        return default;
    }

    public async Task<(int Status, JsonElement Body, HttpApiResponse Response)> CallAsync(
        string method, string path, string? body = null, ApiCaller? caller = null, bool isAnonymous = false, params (string, string)[] query)
    {
        var response = await Handler.HandleAsync(
            new HttpApiRequest
            {
                RawPath = path,
                Body = body,
                QueryStringParameters = query.ToDictionary(),
                RequestContext = new HttpApiRequestContext
                {
                    Http = new HttpApiRequestDescription { Method = method },
                    Authorizer = isAnonymous ? null : new HttpApiAuthorizer { Lambda = caller ?? Pilot },
                },
            },
            TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(response.Body!), response);
    }

    public Task<(int Status, JsonElement Body, HttpApiResponse Response)> PostAsync(string body, string device = "kite", ApiCaller? caller = null) =>
        CallAsync("POST", $"/v1/devices/{device}/commands", body, caller);

    public ValueTask<bool> ResultAsync(string json, string device = "kite") =>
        Handler.ResultAsync(device, Encoding.UTF8.GetBytes(json), TestContext.Current.CancellationToken);

    public ValueTask<int> OnlineAsync(string device = "kite") => Handler.OnlineAsync(device, TestContext.Current.CancellationToken);

    public void Dispose() => _sqlite.Dispose();
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Authorization;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Ota;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Query;
using DroneLink.CloudSdk.Tests.Embedded;
using DroneLink.CloudSdk.Wire;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.CloudSdk.Tests.Ota;

/// <summary>Updates on SQLite with a channel and stores that can be made to fail, and a clock that stands.</summary>
internal sealed class OtaFixture : IDeviceDirectory, IDeviceChannel, IDisposable
{
    public const uint Boot = 0x00050000;

    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    public static readonly ApiCaller Owner = new() { Token = "owner", Scopes = "read command" };

    private readonly SqliteFixture _sqlite = new();
    private readonly SqliteDatabase _database;

    public OtaFixture(bool allowAnonymous = false)
    {
        _database = _sqlite.New();
        (Releases, Rollouts) = (new SqliteReleaseStore(_database), new SqliteRolloutStore(_database));
        var options = new OtaHandlerOptions { AllowAnonymous = allowAnonymous, OnFailure = Failures.Enqueue };
        Devices = new OtaHandler(this, Releases, Rollouts, Clock, options);
        People = new OtaApiHandler(this, Releases, Rollouts, this, Clock, options);
        Sink = new OtaProgressSink(Rollouts, Clock);
    }

    public OtaHandler Devices { get; }

    public OtaApiHandler People { get; }

    public OtaProgressSink Sink { get; }

    public SqliteReleaseStore Releases { get; }

    public SqliteRolloutStore Rollouts { get; }

    public FakeTimeProvider Clock { get; } = new(Now);

    public ConcurrentQueue<Exception> Failures { get; } = new();

    public ConcurrentQueue<(string DeviceId, string Topic, byte[] Message)> Published { get; } = new();

    public Exception? RegistryFailure { get; set; }

    public Exception? ChannelFailure { get; set; }

    public List<DeviceIdentity> Fleet { get; } = [Device("kite"), Device("other", "south"), Device("ground", role: "groundReceiver")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static DeviceIdentity Device(string id, string fleet = "north", string role = "drone") =>
        new(id, fleet, Enumerable.Repeat((byte)id.Length, 32).ToArray(), role, null);

    public ValueTask<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken = default) =>
        RegistryFailure is null ? new(Fleet.FirstOrDefault(device => device.DeviceId == deviceId)) : throw RegistryFailure;

    public ValueTask<IReadOnlyList<DeviceIdentity>> ListAsync(CancellationToken cancellationToken = default) =>
        RegistryFailure is null ? new([.. Fleet.OrderBy(device => device.DeviceId, StringComparer.Ordinal)]) : throw RegistryFailure;

    public ValueTask PublishAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        if (ChannelFailure is not null)
            throw ChannelFailure;
        Published.Enqueue((device.DeviceId, topic, message.ToArray()));
        return default;
    }

    /// <summary>Publishes a release and rolls it out.</summary>
    public async Task<OtaReleaseFile> OpenAsync(int build = 7, string rollout = """{"state":"active","percentage":100}""", OtaReleaseFile? file = null)
    {
        file ??= TestImage.Release(build);
        Assert.Equal(201, (await PublishAsync(file.Write())).Status);
        Assert.Equal(200, (await RollOutAsync(build, rollout)).Status);
        return file;
    }

    public Task<(int Status, JsonElement Body)> PublishAsync(byte[] file, string type = OtaReleaseFile.ContentType, ApiCaller? caller = null) =>
        CallAsync("POST", "/v1/ota/releases", Convert.ToBase64String(file), type, true, caller);

    public Task<(int Status, JsonElement Body)> RollOutAsync(int build, string json, ApiCaller? caller = null) =>
        CallAsync("POST", $"/v1/ota/releases/{build}/rollout", json, "application/json", false, caller);

    public Task<(int Status, JsonElement Body)> GetAsync(string path, ApiCaller? caller = null) => CallAsync("GET", path, null, null, false, caller);

    public async Task<(int Status, JsonElement Body)> CallAsync(
        string method, string path, string? body, string? type, bool isBase64, ApiCaller? caller = null, bool isAnonymous = false)
    {
        var response = await People.HandleAsync(
            new HttpApiRequest
            {
                RawPath = path,
                Body = body,
                IsBase64Encoded = isBase64,
                Headers = type is null ? null : new Dictionary<string, string> { ["content-type"] = type },
                RequestContext = new HttpApiRequestContext
                {
                    Http = new HttpApiRequestDescription { Method = method },
                    Authorizer = isAnonymous ? null : new HttpApiAuthorizer { Lambda = caller ?? Owner },
                },
            },
            Token);
        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(response.Body!));
    }

    /// <summary>Asks as a device does over HTTPS.</summary>
    public ValueTask<HttpApiResponse> AskAsync(
        string path, DeviceIdentity device, string query = "", string? range = null, DateTimeOffset? at = null, string? signedPath = null, string method = "GET", string? sender = null)
    {
        var timestamp = (at ?? Clock.GetUtcNow()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var target = query.Length == 0 ? path : $"{path}?{query}";
        var headers = new Dictionary<string, string>
        {
            ["x-device-id"] = sender ?? device.DeviceId,
            ["x-timestamp"] = timestamp,
            ["x-signature"] = RequestSignature.ComputeGet(device.Key.Span, signedPath ?? target, device.DeviceId, timestamp),
        };
        if (range is not null)
            headers["range"] = range;
        return Devices.HandleAsync(
            new HttpApiRequest
            {
                RawPath = path,
                RawQueryString = query,
                QueryStringParameters = query.Length == 0 ? null : query.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]),
                Headers = headers,
                RequestContext = new HttpApiRequestContext { Http = new HttpApiRequestDescription { Method = method } },
            },
            Token);
    }

    /// <summary>Asks as a device does over MQTT; the answer's bytes.</summary>
    public async Task<byte[]> AnswerAsync(string device, string request) =>
        (await Devices.AnswerAsync(device, Encoding.UTF8.GetBytes(request), Token))!.Message.ToArray();

    /// <summary>Asks for a manifest over MQTT; its JSON, or null when there is nothing.</summary>
    public async Task<JsonElement?> OfferAsync(string device = "kite", int build = 5, string version = "0.1.0", string runtime = "nano1", string? role = null)
    {
        var answer = await AnswerAsync(
            device, $$"""{"want":"manifest","build":{{build}},"version":"{{version}}"{{(role is null ? "" : $",\"role\":\"{role}\"")}},"runtime":"{{runtime}}","core":"0.1.0"}""");
        if (answer is [(byte)'N'])
            return null;
        Assert.Equal((byte)'M', answer[0]);
        var json = answer[(1 + OtaManifest.SignatureBytes)..];
        Assert.Equal(OtaManifest.Sign((await FindAsync(device, Token))!.Key.Span, json), answer[1..(1 + OtaManifest.SignatureBytes)]);
        return JsonSerializer.Deserialize<JsonElement>(json);
    }

    public async Task<OtaDevice?> StateAsync(string device = "kite", int build = 7) => await Rollouts.FindDeviceAsync(build, device, Token);

    /// <summary>Projects events of devices.</summary>
    public async Task<IReadOnlyList<SinkFailure>> ProjectAsync(params ProjectedRecord[] records) => await Sink.WriteAsync(records, Token);

    public static ProjectedRecord Event(int code, long value, long build = 7, uint sequence = 1, string device = "kite", uint boot = Boot) => new(
        new TelemetryRecord
        {
            DeviceId = device,
            BootId = boot,
            Sequence = sequence,
            TimeMs = Now.ToUnixTimeMilliseconds(),
            ClockSynced = true,
            Kind = RecordKind.Event,
            Mask = 0b1111,
            Values = new long[] { code, 5, value, build },
        },
        Now);

    public void Dispose() => _sqlite.Dispose();

    /// <summary>Closes the database under the handlers.</summary>
    public void Break() => _database.Dispose();
}

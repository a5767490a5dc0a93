using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Iot;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Ota;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroneLink.Host.Tests.Updates;

/// <summary>
/// Several whole devices and the embedded cloud in one thread under one virtual clock: every frame and every request goes through the handlers that serve a ground station.
/// </summary>
internal sealed class EmbeddedFleet : IVirtualCloud, IDeviceChannel, IDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(DeviceUpdateTests.Utc));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dronelink-fleet-");
    private readonly EmbeddedCloud _cloud;
    private readonly FrameIngest _ingest;
    private readonly OtaHandler _ota;
    private readonly OtaApiHandler _api;
    private readonly List<VirtualTwin> _twins = [];

    public EmbeddedFleet()
    {
        _cloud = EmbeddedCloud.Open(Path.Combine(_folder.FullName, "cloud.db"), _clock);
        _ingest = new FrameIngest(_cloud.Registry, _cloud.Stream, _cloud.DeadLetters, _clock);
        var options = new OtaHandlerOptions { AllowAnonymous = true, OnFailure = exception => Assert.Fail(exception.ToString()) };
        _ota = new OtaHandler(_cloud.Registry, _cloud.Releases, _cloud.Rollouts, _clock, options);
        _api = new OtaApiHandler(_cloud.Registry, _cloud.Releases, _cloud.Rollouts, this, _clock, options);
    }

    public IReadOnlyList<VirtualTwin> Twins => _twins;

    /// <summary>Makes a device known and switches it on.</summary>
    public VirtualTwin Add(string deviceId, string link)
    {
        var device = new DeviceIdentity(deviceId, "default", DeviceUpdateTests.Key, "drone", link);
        Assert.True(_cloud.Registry.AddAsync(device).IsCompletedSuccessfully);
        var twin = new VirtualTwin(DeviceUpdateTests.Configuration(link, deviceId), this, DeviceUpdateTests.Utc);
        _twins.Add(twin);
        return twin;
    }

    /// <summary>Lets virtual time go by for all, until something holds.</summary>
    public bool RunUntil(Func<bool> condition, double seconds)
    {
        for (var step = 0; step < seconds * 1000 / VirtualTwin.StepMs; step++)
        {
            if (step % 50 == 0 && condition()) return true;
            _clock.Advance(TimeSpan.FromMilliseconds(VirtualTwin.StepMs));
            foreach (var twin in _twins) twin.Step();
        }

        return condition();
    }

    /// <summary>Asks the API of people.</summary>
    public JsonElement Ask(string method, string path, ReadOnlyMemory<byte>? body = null, string type = "application/json")
    {
        var request = new HttpApiRequest
        {
            RawPath = path,
            Headers = new Dictionary<string, string> { ["content-type"] = type },
            Body = body is { } bytes ? Convert.ToBase64String(bytes.Span) : null,
            IsBase64Encoded = body is not null,
            RequestContext = new HttpApiRequestContext { Http = new HttpApiRequestDescription { Method = method, Path = path } },
        };
        var answer = _api.HandleAsync(request).AsTask().GetAwaiter().GetResult();
        Assert.True(answer.StatusCode is >= 200 and < 300, $"{method} {path}: {answer.StatusCode} {answer.Body}");
        return JsonDocument.Parse(answer.Body).RootElement;
    }

    public JsonElement Ask(string method, string path, string json) => Ask(method, path, Encoding.UTF8.GetBytes(json));

    /// <summary>How far each device is with a release: its state, and why.</summary>
    public Dictionary<string, (string State, int? Code)> Progress(int build)
    {
        Assert.True(_cloud.Pipeline.DrainAsync().GetAwaiter().GetResult());
        return Ask("GET", $"/v1/ota/releases/{build}/devices").GetProperty("devices").EnumerateArray().ToDictionary(
            device => device.GetProperty("deviceId").GetString(),
            device => (device.GetProperty("state").GetString(), device.GetProperty("code") is { ValueKind: JsonValueKind.Number } code ? code.GetInt32() : (int?)null));
    }

    public bool TakeFrame(string deviceId, byte[] frame) =>
        _ingest.AcceptAsync(deviceId, frame).AsTask().GetAwaiter().GetResult().Status == FrameStatus.Accepted;

    public byte[] AnswerOta(string deviceId, byte[] request) => _ota.AnswerAsync(deviceId, request).AsTask().GetAwaiter().GetResult()?.Message.ToArray();

    public ValueTask PublishAsync(DeviceIdentity device, string topic, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        _twins.Find(twin => twin.DeviceId == device.DeviceId)?.Board.Deliver(topic, message.ToArray());
        return default;
    }

    public void Dispose()
    {
        foreach (var twin in _twins) twin.Dispose();
        _cloud.Dispose();
        _folder.Delete(recursive: true);
    }
}

using System.Globalization;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Streams;
using DroneLink.CloudSdk.Wire;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.CloudSdk.Tests.Ingest;

/// <summary>Ingest with a registry, a stream and dead letters that can be made to fail, and a clock that stands.</summary>
internal sealed class IngestFixture : IDeviceRegistry, ITelemetryStream, IDeadLetters
{
    public const string Device = "drone-1";
    public const string OtherDevice = "drone-2";

    public static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    public static readonly byte[] OtherKey = [.. Enumerable.Range(101, 32).Select(i => (byte)i)];
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, DeviceIdentity> _devices = new()
    {
        [Device] = new DeviceIdentity(Device, "fleet", Key, "drone", null),
        [OtherDevice] = new DeviceIdentity(OtherDevice, "fleet", OtherKey, "drone", null),
        ["keyless"] = new DeviceIdentity("keyless", "fleet", default, "drone", null),
    };

    public IngestFixture(FrameIngestOptions? options = null)
    {
        options ??= new FrameIngestOptions();
        Ingest = new FrameIngest(this, this, this, new FakeTimeProvider(Now), options with { OnFailure = Failures.Add });
    }

    public FrameIngest Ingest { get; }

    public List<StreamEntry> Stored { get; } = [];

    public List<DeadLetter> Letters { get; } = [];

    public int DeadLetterPuts { get; private set; }

    public List<Exception> Failures { get; } = [];

    public List<string> Lookups { get; } = [];

    /// <summary>What the stream answers for an entry that it does not store; null stores all.</summary>
    public Func<int, string?>? StreamCode { get; set; }

    /// <summary>How many entries the stream answers for; it stores them all. Null answers for all.</summary>
    public int? StreamAnswers { get; set; }

    public Exception? RegistryFailure { get; set; }

    public Exception? StreamFailure { get; set; }

    public Exception? DeadLetterFailure { get; set; }

    public ValueTask<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken = default)
    {
        Lookups.Add(deviceId);
        return RegistryFailure is null ? ValueTask.FromResult(_devices.GetValueOrDefault(deviceId)) : throw RegistryFailure;
    }

    public ValueTask<IReadOnlyList<StreamResult>> PutAsync(IReadOnlyList<StreamEntry> entries, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (StreamFailure is not null)
        {
            throw StreamFailure;
        }

        var results = new List<StreamResult>();
        foreach (var entry in entries)
        {
            var code = StreamCode?.Invoke(results.Count);
            if (code is null)
            {
                Stored.Add(entry);
            }

            var number = code is null ? Stored.Count.ToString(CultureInfo.InvariantCulture) : null;
            results.Add(new StreamResult(number, code, code is null ? null : "a test says so"));
        }

        return ValueTask.FromResult<IReadOnlyList<StreamResult>>([.. results.Take(StreamAnswers ?? results.Count)]);
    }

    public ValueTask PutAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken = default)
    {
        if (DeadLetterFailure is not null)
        {
            throw DeadLetterFailure;
        }

        DeadLetterPuts++;
        Letters.AddRange(letters);
        return ValueTask.CompletedTask;
    }

    public ValueTask<HttpApiResponse> HandleAsync(HttpApiRequest request) =>
        Ingest.HandleAsync(request, TestContext.Current.CancellationToken);

    public ValueTask<HttpApiResponse> PostAsync(params byte[][] frames) => HandleAsync(Request(Body(frames)));

    public ValueTask<FrameOutcome> AcceptAsync(string deviceId, ReadOnlyMemory<byte> frame) =>
        Ingest.AcceptAsync(deviceId, frame, TestContext.Current.CancellationToken);

    public static byte[] Body(params byte[][] frames) => FrameBody.Join([.. frames.Select(frame => (ReadOnlyMemory<byte>)frame)]);

    public static HttpApiRequest Request(
        byte[] body,
        string deviceId = Device,
        byte[]? key = null,
        string? timestamp = null,
        string contentType = "application/vnd.dronelink.frames")
    {
        timestamp ??= Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new HttpApiRequest
        {
            RawPath = "/v1/frames",
            Headers = new Dictionary<string, string>
            {
                ["content-type"] = contentType,
                ["x-device-id"] = deviceId,
                ["x-timestamp"] = timestamp,
                ["x-signature"] = RequestSignature.Compute(key ?? Key, deviceId, timestamp, body),
            },
            Body = Convert.ToBase64String(body),
            IsBase64Encoded = true,
        };
    }

    public static HttpApiRequest With(HttpApiRequest request, string header, string? value)
    {
        var headers = new Dictionary<string, string>(request.Headers!);
        headers.Remove(header);
        if (value is not null)
        {
            headers.Add(header, value);
        }

        return request with { Headers = headers };
    }

    public static TelemetryRecord Record(uint sequence, long timeMs, string deviceId = Device, bool isSynced = true) => new()
    {
        DeviceId = deviceId,
        BootId = 1,
        Sequence = sequence,
        TimeMs = timeMs,
        ClockSynced = isSynced,
        Kind = RecordKind.Power,
        Mask = 1,
        Values = new long[] { 15800 },
    };

    public static byte[] Frame(uint sequence, string deviceId = Device, long? timeMs = null, bool isSynced = true, byte[]? key = null) =>
        FrameWriter.Write([Record(sequence, timeMs ?? Now.ToUnixTimeMilliseconds(), deviceId, isSynced)], key);

    public static byte[] Broken(uint sequence)
    {
        var frame = Frame(sequence);
        frame[^1] ^= 1;
        return frame;
    }
}

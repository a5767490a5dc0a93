using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DroneLink.CloudSdk.Embedded;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Hostile;
using DroneLink.Simulation.Hostile.Cloud;

namespace DroneLink.Simulation.Forged;

/// <summary>
/// Plays genuine posts again while their time is good, which is taken and has to change nothing; and asks for pages with cursors that it made up. Behind it stands the real store,
/// where one device's post was taken once.
/// </summary>
internal sealed class ReplayForger : Forger, IDisposable
{
    private const string Path = "/v1/devices/kite/records";

    private static readonly byte[] Body = FrameBody.Join([.. Samples.Frames().Select(frame => (ReadOnlyMemory<byte>)frame)]);

    private readonly string _folder = Directory.CreateTempSubdirectory("dronelink-forged-").FullName;
    private readonly EmbeddedCloud _cloud;
    private readonly MemoryIntake _intake = new();
    private readonly FrameIngest _ingest;
    private readonly ProjectionHandler _projection;
    private readonly string _before;

    /// <summary>Begins: the device posts once, and another device has records too.</summary>
    public ReplayForger()
    {
        var time = new StandingTime(Samples.Now);
        _cloud = EmbeddedCloud.Open(System.IO.Path.Combine(_folder, "cloud.db"), time);
        _ingest = new FrameIngest(_intake, _intake, _intake, time);
        _projection = new ProjectionHandler([_cloud.Store, _cloud.Search], _intake, time);
        Post(0);
        var other = Samples.Numeric(1, RecordKind.Power, Samples.Now.ToUnixTimeMilliseconds(), 1);
        Project(Samples.OtherDevice, FrameWriter.Write([new TelemetryRecord
        {
            DeviceId = Samples.OtherDevice, BootId = 1, Sequence = 1, TimeMs = other.TimeMs, ClockSynced = true, Kind = other.Kind, Mask = other.Mask, Values = other.Values,
        }]));
        _before = Everything();
    }

    /// <inheritdoc/>
    public override string Name => "replays and cursors";

    /// <inheritdoc/>
    public override bool TakesGenuine() => Page("", out var records) && records.Contains("\"deviceId\":\"kite\"", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Takes(Random random, out string forgery)
    {
        if (random.Next(10) == 0)
        {
            var seconds = random.Next(-300, 301);
            forgery = $"a post {seconds} s off, again";
            return !Post(seconds) || Everything() != _before;
        }

        Page("?limit=1", out var first);
        using var answer = JsonDocument.Parse(first);
        var cursor = answer.RootElement.GetProperty("cursor").GetString()!;
        if (random.Next(2) == 0)
        {
            var changed = Change.Text(random, cursor);
            forgery = $"cursor '{changed}'";
            return Page($"?limit=1&cursor={Uri.EscapeDataString(changed)}", out _);
        }

        // The check of a cursor is no secret: whoever makes one up gets to see, at the most, what he may see anyway.
        var device = random.Next(2) == 0 ? Samples.OtherDevice : Samples.Device;
        forgery = $"a cursor behind a record of '{device}', its check right";
        return Page($"?cursor={Made(random, device)}", out var page) && page.Contains($"\"deviceId\":\"{Samples.OtherDevice}\"", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cloud.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Made(Random random, string device)
    {
        var position = new byte[16 + device.Length];
        random.NextBytes(position.AsSpan(0, 16));
        Encoding.ASCII.GetBytes(device, position.AsSpan(16));
        var check = SHA256.HashData([.. Encoding.UTF8.GetBytes(Path), 0, .. position]);
        return Base64Url.EncodeToString([1, .. check.AsSpan(0, 8), .. position]);
    }

    private bool Post(int secondsOff)
    {
        _intake.Clear();
        var timestamp = (Samples.Now.ToUnixTimeSeconds() + secondsOff).ToString(CultureInfo.InvariantCulture);
        var signature = RequestSignature.Compute(Samples.Key, Samples.Device, timestamp, Body);
        if (_ingest.HandleAsync(Requests.Frames(Samples.Device, timestamp, signature, Body)).AsTask().GetAwaiter().GetResult().StatusCode != 202) return false;
        foreach (var entry in _intake.Stored.ToList()) Project(entry.PartitionKey, entry.Data.ToArray());
        return true;
    }

    private void Project(string device, byte[] frame)
    {
        var payload = new KinesisPayload { PartitionKey = device, SequenceNumber = "1", Data = frame, ApproximateArrivalTimestamp = Samples.Now.ToUnixTimeSeconds() };
        _projection.HandleAsync(new KinesisEvent { Records = [new KinesisEventRecord { Kinesis = payload }] }).GetAwaiter().GetResult();
    }

    private string Everything()
    {
        Page("?limit=1000", out var records);
        using var document = JsonDocument.Parse(records);
        return document.RootElement.GetProperty("records").GetRawText();
    }

    private bool Page(string query, out string records)
    {
        var request = Requests.Of("GET", Path) with
        {
            QueryStringParameters = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).ToDictionary(pair => pair.Split('=')[0], pair => Uri.UnescapeDataString(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..])),
        };
        var response = _cloud.Query.HandleAsync(request).GetAwaiter().GetResult();
        records = response.Body!;
        return response.StatusCode == 200;
    }
}

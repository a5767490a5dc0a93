using System.IO.Compression;
using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Campaigns;
using DroneLink.Simulation.Hostile;
using DroneLink.Simulation.Hostile.Cloud;

namespace DroneLink.Simulation.Forged;

/// <summary>Posts frames over HTTPS in the device's name.</summary>
internal sealed class PostForger : Forger
{
    private static readonly byte[] Body = FrameBody.Join([Samples.Frames()[0], Samples.Frames()[2]]);
    private static readonly string Signature = RequestSignature.Compute(Samples.Key, Samples.Device, Requests.Timestamp, Body);
    private static readonly byte[] Bomb = Compressed(FrameBody.Join([.. Enumerable.Repeat((ReadOnlyMemory<byte>)Samples.Frames()[0], 2000)]));

    // Begins with a good frame, so that it would be stored if nothing counted the bytes.
    private static readonly byte[] Huge = FrameBody.Join([Samples.Frames()[0], .. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[ushort.MaxValue], 5)]);

    private readonly MemoryIntake _intake = new();
    private readonly FrameIngest _ingest;

    /// <summary>Begins.</summary>
    public PostForger() => _ingest = new FrameIngest(_intake, _intake, _intake, new StandingTime(Samples.Now));

    /// <inheritdoc/>
    public override string Name => "posts of frames";

    /// <inheritdoc/>
    public override bool TakesGenuine() => Post(Samples.Device, Requests.Timestamp, Signature, Body);

    /// <inheritdoc/>
    public override bool Takes(Random random, out string forgery)
    {
        var old = Change.Timestamp(random, Samples.Now, FrameIngestOptions.DefaultMaxClockSkewSeconds);
        switch (random.Next(13))
        {
            case 0 or 1:
                forgery = "another body";
                return Post(Samples.Device, Requests.Timestamp, Signature, Change.Bytes(random, Body));
            case 2 or 3:
                var signature = Change.Text(random, Signature);
                forgery = $"signature '{signature}'";
                return Post(Samples.Device, Requests.Timestamp, signature, Body);
            case 4:
                var time = Change.Text(random, Requests.Timestamp);
                forgery = $"time '{time}'";
                return Post(Samples.Device, time, Signature, Body);
            case 5:
                forgery = $"time '{old}', well signed";
                return Post(Samples.Device, old, RequestSignature.Compute(Samples.Key, Samples.Device, old, Body), Body);
            case 6:
                var device = random.Next(3) == 0 ? Samples.OtherDevice : Change.Text(random, Samples.Device);
                forgery = $"in the name of '{device}'";
                return Post(device, Requests.Timestamp, random.Next(2) == 0 ? Signature : RequestSignature.Compute(Samples.Key, device, Requests.Timestamp, Body), Body);
            case 7:
                byte[][] keys = [Samples.OtherKey, new byte[32], [], Samples.Key[..16], [.. Samples.Key, 1]];
                forgery = "by another key";
                return Post(random.Next(3) == 0 ? "stranger" : Samples.Device, Requests.Timestamp, RequestSignature.Compute(keys[random.Next(keys.Length)], Samples.Device, Requests.Timestamp, Body), Body);
            case 8:
                forgery = "by a signature for another request";
                string[] others = ["/v1/frames", "/v1/devices/kite/ota/manifest", "/v1/frames?", "/v1/frames/"];
                return Post(Samples.Device, Requests.Timestamp, RequestSignature.ComputeGet(Samples.Key, others[random.Next(others.Length)], Samples.Device, Requests.Timestamp), random.Next(2) == 0 ? [] : Body);
            case 9:
                forgery = "with headers twice";
                return PostTwice(random);
            case 10:
                forgery = "compressed, or too large, by the device itself";
                var body = random.Next(2) == 0 ? Bomb : Huge;
                return Post(Samples.Device, Requests.Timestamp, RequestSignature.Compute(Samples.Key, Samples.Device, Requests.Timestamp, body), body, ("content-encoding", "gzip"));
            case 11:
                forgery = "the frames of another device, by one that may speak for itself";
                return Post(Samples.OtherDevice, Requests.Timestamp, RequestSignature.Compute(Samples.OtherKey, Samples.OtherDevice, Requests.Timestamp, Body), Body);
            default:
                forgery = "the bounds between name, time and body moved";
                return Moved(random);
        }
    }

    // The forged one of two spellings comes first, the genuine one behind it, or the other way round; what is genuine in all of them is not in what is posted.
    private bool PostTwice(Random random)
    {
        (string, string)[] tricks =
        [
            ("X-Signature", Signature), ("X-SIGNATURE", Change.Text(random, Signature)), ("X-Device-Id", Samples.OtherDevice), ("X-Timestamp", Change.Timestamp(random, Samples.Now, 300)),
            ("x-signature ", Signature), ("x_signature", Signature), ("transfer-encoding", "chunked"), ("content-length", "0"), ("x-forwarded-for", "127.0.0.1"), ("x-http-method-override", "GET"),
        ];
        return Post(Samples.Device, Requests.Timestamp, Change.Text(random, Signature), Body, tricks[random.Next(tricks.Length)]);
    }

    private bool Moved(Random random)
    {
        var cut = 1 + random.Next(Requests.Timestamp.Length - 1);
        (string Device, string Time, byte[] Body)[] parts =
        [
            ($"{Samples.Device}\n{Requests.Timestamp[..cut]}", Requests.Timestamp[cut..], Body),
            (Samples.Device, Requests.Timestamp[..cut], [.. System.Text.Encoding.ASCII.GetBytes(Requests.Timestamp[cut..]), (byte)'\n', .. Body]),
            (Samples.Device[..2], $"{Samples.Device[2..]}\n{Requests.Timestamp}", Body),
            ($"{Samples.Device}\n{Requests.Timestamp}\n", Requests.Timestamp, Body),
        ];
        var (device, time, body) = parts[random.Next(parts.Length)];
        return Post(device, time, Signature, body);
    }

    // A second spelling comes last, as a server adds it.
    private bool Post(string device, string timestamp, string signature, byte[] body, params (string Name, string Value)[] more)
    {
        _intake.Clear();
        var response = _ingest.HandleAsync(Requests.Frames(device, timestamp, signature, body, more)).AsTask().GetAwaiter().GetResult();
        ViolationException.Unless(response.StatusCode < 500, () => $"{response.StatusCode}: it is not refused, something failed");
        return _intake.Stored.Count > 0 || (response.StatusCode == 202 && _intake.Letters.Count == 0);
    }

    private static byte[] Compressed(byte[] body)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(body);
        return compressed.ToArray();
    }
}

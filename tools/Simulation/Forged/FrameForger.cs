using DroneLink.CloudSdk.Ingest;
using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Hostile;
using DroneLink.Simulation.Hostile.Cloud;
using DroneLink.Tool.Provisioning;

namespace DroneLink.Simulation.Forged;

/// <summary>Publishes frames over MQTT, where every frame has to be signed, and connects to the broker with passwords that are near the right one.</summary>
internal sealed class FrameForger : Forger
{
    private static readonly byte[][] Signed = Samples.Frames(Samples.Key);
    private static readonly string Password = MqttPassword.Derive(Samples.Key);

    private readonly MemoryIntake _intake = new();
    private readonly FrameIngest _ingest;

    /// <summary>Begins.</summary>
    public FrameForger() =>
        _ingest = new FrameIngest(_intake, _intake, _intake, new StandingTime(Samples.Now), new FrameIngestOptions { RequireFrameSignature = true });

    /// <inheritdoc/>
    public override string Name => "frames over MQTT";

    /// <inheritdoc/>
    public override bool TakesGenuine() => Signed.All(frame => Takes(Samples.Device, frame)) && IsPassword(Password);

    /// <inheritdoc/>
    public override bool Takes(Random random, out string forgery)
    {
        var frame = Signed[random.Next(Signed.Length)];
        switch (random.Next(9))
        {
            case 0 or 1 or 2:
                forgery = "another frame, its CRC right";
                var changed = Change.Bytes(random, frame[..^4]);
                return !changed.AsSpan().SequenceEqual(frame.AsSpan(0, frame.Length - 4)) && Takes(Samples.Device, Sealed(changed));
            case 3:
                forgery = "without its signature";
                byte[] bare = [.. frame[..^20]];
                if (random.Next(2) == 0) bare[2] &= 1;
                return Takes(Samples.Device, Sealed(bare));
            case 4:
                forgery = "by another key";
                return Takes(Samples.Device, Samples.Frames(random.Next(2) == 0 ? Samples.OtherKey : new byte[32])[random.Next(Signed.Length)]);
            case 5:
                forgery = "of one device in another's name";
                return Takes(random.Next(2) == 0 ? Samples.OtherDevice : "stranger", frame);
            case 6:
                forgery = "unsigned";
                return Takes(Samples.Device, Samples.Frames()[random.Next(Signed.Length)]);
            case 7:
                forgery = "from the day after tomorrow, well signed";
                var ahead = Samples.Now.ToUnixTimeMilliseconds() + FrameFormat.MaxAheadMs + 1 + random.Next(int.MaxValue);
                return Takes(Samples.Device, FrameWriter.Write([Samples.Numeric(1, RecordKind.Power, ahead, 1)], Samples.Key));
            default:
                var password = random.Next(4) == 0 ? MqttPassword.Derive(Samples.OtherKey) : Change.Text(random, Password);
                forgery = $"password '{password}'";
                return IsPassword(password);
        }
    }

    private static bool IsPassword(string password) => MqttPassword.IsValid(Samples.Key, System.Text.Encoding.UTF8.GetBytes(password));

    private static byte[] Sealed(byte[] content)
    {
        byte[] frame = [.. content, 0, 0, 0, 0];
        Samples.Seal(frame);
        return frame;
    }

    private bool Takes(string device, byte[] frame)
    {
        _intake.Clear();
        var outcome = _ingest.AcceptAsync(device, frame).AsTask().GetAwaiter().GetResult();
        return outcome.Status == FrameStatus.Accepted || _intake.Stored.Count > 0;
    }
}

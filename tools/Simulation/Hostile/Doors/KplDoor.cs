using System.Security.Cryptography;
using System.Text;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Projection;
using DroneLink.CloudSdk.Wire;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>An aggregate of Amazon's producer library: it is taken apart whole, or is one record like any other.</summary>
internal sealed class KplDoor : CloudDoor
{
    private readonly ProjectionHandler _projection;
    private int _failures;

    /// <summary>Opens it.</summary>
    public KplDoor() => _projection = new ProjectionHandler([Intake], Intake, Time);

    /// <inheritdoc/>
    public override string Name => "kpl";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = [Aggregate(Samples.Frames()), Aggregate(Samples.Frames()[..2])];

    // A record of two bytes is an item with its letter.
    /// <inheritdoc/>
    public override int BytesPerByte => 400;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        if (input.Length >= 20) MD5.HashData(input[4..^16], input[^16..]);
    }

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        Intake.Clear();
        var record = new KinesisEventRecord { Kinesis = new KinesisPayload { PartitionKey = Samples.Device, SequenceNumber = "1", Data = input, ApproximateArrivalTimestamp = 1_795_608_000 } };
        _failures = Now(_projection.HandleAsync(new KinesisEvent { Records = [record] })).BatchItemFailures.Count;
        return new Outcome(Intake.Records.Count > 0, (Intake.Records.Count * 16) + Intake.Letters.Count);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        ViolationException.Unless(_failures == 0, "a record that can never be stored holds the stream up");
        var isWhole = input.Length > 20 && input.AsSpan().StartsWith(Magic) && MD5.HashData(input.AsSpan(4, input.Length - 20)).AsSpan().SequenceEqual(input.AsSpan(input.Length - 16));
        if (!isWhole)
        {
            ViolationException.Unless(Intake.Records.Count == 0 && Intake.Letters is [{ } letter] && letter.Data.Span.SequenceEqual(input), "a damaged aggregate is taken apart");
            return;
        }

        ViolationException.Unless(Intake.Records.Count + Intake.Letters.Count > 0, "an aggregate is lost");
        foreach (var record in Intake.Records) ViolationException.Unless(FrameFormat.IsDeviceId(record.Record.DeviceId), "a record of nobody");
        foreach (var letter in Intake.Letters) ViolationException.Unless(letter.Data.Length <= input.Length, "a letter that was never sent");
    }

    /// <summary>Returns frames of one device as an aggregate.</summary>
    public static byte[] Aggregate(IEnumerable<byte[]> frames)
    {
        List<byte> body = [.. Field(1, Encoding.UTF8.GetBytes(Samples.Device))];
        foreach (var frame in frames) body.AddRange(Field(3, [0x08, 0, .. Field(3, frame)]));
        return [.. Magic, .. body, .. MD5.HashData([.. body])];
    }

    private static ReadOnlySpan<byte> Magic => [0xF3, 0x89, 0x9A, 0xC2];

    private static byte[] Field(int number, byte[] bytes) => [(byte)((number << 3) | 2), .. Varint(bytes.Length), .. bytes];

    private static byte[] Varint(int value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];
}

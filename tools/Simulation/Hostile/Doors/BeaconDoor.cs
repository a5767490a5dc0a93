using DroneLink.CloudSdk.Wire;
using DroneLink.Firmware.Peers;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A beacon that came over MQTT: what a drone takes for one is an unsigned frame of one position to the cloud too, of the same place and name.</summary>
internal sealed class BeaconDoor : Door
{
    private readonly BeaconReader _reader = new();
    private BeaconRefusal _refusal;

    /// <inheritdoc/>
    public override string Name => "beacon";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } =
    [
        Samples.Frames()[0],
        FrameWriter.Write([Samples.Numeric(3, RecordKind.Position, 5000, -475_000_000, 1_799_999_999)]),
        FrameWriter.Write([Samples.Numeric(70_000, RecordKind.Position, 1_795_000_000_000, 1, -1, -400, 0, 0, 0, 35_999)]),
    ];

    /// <inheritdoc/>
    public override int MaxBytes => 256;

    /// <inheritdoc/>
    public override int BytesPerByte => 0;

    /// <inheritdoc/>
    public override int FreeBytes => 0;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input) => Samples.Seal(input);

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        _refusal = _reader.Read(input, 0, input.Length, 0);
        return new Outcome(_refusal == BeaconRefusal.None, (int)_refusal);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        var isRead = FrameReader.TryRead(input, out var frame, out var error);
        var isBeacon = isRead && frame is { Signed: false, Records: [{ Kind: RecordKind.Position }] };
        if (_refusal != BeaconRefusal.None)
        {
            ViolationException.Unless(_refusal != BeaconRefusal.Malformed || !isBeacon, "a good beacon is malformed");
            return;
        }

        ViolationException.Unless(isBeacon, () => $"a beacon that is none: {error}");
        var record = frame!.Records[0];
        ViolationException.Unless(record.TryGet(0, out var latitude) && record.TryGet(1, out var longitude)
            && _reader.State.LatitudeE7 == latitude && _reader.State.LongitudeE7 == longitude && latitude is >= -900_000_000 and <= 900_000_000, "another place");
        ViolationException.Unless(
            _reader.Counter == ((ulong)frame.BootId << 32 | frame.FirstSequence) && _reader.TimeMs == record.TimeMs && _reader.HasUtc == frame.ClockSynced, "another time");
        ViolationException.Unless(System.Text.Encoding.ASCII.GetString(input, _reader.IdStart, _reader.IdLength) == frame.DeviceId, "another name");
    }
}

using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Telemetry;
using DroneLink.Host.Board;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A beacon that came by radio: whatever is heard, only what the fleet's key has signed is taken.</summary>
internal sealed class BeaconDatagramDoor : Door
{
    private readonly PeerKeys _keys = new(new MemorySegmentStore(), Samples.OtherKey);
    private readonly BeaconAir _air = new();
    private int _peers;

    /// <inheritdoc/>
    public override string Name => "beacon-datagram";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; } = [BeaconAir.Wrap(Samples.Frames()[0], 0, Samples.OtherKey)];

    /// <inheritdoc/>
    public override int MaxBytes => 400;

    /// <inheritdoc/>
    public override int BytesPerByte => 0;

    // The table and its reader, of each input anew.
    /// <inheritdoc/>
    public override int FreeBytes => 8192;

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        if (input.Length < BeaconDatagram.MinBytes) return;
        Samples.Seal(input[BeaconDatagram.FrameOffset..^BeaconDatagram.SignatureBytes]);
        Samples.Sign(input[..^BeaconDatagram.SignatureBytes], input[^BeaconDatagram.SignatureBytes..], Samples.OtherKey);
    }

    /// <inheritdoc/>
    public override Outcome Try(byte[] input)
    {
        var table = new PeerTable(5000);
        var receiver = new PeerReceiver(table, _keys, new DeviceClock(), "falcon"u8.ToArray(), BeaconAir.Fleet);
        _air.Put(input);
        receiver.Receive(_air, 1000);
        _peers = table.Count;
        for (var refusal = BeaconRefusal.None; refusal <= BeaconRefusal.TableFull; refusal++)
        {
            if (receiver.Count(refusal) > 0) return new Outcome(refusal == BeaconRefusal.None, (int)refusal);
        }

        return new Outcome(false, -1);
    }

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (_peers == 0) return;
        ViolationException.Unless(input.Length <= BeaconDatagram.MaxBytes, "a datagram that is too long is taken");
        Span<byte> signature = stackalloc byte[BeaconDatagram.SignatureBytes];
        Samples.Sign(input.AsSpan(0, input.Length - signature.Length), signature, Samples.OtherKey);
        ViolationException.Unless(signature.SequenceEqual(input.AsSpan(input.Length - signature.Length)), "a beacon that nobody of the fleet has signed is taken");
    }
}

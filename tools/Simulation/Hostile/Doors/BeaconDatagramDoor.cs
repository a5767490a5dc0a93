using System.Text;
using DroneLink.Firmware.Peers;
using DroneLink.Firmware.Telemetry;
using DroneLink.Host.Board;
using DroneLink.Simulation.Campaigns;

namespace DroneLink.Simulation.Hostile.Doors;

/// <summary>A beacon that came by radio: whatever is heard, only what the fleet's key has signed is taken.</summary>
internal sealed class BeaconDatagramDoor : Door, IPeerRadio
{
    private readonly PeerKeys _keys = new(new MemorySegmentStore(), Samples.OtherKey);
    private byte[]? _heard;
    private int _peers;

    /// <summary>Opens it.</summary>
    public BeaconDatagramDoor() => Examples = [.. Samples.Frames()[..1].Select(Wrap)];

    /// <inheritdoc/>
    public override string Name => "beacon-datagram";

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Examples { get; }

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
        var receiver = new PeerReceiver(table, _keys, new DeviceClock(), "falcon"u8.ToArray(), FleetHash);
        _heard = input;
        receiver.Receive(this, 1000);
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

    /// <inheritdoc/>
    public bool TrySend(byte[] buffer, int count) => true;

    /// <inheritdoc/>
    public int TryReceive(byte[] buffer)
    {
        if (_heard is null) return 0;
        var count = Math.Min(_heard.Length, buffer.Length);
        _heard.AsSpan(0, count).CopyTo(buffer);
        _heard = null;
        return count;
    }

    private static uint FleetHash { get; } = System.IO.Hashing.Crc32.HashToUInt32(Encoding.ASCII.GetBytes(Samples.Fleet));

    private byte[] Wrap(byte[] frame)
    {
        byte[] datagram =
        [
            BeaconDatagram.Magic, BeaconDatagram.Version, .. BitConverter.GetBytes(_keys.SigningId), .. BitConverter.GetBytes(FleetHash),
            .. BitConverter.GetBytes(0u), .. BitConverter.GetBytes(0x00010203u), .. frame, .. new byte[BeaconDatagram.SignatureBytes],
        ];
        Repair(datagram);
        return datagram;
    }
}

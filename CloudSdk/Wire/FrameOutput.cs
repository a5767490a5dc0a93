using System.Buffers.Binary;

namespace DroneLink.CloudSdk.Wire;

/// <summary>Writes into a span that may be too short: what does not fit is left out and noted.</summary>
internal ref struct FrameOutput(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;
    private int _length;

    /// <summary>Whether something did not fit.</summary>
    public bool HasOverrun { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _destination[.._length];

    public void Byte(byte value) => Bytes([value]);

    public void UInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Bytes(bytes);
    }

    public void VarInt(ulong value)
    {
        Span<byte> bytes = stackalloc byte[Wire.VarInt.MaxBytes];
        Bytes(bytes[..Wire.VarInt.Write(bytes, value)]);
    }

    public void Bytes(scoped ReadOnlySpan<byte> bytes)
    {
        HasOverrun |= bytes.Length > _destination.Length - _length;
        if (!HasOverrun)
        {
            bytes.CopyTo(_destination[_length..]);
            _length += bytes.Length;
        }
    }
}

using System.Buffers;

namespace DroneLink.Bench.Samples;

/// <summary>A buffer of a size, for a writer that may not allocate.</summary>
internal sealed class FixedBuffer(int bytes) : IBufferWriter<byte>
{
    private readonly byte[] _bytes = new byte[bytes];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.AsMemory(Length);

    public Span<byte> GetSpan(int sizeHint = 0) => _bytes.AsSpan(Length);
}

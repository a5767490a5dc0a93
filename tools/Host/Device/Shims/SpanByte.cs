namespace System;

/// <summary>nanoFramework's span of bytes, as far as the firmware uses it: a whole array, handed to a bus.</summary>
public readonly ref struct SpanByte
{
    private readonly byte[] _array;

    private SpanByte(byte[] array) => _array = array;

    /// <summary>A span of a whole array.</summary>
    public static implicit operator SpanByte(byte[] array) => new(array);

    internal Span<byte> AsSpan() => _array;
}

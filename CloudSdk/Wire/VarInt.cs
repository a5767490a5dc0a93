namespace DroneLink.CloudSdk.Wire;

/// <summary>Unsigned LEB128 and the zigzag mapping, in the one canonical form that frames allow.</summary>
internal static class VarInt
{
    /// <summary>Bytes of the longest 64-bit one.</summary>
    public const int MaxBytes = 10;

    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    public static int Size(ulong value) => (64 - int.Min(63, System.Numerics.BitOperations.LeadingZeroCount(value)) + 6) / 7;

    /// <summary>Writes a value. The caller has made sure of the room.</summary>
    /// <returns>The bytes written.</returns>
    public static int Write(Span<byte> destination, ulong value)
    {
        var at = 0;
        while (value >= 0x80)
        {
            destination[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[at++] = (byte)value;
        return at;
    }

    /// <summary>Reads a value of 32 bits.</summary>
    /// <returns>False when the bytes end before or inside it, it has needless groups, or it is wider.</returns>
    public static bool TryRead32(ReadOnlySpan<byte> source, ref int at, out uint value)
    {
        var ok = TryRead64(source, ref at, out var wide);
        value = (uint)wide;
        return ok && wide <= uint.MaxValue;
    }

    /// <summary>Reads a value of 64 bits.</summary>
    /// <returns>False when the bytes end before or inside it, it has needless groups, or it is wider.</returns>
    public static bool TryRead64(ReadOnlySpan<byte> source, ref int at, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 7 * MaxBytes && at < source.Length; shift += 7)
        {
            var group = source[at++];
            if (shift == 63 && group > 1)
            {
                return false;
            }

            value |= (ulong)(group & 0x7F) << shift;
            if (group < 0x80)
            {
                return group != 0 || shift == 0;
            }
        }

        return false;
    }
}

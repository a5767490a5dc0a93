namespace DroneLink.CloudSdk.Ota;

/// <summary>
/// The CRC-32 of nanoFramework's assemblies: polynomial 04C11DB7, not reflected, from 0 and not inverted at the end
/// (nf-interpreter, <c>src/CLR/Core/nanoSupport_CRC32.c</c>). No class of .NET has it.
/// </summary>
internal static class NanoCrc32
{
    private const uint Polynomial = 0x04C11DB7;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Entry((uint)i))];

    /// <summary>Returns the CRC of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="crc">That of the bytes before them; 0 to begin.</param>
    public static uint Compute(ReadOnlySpan<byte> bytes, uint crc = 0)
    {
        foreach (var next in bytes)
            crc = Table[(crc >> 24) ^ next] ^ (crc << 8);
        return crc;
    }

    private static uint Entry(uint index)
    {
        var crc = index << 24;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
        return crc;
    }
}

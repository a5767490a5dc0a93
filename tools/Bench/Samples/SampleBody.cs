namespace DroneLink.Bench.Samples;

/// <summary>1 KB of anything, about what a full frame has.</summary>
internal static class SampleBody
{
    public static byte[] Bytes { get; } = Create();

    private static byte[] Create()
    {
        var bytes = new byte[1024];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}

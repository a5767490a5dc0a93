using DroneLink.CloudSdk.Wire;

namespace DroneLink.Bench.Samples;

/// <summary>Nothing is timed that does not do what its peer does.</summary>
internal static class Same
{
    /// <summary>Checks that two lists hold the same records.</summary>
    public static void Records(IReadOnlyList<TelemetryRecord> expected, IReadOnlyList<TelemetryRecord> actual) =>
        That(expected.Select(RecordJson.ToLine).SequenceEqual(actual.Select(RecordJson.ToLine)));

    /// <summary>Checks that two spans hold the same bytes.</summary>
    public static void Bytes(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual) => That(expected.SequenceEqual(actual));

    /// <summary>Checks that two results are the same.</summary>
    public static void That(bool isSame)
    {
        if (!isSame)
        {
            throw new InvalidOperationException("the benchmark and its peer do not give the same");
        }
    }
}

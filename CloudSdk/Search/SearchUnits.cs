using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Search;

/// <summary>
/// What the wire's values are divided by, so that the index has plain units: degrees, m, m/s, V, A, dBm, °C, %, s. The mapping has the unit of
/// each field, and as its <c>scaling_factor</c> the same divisor: so it holds the wire's own number.
/// </summary>
internal static class SearchUnits
{
    private static readonly int[]?[] Divisors = new int[]?[256];

    static SearchUnits()
    {
        Divisors[RecordKind.Position] = [10_000_000, 10_000_000, 100, 100, 100, 100, 100, 1, 1, 100];
        Divisors[RecordKind.Attitude] = [100, 100, 100];
        Divisors[RecordKind.Power] = [1000, 1000, 1, 1];
        Divisors[RecordKind.VideoLink] = [1, 100, 100, 100, 100, 100, 100, 1, 1000, 1000, 10, 1, 1, 100, 1, 1, 1000, 1000];
        Divisors[RecordKind.Transmitter] = [100, 1000, 1000, 1];
        Divisors[RecordKind.Receiver] = [100, 1000, 1000, 1];
        Divisors[RecordKind.Environment] = [100, 1, 10];
        Divisors[RecordKind.Peer] = [1, 100, 100, 1000];
    }

    /// <summary>Returns the divisor of a field; 1 where the wire's unit is plain.</summary>
    public static int Divisor(byte kind, int field) => Divisors[kind] is { } divisors && field < divisors.Length ? divisors[field] : 1;
}

namespace DroneLink.Simulation.Update;

/// <summary>What a power cut leaves of the file that was being written, or deleted.</summary>
internal sealed class OtaCut(string name, Func<byte[]?, byte[]?, byte[]?> leaves)
{
    /// <summary>Every way.</summary>
    public static IReadOnlyList<OtaCut> All { get; } =
    [
        new("vanishes", (before, _) => before),
        new("completes", (_, wanted) => wanted),
        new("leaves no file", (_, _) => null),
        new("leaves an empty file", (before, wanted) => wanted is null ? before : []),
        new("torn after 1 byte", (before, wanted) => wanted is null ? before : wanted[..1]),
        new("torn in the middle", (_, wanted) => wanted?[..(wanted.Length / 2)]),
        new("torn before the last byte", (_, wanted) => wanted?[..^1]),
        new("torn over the old", (before, wanted) => wanted is null ? before : Over(before, wanted)),
        new("nonsense", (before, wanted) => wanted is null ? before : Nonsense(wanted.Length)),
        new("nonsense behind", (_, wanted) => wanted is null ? null : [.. wanted[..(wanted.Length / 3)], .. Nonsense(4096 - (wanted.Length / 3))]),
    ];

    /// <summary>The ways that differ the most, for histories of more than one cut.</summary>
    public static IReadOnlyList<OtaCut> Few { get; } = [All[0], All[1], All[2], All[5], All[8]];

    /// <summary>Returns what is under the name afterwards, from what was there and what was to be there; each null for no file.</summary>
    public Func<byte[]?, byte[]?, byte[]?> Leaves { get; } = leaves;

    public override string ToString() => name;

    private static byte[] Over(byte[]? before, byte[] wanted)
    {
        var half = wanted.Length / 2;
        return [.. wanted[..half], .. (before ?? []).Skip(half)];
    }

    private static byte[] Nonsense(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}

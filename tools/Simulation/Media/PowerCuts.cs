using DroneLink.Simulation.Ring;

namespace DroneLink.Simulation.Media;

/// <summary>
/// What is left under a name when the power goes while it is written or deleted. What a cut damaged stays so: no second tear puts the same bytes
/// together again, which would bring back what the firmware has every reason to think gone.
/// </summary>
internal static class PowerCuts
{
    private const byte Erased = 0xFF;

    /// <summary>Returns what is left.</summary>
    /// <param name="kind">The medium.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="files">What is on the medium, the file itself with it.</param>
    /// <param name="name">The file.</param>
    /// <param name="wanted">What was to be there; null for nothing.</param>
    public static MediumFile? Leave(MediumKind kind, Random random, IReadOnlyList<MediumFile> files, string name, byte[]? wanted)
    {
        var before = files.FirstOrDefault(file => file.Name == name);
        return (kind, wanted) switch
        {
            (MediumKind.Hostile, not null) when random.Next(2) == 0 => Pages(random, before, name, wanted),
            (MediumKind.Hostile, not null) when random.Next(8) == 0 => Spliced(random, files, name, wanted),
            (MediumKind.Hostile, null) when random.Next(3) == 0 => Pages(random, null, name, before!.Bytes),
            (_, null) => random.Next(2) == 0 ? null : before,
            (MediumKind.Littlefs, _) => Contract(random, before, name, wanted),
            _ => Torn(random, files, before, name, wanted),
        };
    }

    // Another file's bytes, whole or behind so many of these as records end at in both: what a careless reader takes for its own.
    private static MediumFile? Spliced(Random random, IReadOnlyList<MediumFile> files, string name, byte[] wanted)
    {
        var others = files.Where(file => file.Name != name && !file.IsDamaged).Select(file => file.Bytes).ToArray();
        if (others.Length == 0) return null;
        var other = others[random.Next(others.Length)];
        var ends = Ends(wanted).Intersect(Ends(other)).Prepend(0).ToArray();
        var end = ends[random.Next(ends.Length)];
        return new MediumFile(name, [.. wanted.AsSpan(0, end), .. other.AsSpan(end)], true);
    }

    private static IEnumerable<int> Ends(byte[] segment) =>
        SegmentLayout.Entries(segment).Select(entry => entry.End.Value).Prepend(SegmentLayout.HeaderBytes).Where(end => end <= segment.Length);

    private static MediumFile? Contract(Random random, MediumFile? before, string name, byte[] wanted) => random.Next(3) switch
    {
        0 => new MediumFile(name, wanted, false),
        1 => before ?? new MediumFile(name, [], true),
        _ => before,
    };

    private static MediumFile? Torn(Random random, IReadOnlyList<MediumFile> files, MediumFile? before, string name, byte[] whole)
    {
        var part = whole[..random.Next(whole.Length + 1)];
        switch (random.Next(7))
        {
            case 0:
                return before;
            case 1:
                return null;
            case 2:
                return new MediumFile(name, part, true);
            case 3:
                return new MediumFile(name, [.. part, .. Nonsense(random, random.Next(4097))], true);
            case 4:
                var others = files.Where(file => file.Name != name || !file.IsDamaged).Select(file => file.Bytes).ToArray();
                var other = others.Length == 0 ? [] : others[random.Next(others.Length)];
                return new MediumFile(name, [.. part, .. other.AsSpan(Math.Min(part.Length, other.Length))], true);
            case 5:
                // Written out of order: a hole in the middle.
                var holed = (byte[])whole.Clone();
                var from = random.Next(whole.Length);
                holed.AsSpan(from, random.Next(whole.Length - from + 1)).Fill(Erased);
                return new MediumFile(name, holed, true);
            default:
                return new MediumFile(name, whole, false);
        }
    }

    // Each page on its own: written, erased, half programmed, as before, or nonsense; in whatever order that came about.
    private static MediumFile Pages(Random random, MediumFile? before, string name, byte[] wanted)
    {
        var left = (byte[])wanted.Clone();
        var old = before is { IsDamaged: false } ? before.Bytes : [];
        var size = 16 << (2 * random.Next(4));
        var written = random.Next(1, 8);
        for (var at = 0; at < left.Length; at += size)
        {
            if (random.Next(8) < written) continue;
            var page = left.AsSpan(at, Math.Min(size, left.Length - at));
            switch (random.Next(5))
            {
                case 0:
                    page.Fill(Erased);
                    break;
                case 1:
                    page.Clear();
                    break;
                case 2:
                    random.NextBytes(page);
                    break;
                case 3:
                    for (var i = 0; i < page.Length; i++) page[i] &= at + i < old.Length ? old[at + i] : (byte)random.Next(256);
                    break;
                default:
                    page.Fill(Erased);
                    if (at < old.Length) old.AsSpan(at, Math.Min(page.Length, old.Length - at)).CopyTo(page);
                    break;
            }
        }

        return new MediumFile(name, random.Next(4) == 0 ? left[..random.Next(left.Length + 1)] : left, true);
    }

    private static byte[] Nonsense(Random random, int count)
    {
        var nonsense = new byte[count];
        random.NextBytes(nonsense);
        return nonsense;
    }
}

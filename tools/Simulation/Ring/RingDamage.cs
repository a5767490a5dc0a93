using DroneLink.Firmware.Storage;
using DroneLink.Simulation.Media;

namespace DroneLink.Simulation.Ring;

/// <summary>Ways in which a ring's files can have become something else, by decay or by an accident, but by nobody who can compute a CRC.</summary>
internal static class RingDamage
{
    private const int MaxFlips = 20;

    /// <summary>Damages something.</summary>
    /// <returns>What.</returns>
    public static string Do(CutStore store, Random random)
    {
        var files = store.Files.ToArray();
        var name = files.Length == 0 ? NewName(random) : files[random.Next(files.Length)].Name;
        var bytes = store.Get(name) ?? [];
        switch (random.Next(10))
        {
            case 0:
                store.Damage(name, Nonsense(random, random.Next(5000)));
                return $"nonsense in {name}";
            case 1:
                name = NewName(random);
                store.Damage(name, Nonsense(random, random.Next(5000)));
                return $"nonsense in {name}, which is new";
            case 2:
                var flips = random.Next(1, MaxFlips);
                for (var i = 0; i < flips; i++) store.FlipBit();
                return $"{flips} bits flipped";
            case 3:
                store.Damage(name, bytes[..random.Next(bytes.Length + 1)]);
                return $"{name} is cut short";
            case 4:
                store.Damage(name, [.. bytes, .. Nonsense(random, random.Next(3000))]);
                return $"nonsense behind {name}";
            case 5:
                Shuffle(store, random, files);
                return "contents are shuffled";
            case 6:
                var copy = random.Next(2) == 0 ? name[..^1] + (name[^1] == 'a' ? 'b' : 'a') : NewName(random);
                store.Damage(copy, bytes);
                return $"{name} is also {copy}";
            case 7:
                store.TryDelete(name);
                return $"{name} is missing";
            case 8:
                store.Damage(name, Filled(random, bytes));
                return $"a part of {name} is erased";
            default:
                store.Damage(name, [.. bytes[..random.Next(bytes.Length + 1)], .. files.Length == 0 ? [] : files[random.Next(files.Length)].Bytes]);
                return $"another file behind a part of {name}";
        }
    }

    /// <summary>Returns the name of a segment that a ring may want.</summary>
    public static string NewName(Random random) =>
        $"{(random.Next(4) == 0 ? unchecked((uint)random.Next(int.MinValue, int.MaxValue)) : (uint)random.Next(60)):x8}.{(random.Next(2) == 0 ? 'a' : 'b')}";

    private static byte[] Nonsense(Random random, int count)
    {
        var nonsense = new byte[count];
        random.NextBytes(nonsense);
        return nonsense;
    }

    private static byte[] Filled(Random random, byte[] bytes)
    {
        var left = (byte[])bytes.Clone();
        var from = random.Next(left.Length + 1);
        left.AsSpan(from, random.Next(left.Length - from + 1)).Fill((byte)(random.Next(2) == 0 ? 0xFF : 0));
        return left;
    }

    private static void Shuffle(CutStore store, Random random, MediumFile[] files)
    {
        var contents = files.Select(file => file.Bytes).ToArray();
        random.Shuffle(contents);
        for (var i = 0; i < files.Length; i++) store.Damage(files[i].Name, contents[i]);
    }
}

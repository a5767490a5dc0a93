using System.Globalization;

namespace DroneLink.Simulation.Forged;

/// <summary>Changes to what was genuine. Each gives something else than it was given.</summary>
internal static class Change
{
    /// <summary>Flips a bit, drops or adds an end, or exchanges a byte.</summary>
    public static byte[] Bytes(Random random, byte[] genuine)
    {
        var changed = (byte[])genuine.Clone();
        switch (random.Next(8))
        {
            case 0:
                return genuine[..random.Next(genuine.Length)];
            case 1:
                return [.. genuine, (byte)random.Next(256)];
            case 2:
                return genuine[1..];
            default:
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
                return changed;
        }
    }

    /// <summary>Changes a text as careless readers would not notice.</summary>
    public static string Text(Random random, string genuine)
    {
        var at = random.Next(genuine.Length);
        string[] changes =
        [
            genuine[..at], genuine[(at + 1)..], $"{genuine} ", $" {genuine}", $"{genuine}\t", $"{genuine},{genuine}", $"{genuine}\0", $"{genuine}\n", $"+{genuine}", $"\"{genuine}\"", $"0{genuine}", "",
            genuine + genuine, genuine.ToUpperInvariant(), genuine.Insert(at, "\u200B"), genuine.Remove(at, 1).Insert(at, Other(random, genuine[at])), Wide(genuine),
        ];
        var changed = changes[random.Next(changes.Length)];
        return changed == genuine ? genuine.Remove(at, 1).Insert(at, Other(random, genuine[at])) : changed;
    }

    /// <summary>Returns a time that is outside of the window, by a second or by years.</summary>
    public static string Timestamp(Random random, DateTimeOffset now, int window)
    {
        long[] off = [window + 1, window + 2 + random.Next(100_000), 86_400 * 365L, now.ToUnixTimeSeconds()];
        var seconds = now.ToUnixTimeSeconds() + (random.Next(2) == 0 ? 1 : -1) * off[random.Next(off.Length)];
        return seconds.ToString(CultureInfo.InvariantCulture);
    }

    private static string Other(Random random, char character) => ((char)(character ^ (1 << random.Next(5)))).ToString();

    // Digits and letters that look the same and are others.
    private static string Wide(string text) => string.Concat(text.Select(c => c is > ' ' and < '\u007F' ? (char)(c + 0xFEE0) : c));
}

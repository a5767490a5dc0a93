using System.Text;

namespace DroneLink.Simulation.Hostile;

/// <summary>Inputs that broke something once: the lines of <c>vectors.txt</c>, each a door and an input, with what came of it behind two #.</summary>
internal static class Vectors
{
    private static readonly ILookup<string, byte[]> All = Parse(Text()).ToLookup(vector => vector.Door, vector => vector.Input, StringComparer.Ordinal);

    /// <summary>Returns those of a door.</summary>
    public static IEnumerable<byte[]> Of(string door) => All[door];

    /// <summary>Reads the file's text.</summary>
    /// <exception cref="FormatException">A line is not a door, then <c>text</c> or <c>hex</c>, then the input.</exception>
    public static IEnumerable<(string Door, byte[] Input)> Parse(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split("##")[0].Trim().Split(' ', 3);
            if (words[0].Length == 0) continue;
            if (words.Length != 3 || words[1] is not ("text" or "hex")) throw new FormatException($"vectors.txt: '{line}' is not a door, then text or hex, then the input");
            yield return (words[0], words[1] == "hex" ? Convert.FromHexString(words[2]) : Encoding.UTF8.GetBytes(words[2]));
        }
    }

    private static string Text()
    {
        using var stream = typeof(Vectors).Assembly.GetManifestResourceStream("vectors.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

using System.Globalization;

namespace DroneLink.Simulation.Campaigns;

/// <summary>Cases that failed once and must not again: the lines of <c>once-failed.txt</c>, each a campaign and a seed, with what it was about behind a #.</summary>
internal static class OnceFailed
{
    /// <summary>Returns the seeds of a campaign.</summary>
    public static IReadOnlyList<int> Of(string campaign)
    {
        using var stream = typeof(OnceFailed).Assembly.GetManifestResourceStream("once-failed.txt")!;
        using var reader = new StreamReader(stream);
        return [.. Parse(reader.ReadToEnd()).Where(entry => entry.Campaign == campaign).Select(entry => entry.Seed)];
    }

    /// <summary>Reads the file's text.</summary>
    /// <exception cref="FormatException">A line is not a campaign and a seed.</exception>
    public static IEnumerable<(string Campaign, int Seed)> Parse(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 0) continue;
            if (words.Length != 2 || !int.TryParse(words[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed))
                throw new FormatException($"once-failed.txt: '{line.Trim()}' is not a campaign and a seed");
            yield return (words[0], seed);
        }
    }
}

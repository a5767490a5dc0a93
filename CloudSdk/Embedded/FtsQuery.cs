using System.Text;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>Turns what a person typed into an FTS5 query that means nothing but "all of these words".</summary>
internal static class FtsQuery
{
    /// <summary>Returns the query, or null when the text holds no word. Letters and digits alone get through, each word quoted.</summary>
    public static string? AllWords(string text)
    {
        var query = new StringBuilder();
        var inWord = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) != inWord)
            {
                query.Append(inWord ? "\" " : "\"");
                inWord = !inWord;
            }

            if (inWord)
                query.Append(rune);
        }

        if (inWord)
            query.Append('"');
        return query.Length == 0 ? null : query.ToString();
    }
}

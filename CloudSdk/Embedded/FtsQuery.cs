using DroneLink.CloudSdk.Search;

namespace DroneLink.CloudSdk.Embedded;

/// <summary>Turns what a person typed into an FTS5 query that means nothing but "all of these words".</summary>
internal static class FtsQuery
{
    /// <summary>Returns the query, or null when the text holds no word. Letters and digits alone get through, each word quoted.</summary>
    public static string? AllWords(string text)
    {
        var words = SearchWords.Of(text);
        return words.Count == 0 ? null : string.Join(' ', words.Select(word => $"\"{word}\""));
    }
}

using System.Text;

namespace DroneLink.CloudSdk.Search;

/// <summary>Cuts text into the words that are indexed and searched, so that no analyzer of a cluster has a say in it.</summary>
internal static class SearchWords
{
    /// <summary>Returns every word once, in lower case: runs of letters and digits.</summary>
    public static IReadOnlyCollection<string> Of(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                word.Append(Rune.ToLowerInvariant(rune));
            else
                End();
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }
}

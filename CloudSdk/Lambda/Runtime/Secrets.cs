using System.Collections;

namespace DroneLink.CloudSdk.Lambda.Runtime;

/// <summary>
/// Keeps the environment's secrets out of logs and errors: the values of variables whose names end in SECRET, TOKEN, PASSWORD or KEY, and of
/// such a value <c>user:password</c> the password too.
/// </summary>
public static class Secrets
{
    private const int MinLength = 6;

    private static readonly string[] Suffixes = ["SECRET", "TOKEN", "PASSWORD", "KEY"];

    private static readonly string[] Values = Read();

    /// <summary>Returns a text with <c>***</c> in the place of every secret.</summary>
    public static string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var value in Values)
            text = text.Replace(value, "***", StringComparison.Ordinal);
        return text;
    }

    // The longest first, so that none is left in pieces.
    private static string[] Read() =>
    [
        .. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => variable.Key is string name && Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)))
            .Select(variable => (string?)variable.Value ?? "")
            .SelectMany(value => new[] { value, value[(value.IndexOf(':', StringComparison.Ordinal) + 1)..] })
            .Where(value => value.Length >= MinLength)
            .Distinct()
            .OrderByDescending(value => value.Length),
    ];
}

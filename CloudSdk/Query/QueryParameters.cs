using System.Globalization;
using DroneLink.CloudSdk.Lambda;
using DroneLink.CloudSdk.Search;
using DroneLink.CloudSdk.Storage;
using DroneLink.CloudSdk.Wire;

namespace DroneLink.CloudSdk.Query;

/// <summary>Reads the parameters of a query; a bad one raises <see cref="QueryParameterException"/>, which becomes the answer.</summary>
internal sealed class QueryParameters(HttpApiRequest request)
{
    private const long MaxMs = 253_402_300_799_999; // 9999-12-31T23:59:59.999Z

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private readonly IReadOnlyDictionary<string, string> _values = request.QueryStringParameters ?? new Dictionary<string, string>();

    /// <summary>How many records are asked for.</summary>
    public int Limit() => Integer("limit", 1, PageLimits.MaxRecords) ?? PageLimits.DefaultRecords;

    /// <summary>The severity, or null when it is not asked for.</summary>
    public int? Severity() => Integer("severity", 0, 7);

    /// <summary>The kind, or null when it is not asked for.</summary>
    public byte? Kind()
    {
        if (Get("kind") is not { } name)
            return null;
        return KindSchema.Find(name)?.Kind ?? throw Bad("kind", name, "the name of a kind, such as position or videoLink");
    }

    /// <summary>The device, or null when it is not asked for.</summary>
    public string? Device() => Id("device");

    /// <summary>The fleet, or null when it is not asked for.</summary>
    public string? Fleet() => Id("fleet");

    /// <summary>The words to find, or null when they are not asked for.</summary>
    public string? Text()
    {
        if (Get("text") is not { } text)
            return null;
        return text.Length is >= 1 and <= EventQuery.MaxTextLength
            ? text
            : throw Bad("text", text, $"1 to {EventQuery.MaxTextLength} characters");
    }

    /// <summary>The bounds of the time, ms since 1970-01-01 UTC; null where there is none.</summary>
    public (long? FromMs, long? ToMs) Range()
    {
        var (from, to) = (Time("from"), Time("to"));
        return from > to ? throw Bad("from", Get("from")!, "a time not after 'to'") : (from, to);
    }

    /// <summary>Where to go on, or null to begin.</summary>
    /// <param name="query">The query that the cursor must belong to.</param>
    public RecordPosition? Cursor(string query)
    {
        if (Get("cursor") is not { } cursor)
            return null;
        return QueryCursor.TryRead(cursor, query, out var position)
            ? position
            : throw Bad("cursor", cursor, "the cursor of an answer to this same query, unchanged");
    }

    /// <summary>Returns all that decides which records a query finds, in one text that is equal only for equal queries.</summary>
    public string Identity(string path, params ReadOnlySpan<string> names)
    {
        var identity = path;
        foreach (var name in names)
        {
            // With their lengths, no two lists of values run together into one text.
            if (Get(name) is { } value)
                identity += string.Create(CultureInfo.InvariantCulture, $"\n{name} {value.Length} {value}");
        }

        return identity;
    }

    private string? Get(string name) => _values.GetValueOrDefault(name);

    private string? Id(string name)
    {
        if (Get(name) is not { } id)
            return null;
        return FrameFormat.IsDeviceId(id) ? id : throw Bad(name, id, "1 to 32 characters of A-Z a-z 0-9 . _ -");
    }

    private int? Integer(string name, int min, int max)
    {
        if (Get(name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Bad(name, text, $"an integer from {min} to {max}");
    }

    private long? Time(string name)
    {
        if (Get(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms <= MaxMs)
            return ms;
        // Rounded up, so that a bound between two ms has the same records on either side as one that was not rounded.
        if (TryReadRfc3339(text, out var time))
            return ((time - DateTimeOffset.UnixEpoch).Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        throw Bad(name, text, "a time as 2026-01-31T12:00:00Z, or as an integer of ms since 1970-01-01 UTC");
    }

    private static bool TryReadRfc3339(string text, out DateTimeOffset time)
    {
        time = default;
        text = text.ToUpperInvariant();
        if (text.Length < 20)
            return false;

        // A plus sign that a client did not escape arrives as a space.
        if (text[^6] == ' ')
            text = string.Concat(text.AsSpan(0, text.Length - 6), "+", text.AsSpan(text.Length - 5));

        // Without an offset it is nobody's time.
        return (text[^1] == 'Z' || text[^6] is '+' or '-')
            && DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time)
            && time >= DateTimeOffset.UnixEpoch;
    }

    private static QueryParameterException Bad(string name, string given, string expected)
    {
        const int MaxShown = 64;
        var shown = given.Length <= MaxShown ? given : given[..MaxShown] + "…";
        return new QueryParameterException($"{name} is '{shown}'; expected is {expected}.");
    }
}

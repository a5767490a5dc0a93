using System.Globalization;
using System.Text.Json;

namespace DroneLink.Tool.GroundStation.Networks;

/// <summary>Reads the members of a JSON object, and notes every one that is not what is expected. Not thread safe.</summary>
/// <param name="element">The object.</param>
/// <param name="path">What it is, for messages.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class JsonMembers(JsonElement element, string path, ICollection<string> problems)
{
    private const int MaxShown = 40;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Notes that a member is wrong.</summary>
    public void Wrong(string name, string expected)
    {
        var found = element.TryGetProperty(name, out var value) ? $"is {Shown(value)}" : "is missing";
        problems.Add($"{path}: {name} {found}; expected is {expected}.");
    }

    /// <summary>Notes that a member is wrong whose value is a secret, or holds one.</summary>
    public void WrongSecret(string name, string expected) => problems.Add($"{path}: {name} is not as expected; expected is {expected}.");

    /// <summary>Whether a member is there.</summary>
    public bool Has(string name) => TryGet(name, out _);

    /// <summary>A text; null when it is not there.</summary>
    public string? Text(string name, string expected, bool isRequired = false, bool isSecret = false)
    {
        if (!TryGet(name, out var value))
        {
            if (isRequired) Wrong(name, expected);
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text) return text;
        if (isSecret) WrongSecret(name, expected);
        else Wrong(name, expected);
        return null;
    }

    /// <summary>A number from a range.</summary>
    public double Number(string name, double standard, double min, double max)
    {
        if (!TryGet(name, out var value)) return standard;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max) return number;
        Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"));
        return standard;
    }

    /// <summary>A whole number from a range.</summary>
    public int Whole(string name, int standard, int min, int max)
    {
        if (!TryGet(name, out var value)) return standard;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max) return number;
        Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"));
        return standard;
    }

    /// <summary>A number of milliseconds from a range.</summary>
    public TimeSpan Milliseconds(string name, TimeSpan standard, int min, int max) =>
        TimeSpan.FromMilliseconds(Whole(name, (int)standard.TotalMilliseconds, min, max));

    /// <summary>True or false.</summary>
    public bool Flag(string name)
    {
        if (!TryGet(name, out var value)) return false;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Wrong(name, "true or false");
        return false;
    }

    /// <summary>Texts, each of which must be right; null when they are not there.</summary>
    public IReadOnlyList<string>? Texts(string name, string expected, Func<string, bool> isRight)
    {
        if (!TryGet(name, out var value)) return null;
        var texts = value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : null).ToList()
            : [];
        if (texts.Count > 0 && texts.All(text => text is not null && isRight(text))) return texts!;
        Wrong(name, expected);
        return null;
    }

    /// <summary>An object; null when it is not there.</summary>
    public JsonMembers? Object(string name)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Object) return new JsonMembers(value, $"{path}: {name}", problems);
        Wrong(name, "an object");
        return null;
    }

    /// <summary>Its members, all texts; null when it is not there.</summary>
    public IReadOnlyDictionary<string, string>? Dictionary(string name, string expected)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.String))
            return value.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!, StringComparer.Ordinal);
        WrongSecret(name, expected);
        return null;
    }

    /// <summary>Notes every member that nobody asked for.</summary>
    public void End()
    {
        foreach (var member in element.EnumerateObject().Where(member => !_known.Contains(member.Name)))
            problems.Add($"{path}: there is no member '{Short(member.Name)}'; known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
    }

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Take(8).Select(item => Short(item.ToString())))}]",
        JsonValueKind.String => $"'{Short(value.GetString()!)}'",
        _ => Short(value.GetRawText()),
    };

    private static string Short(string text) => text.Length > MaxShown ? text[..MaxShown] + "…" : text;

    private bool TryGet(string name, out JsonElement value)
    {
        _known.Add(name);
        return element.TryGetProperty(name, out value);
    }
}

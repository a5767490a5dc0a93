using System.Globalization;
using System.Text.RegularExpressions;

namespace DroneLink.Tool.Provisioning;

/// <summary>Texts in the JSON of a device's file. nanoFramework.Json misreads <c>\uXXXX</c>, so there is none.</summary>
internal static partial class DeviceText
{
    /// <summary>Writes every character that JSON does not force to be escaped as itself, such as U+00A0 or one beyond U+FFFF.</summary>
    /// <param name="json">JSON.</param>
    /// <exception cref="UserErrorException">It holds a control character, which JSON forces to be escaped.</exception>
    public static string Unescape(string json) => Escape().Replace(json, match =>
    {
        if (!match.Groups[1].Success) return match.Value;
        var character = (char)ushort.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return char.IsControl(character) && character < ' '
            ? throw new UserErrorException($"A text holds the control character U+{(int)character:X4}, which the device cannot read: leave it out.")
            : $"{character}";
    });

    // Any escape, so that the u after an escaped backslash is not taken for one.
    [GeneratedRegex(@"\\(?:u([0-9A-Fa-f]{4})|.)")]
    private static partial Regex Escape();
}
